"""What is wrong with the module of a site, in one line: the file and line, what is wrong, what to write instead."""

import ast
import re
import traceback
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from scrapers.field_types import list_fields

ROOT = Path(__file__).parents[1]
_UNKNOWN_FIELD = re.compile(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'")
_MISSING_FIELDS = re.compile(r"(\w+)\.__init__\(\) missing \d+ required keyword-only arguments?: (.{1,200})")
_LONGEST = 200  # characters of an error's own words


class FaultError(Exception):
    """A declaration is wrong: a `field` of a `call` such as Profile, of the one with this `name`, where it has one."""

    def __init__(self, text: str, call: str = "", name: str | None = None, field: str = "") -> None:
        super().__init__(text)
        self.call, self.name, self.field = call, name, field


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an exception came through: the file, the line, the names there, and whether in a module or a function."""

    file: str
    line: int
    names: dict[str, Any]
    in_module: bool


def explain(error: BaseException, file: str) -> str:
    """Put what a module raised when it was imported into one line. `file` is its path below the checkout."""
    places = _list_places(error)
    own = [number for number, place in enumerate(places) if place.file == file]
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
    if not own:
        return format_line(file, None, f"it cannot be imported ({reason}); correct it")
    here, beyond = places[own[-1]], places[own[-1] + 1 :]
    # A module that this one imports, and that fails itself
    if failed := [place for place in beyond if place.in_module and place.file.startswith("scrapers/")]:
        text = f"it imports {failed[-1].file}, which fails in line {failed[-1].line} ({reason}); correct that file"
        return format_line(file, here.line, text)
    if isinstance(error, TypeError) and (text := _explain_fields(str(error), here.names)):
        field = text.partition(" ")[0]
        return format_line(file, find_line(file, FaultError(text, field=field)) or here.line, text)
    return format_line(file, here.line, _explain_statement(error, reason, _find_field(file, here.line)))


def _explain_fields(message: str, names: dict[str, Any]) -> str:
    """Explain a declaration that has a field too much or too few; empty where the message is of something else."""
    if unknown := _UNKNOWN_FIELD.match(message):
        known = list_fields(names[unknown[1]]) if unknown[1] in names else []
        near = get_close_matches(unknown[2], known, 1)
        advice = f"write {near[0]}, or leave it out" if near else f"it has {', '.join(known)}"
        return f"{unknown[2]} is no field of {unknown[1]}; {advice}"
    if missing := _MISSING_FIELDS.match(message):
        lacking = re.findall(r"'(\w+)'", missing[2])
        return f"{', '.join(lacking)} is missing in {missing[1]}; write {'=..., '.join(lacking)}=..."
    return ""


def _explain_statement(error: BaseException, reason: str, field: str) -> str:
    """Explain why a line cannot be run; `field` is the field that is declared there."""
    if isinstance(error, SyntaxError):
        return f"it is not Python ({error.msg}); correct this line"
    if isinstance(error, ImportError):
        return f"it imports what is not there ({error}); correct this line"
    if isinstance(error, ZoneInfoNotFoundError):
        return f'{field or "zone"}: {error.args[0]}; write one of the tz database, as ZoneInfo("Asia/Shanghai")'
    return f"{field}{': ' if field else ''}{reason}; correct this line"


def _list_places(error: BaseException) -> list[_Place]:
    """The places that an exception came through, the outermost first; of a SyntaxError also that of the mistake."""
    places = [
        _Place(_relative(frame.f_code.co_filename), line, frame.f_globals, frame.f_code.co_name == "<module>")
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError) and error.filename:
        places.append(_Place(_relative(error.filename), error.lineno or 1, {}, True))
    return places


def _relative(name: str) -> str:
    """The path of a file below this checkout; of others as it is."""
    with suppress(ValueError):
        return Path(name).relative_to(ROOT).as_posix()
    return name


def format_line(file: str, line: int | None, text: str) -> str:
    """Write a line on a broken module: where, what is wrong, what to write instead."""
    return f"{file}{f':{line}' if line else ''}: {' '.join(text.split())}"


def find_line(file: str, fault: FaultError) -> int | None:
    """Find the line of a file where a field is declared that is at fault; None where that is not plain to see."""
    found = []
    for call in _list_calls(file):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if fault.field in given and fault.call in ("", _name_of(call)):
            name = given.get("name")
            found.append((isinstance(name, ast.Constant) and name.value == fault.name, given[fault.field].lineno))
    lines = [line for is_named, line in found if is_named] or [line for _, line in found]
    return lines[0] if len(lines) == 1 else None


def _find_field(file: str, line: int) -> str:
    """Find the field of a declaration that stands on a line, the innermost; empty where none does."""
    keywords = [keyword for call in _list_calls(file) for keyword in call.keywords]
    ends = {k.arg: k.value.end_lineno or 0 for k in keywords if k.value.lineno <= line <= (k.value.end_lineno or 0)}
    return min(ends, key=lambda name: ends[name]) or "" if ends else ""


def _list_calls(file: str) -> list[ast.Call]:
    """The calls in a file; none where it cannot be parsed."""
    try:
        tree = ast.parse((ROOT / file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
