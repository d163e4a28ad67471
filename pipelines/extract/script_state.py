"""The state that a script of a page carries (`__NEXT_DATA__`, `window.DATA = {...}`), and paths into it.

Pages that a script draws have their article there as JSON, or as a literal of JavaScript. It is read, and never run.
Whoever wrote the page wrote the state: its size, its depth and how often it is looked for are bounded, and what cannot
be read is as if it were not there.
"""

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import unquote

import jmespath
from jmespath.exceptions import JMESPathError

from cundang.model.profile import STATE
from pipelines.extract.tree import Element, parse
from pipelines.extract.worker import is_heavy

_LONGEST = 2_000_000  # characters of a state; that of a front page has some 100,000
_MOST_TRIES = 4  # values that are assigned to one name; the first is often empty
_MOST_NESTED = 4  # lists in lists whose strings are read
_GLOBAL = re.compile(r"(?:window|self|globalThis)\.")
_BEFORE_NAME = re.compile(r"""(?:^|[^\w$.])(?:(?:window|self|globalThis)(?:\.|\[["']))?$""")
_LONGEST_BEFORE = len('.globalThis["')
_ASSIGNED = re.compile(r"""(?:["']\])?\s*=(?!=)\s*(?P<parse>JSON\.parse\(\s*)?(?P<quoted>decodeURIComponent\(\s*)?""")
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)  # NaN, Infinity
# A string of JavaScript. What is not closed goes on to the end, so that the time is linear.
_STRING = re.compile(r"""(["'])((?:(?!\1)[^\\]|\\.)*+)(?:\1|\Z)""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
# The pieces of a literal of JavaScript that JSON writes otherwise, and those that hold no such piece.
_PIECE = re.compile(
    r"""(?P<string>(["'])(?:(?!\2)[^\\]|\\.)*+(?:\2|\Z))"""
    r"|(?P<comment>/\*.*?(?:\*/|\Z)|//[^\n]*)"
    r"|(?P<comma>,(?=\s*[}\]]))"
    r"|(?P<boolean>![01])"
    r"|(?P<nothing>void 0|(?:undefined|NaN|-?Infinity)(?![\w$])(?!\s*:))"
    r"|(?P<name>[A-Za-z_$][\w$]*)(?=\s*:)"
    r"|[\w$.]+",
    re.DOTALL,
)
_MARKUP = re.compile(
    r"</?(?:p|div|br|section|article|span|strong|b|em|i|u|a|img|h[1-6]|ul|ol|li|table|blockquote|figure|font|center)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)


class Path(NamedTuple):
    """A selector of a profile that is a path: the name of the state, and the compiled JMESPath."""

    name: str
    expression: Any


@cache
def compile_path(selector: str) -> Path:
    """Compile a selector that begins with `script:`. Raises ValueError where it has no name or its path is none."""
    name, _, path = selector.removeprefix(STATE).strip().partition(" ")
    if not name:
        raise ValueError(f"{selector!r} names no state; write {STATE}NAME PATH")
    try:
        return Path(name, jmespath.compile(path.strip() or "@"))
    except JMESPathError as error:
        reason = str(error).partition("\n")[0]
        raise ValueError(f"{selector!r} has a path that is no JMESPath ({reason})") from error


class States:
    """The states of one page. Each is looked for once."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._found: dict[str, Any] = {}

    def find(self, selector: str) -> Any:
        """The value at a path, as JSON has it; None where the page has no such state, or the state no such path."""
        name, expression = compile_path(selector)
        if name not in self._found:
            self._found[name] = find_state(self._tree, name)
        try:
            return expression.search(self._found[name])
        except (JMESPathError, RecursionError, ArithmeticError, TypeError):  # a function met what it cannot take
            return None


def find_state(tree: Element, name: str) -> Any:
    """Find a state by its name: the id of a script, or what a script assigns to. None where there is none."""
    values = (value for script in tree.iter("script") for value in _iterate_values(script, name))
    return next((value for value in islice(values, _MOST_TRIES) if value not in (None, {}, [], "")), None)


def list_strings(value: Any, depth: int = 0) -> list[str]:
    """List the strings in a value: of a list those of its items, of a number its digits, of anything else none."""
    if isinstance(value, list) and depth < _MOST_NESTED:
        return [text for item in value for text in list_strings(item, depth + 1)]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return [_mend(value)] if isinstance(value, str) and value.strip() else []


def parse_body(value: Any) -> Element | None:
    """Parse the text of an article that a state has: HTML, or plain text with a paragraph a line, or a list of such.

    None where there is none, or it has more elements than any article.
    """
    parts = (
        part
        if _MARKUP.search(part)
        else "".join(f"<p>{html.escape(html.unescape(line))}</p>" for line in part.splitlines())
        for part in list_strings(value)
    )
    markup = "".join(f"<div>{part}</div>" for part in parts)
    return parse(markup) if markup and not is_heavy(markup) else None


def _iterate_values(script: Element, name: str) -> Iterator[Any]:
    """The values that a script has under a name, as far as they can be read."""
    text = script.text or ""
    if script.get("id") == name:
        text = unquote(text) if text.lstrip().startswith("%") else text
        yield _read_value(text, max(0, min((text.find(sign) for sign in "{[" if sign in text), default=0)))
        return
    bare = _GLOBAL.sub("", name, count=1)
    place = text.find(bare)
    while place >= 0:
        end = place + len(bare)
        assigned = _ASSIGNED.match(text, end)
        if assigned and _BEFORE_NAME.search(text[max(0, place - _LONGEST_BEFORE) : place]):
            yield _read_assigned(text, assigned)
        place = text.find(bare, end)


def _read_assigned(text: str, assigned: re.Match[str]) -> Any:
    if text[assigned.end() : assigned.end() + 1] not in ("'", '"'):
        return _read_value(text, assigned.end())
    string = _STRING.match(text, assigned.end(), assigned.end() + _LONGEST)
    value = unescape(string[2]) if string else ""
    if assigned["quoted"]:
        value = unquote(value)
    return _read_value(value, 0) if assigned["parse"] else value


def _read_value(text: str, start: int) -> Any:
    """Read the value that begins at a place, whatever follows it; None where it is none, too long or too deep."""
    piece = text[start : start + _LONGEST].lstrip()
    for write in (str, _write_json):
        try:
            return _DECODER.raw_decode(write(piece))[0]
        except ValueError:
            continue
        except RecursionError:
            return None
    return None


def _write_json(literal: str) -> str:
    """Write a literal of JavaScript as JSON: names in quotes, strings in double ones, nothing behind the last item."""
    return _PIECE.sub(_write_piece, literal)


def _write_piece(piece: re.Match[str]) -> str:
    match piece.lastgroup:
        case "string":
            return json.dumps(unescape(piece[0][1:-1]))
        case "name":
            return f'"{piece[0]}"'
        case "boolean":
            return "true" if piece[0] == "!0" else "false"
        case "nothing":
            return "null"
        case "comment" | "comma":
            return ""
    return piece[0]


def unescape(inner: str) -> str:
    """What a string of JavaScript means, given what stands between its quotes."""
    return _ESCAPE.sub(_unescape_one, inner) if "\\" in inner else inner


def _unescape_one(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
    return _ESCAPED.get(escape[4], escape[4])


def _mend(text: str) -> str:
    """A string without what no text has: halves of characters (\\ud83d) that belong together are joined, others and NUL
    replaced.
    """
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd")
