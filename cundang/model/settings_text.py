"""Write the settings of an archive as TOML: each with the comment that it has in settings.py."""

import inspect
import json
import re
import textwrap
from dataclasses import fields
from typing import Any

from cundang.model.settings import Settings

_HEAD = """\
The settings of an archive, beside it. What is commented out is as it is by default. `archive init` wrote this; it
keeps the values when it writes again, and no comments of yours."""
_FIELD = re.compile(r"    (\w+): .*?(?:  # (.*))?")
_WIDTH = 100


def format_settings(settings: Settings) -> str:
    """Format settings as the text of a file. All that differs from its default is set, the rest commented out."""
    parts = [_comment(_HEAD)]
    for section in fields(Settings):
        values = getattr(settings, section.name)
        standard, comments = type(values)(), _read_comments(type(values))
        lines = ["", _comment(inspect.cleandoc(type(values).__doc__ or "").partition("\n\n")[0]), f"[{section.name}]"]
        for each in fields(values):
            value, is_set = getattr(values, each.name), getattr(values, each.name) != getattr(standard, each.name)
            lines += [_comment(comments[each.name])] if comments.get(each.name) else []
            lines.append(f"{'' if is_set else '# '}{each.name} = {_format_value(value)}")
        parts += lines
    return "\n".join(parts) + "\n"


def _read_comments(kind: type) -> dict[str, str]:
    """The comment of each field of a section, from its source: above it, or behind it on its line."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in inspect.getsource(kind).splitlines():
        if line.startswith("    # "):
            above.append(line.strip()[2:])
        elif field := _FIELD.fullmatch(line):
            found[field[1]] = " ".join([*above, field[2] or ""]).strip()
            above = []
        else:
            above = []
    return found


def _comment(text: str) -> str:
    lines = textwrap.wrap(" ".join(text.split()), _WIDTH - 2)
    return "\n".join(f"# {line}" for line in lines)


def _format_value(value: Any) -> str:
    """A value as TOML writes it, whose strings and lists are those of JSON, but for one character."""
    told = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
    return told.replace("\x7f", "\\u007f")
