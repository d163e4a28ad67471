"""Move page furniture out of a text, line by line, by the rules of furniture.py. Nothing is deleted: see `restore`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cundang.model.article import Removal
from cundang.text.fold import fold
from cundang.text.labels import read_name
from cundang.text.tracking import find_last_number
from pipelines.clean_rules import RULES, Rule

_LINE = re.compile(r"[^\n]+")
_LONGEST_FURNITURE = 200  # characters of a line; what is longer is text
_SHORTEST_TITLE = 8
_BEFORE_SITE = tuple("|_-–—·")  # what stands between a headline and the name of the site
_NAME = 12  # characters of a name that stands under its label
_LIST_ITEM = 60  # characters of a line in a list of recommendations
_SENTENCE_END = ("。", "！", "？", "”", "；", ".", "!")
_BY_WHERE = {
    where: tuple(rule for rule in RULES if rule.where in wheres)
    for where, wheres in {
        "head": ("head", "ends", "anywhere"),
        "tail": ("tail", "ends", "anywhere"),
        "anywhere": ("anywhere",),
        "list": ("list",),
    }.items()
}
# Most lines are no furniture at all: one pattern for all rules of a place finds that out.
_ANY = {where: re.compile("|".join(f"(?:{rule.pattern})" for rule in rules)) for where, rules in _BY_WHERE.items()}
_TITLE = Rule("title again", "title", "ends", "", "", "")
_HEADER = Rule("line of the header", "page_header", "head", "", "", "")
_LIST = Rule("listed below", "recommendations", "list", "", "", "")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean text, what was moved out of it, and what those lines named (`editor`, `source_name` ...)."""

    text: str
    removed: tuple[Removal, ...] = ()
    named: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    folded: str
    rule: Rule | None = None


def clean(text: str, title: str = "", header: Iterable[str] = ()) -> Cleaned:
    """The text without page furniture.

    `title` is the article's headline, which pages repeat above or below the text; `header` are other lines that
    extraction took from the top of the text (plain text has its header in it).
    """
    folded = fold(text)
    lines = [_Line(m.start(), m.end(), folded[m.start() : m.end()].strip()) for m in _LINE.finditer(text)]
    _mark_whole_lines(lines)
    _mark_head(lines, fold(title), {fold(line) for line in header})
    _mark_tail(lines, fold(title))
    removed = [removal for group in _groups(lines) for removal in _moved(text, lines, group)]
    if number := _at_end(text, lines):
        removed.append(number)
    return Cleaned(_without(text, removed), tuple(removed), _named(text, lines))


def restore(text: str, removed: Iterable[Removal]) -> str:
    """The text with everything put back that cleaning moved out."""
    for removal in sorted(removed, key=lambda removal: removal.position):
        text = text[: removal.position] + removal.text + text[removal.position :]
    return text


def _rule(line: _Line, where: str) -> Rule | None:
    if len(line.folded) > _LONGEST_FURNITURE or not _ANY[where].fullmatch(line.folded):
        return None
    return next((rule for rule in _BY_WHERE[where] if rule.matches(line.folded)), None)


def _mark_whole_lines(lines: list[_Line]) -> None:
    for line in lines:
        line.rule = _rule(line, "anywhere")


def _mark_head(lines: list[_Line], title: str, header: set[str]) -> None:
    """From the top down to the first line of text. A name alone is furniture under a label alone: 来源: / 新华社."""
    for above, line in zip([None, *lines], lines, strict=False):
        if _is_title(line.folded, title):
            line.rule = _TITLE
        elif line.folded in header:
            line.rule = _HEADER
        else:
            line.rule = line.rule or _rule(line, "head")
        if not line.rule and above and above.rule and above.rule.name == "label alone" and len(line.folded) <= 20:
            line.rule = _HEADER
        if not line.rule:
            return


def _is_title(folded: str, title: str) -> bool:
    """Whether a line is the headline, which the page's title may have with the name of the site behind it."""
    return folded == title or (
        len(folded) >= _SHORTEST_TITLE
        and title.startswith(folded)
        and title[len(folded) :].lstrip()[:1] in _BEFORE_SITE
    )


def _mark_tail(lines: list[_Line], title: str) -> None:
    """From the bottom up to the last line of text; a heading of recommendations takes the short lines below it along."""
    below: list[_Line] = []  # short lines that go if a heading stands above them
    for line in reversed(lines):
        rule = line.rule or _rule(line, "list") or _rule(line, "tail")
        if rule and rule.name == "related" and line is lines[-1]:  # a heading of nothing: the last words of a text
            return
        if rule and rule.name == "label above a name":  # and the name
            if len(below) > 1 or not all(len(item.folded) <= _NAME for item in below):
                return
            for item in [*below, line]:
                item.rule = item.rule or rule
            below = []
        elif rule and rule.where == "list":
            for item in below:
                item.rule = item.rule or _LIST
            below = []
            line.rule = rule
        elif rule and not below:
            line.rule = rule
        elif line.folded == title and not below:
            line.rule = _TITLE
        elif rule is None and (len(line.folded) > _LIST_ITEM or line.folded.endswith(_SENTENCE_END)):
            return
        else:
            below.append(line)


def _groups(lines: list[_Line]) -> list[range]:
    """The runs of lines to be moved, as ranges of their indexes."""
    groups, start = [], None
    for index, line in enumerate([*lines, _Line(0, 0, "")]):
        if line.rule and start is None:
            start = index
        elif not line.rule and start is not None:
            groups.append(range(start, index))
            start = None
    return groups


def _moved(text: str, lines: list[_Line], group: range) -> list[Removal]:
    """Each line of a run with one of the line breaks beside it, so that the widest break of the run is what remains."""
    ends = [0, *(line.end for line in lines)]
    starts = [*(line.start for line in lines), len(text)]
    breaks = [
        text[ends[i] : starts[i]] for i in range(group.start, group.stop + 1)
    ]  # before each line, and after the last
    if group.start == 0:
        kept = 0
    elif group.stop == len(lines):
        kept = len(breaks) - 1
    else:
        kept = max(range(len(breaks)), key=lambda i: len(breaks[i]))
    removals = []
    for offset, index in enumerate(group):
        line, rule = lines[index], lines[index].rule
        start, end = (ends[index], line.end) if offset < kept else (line.start, starts[index + 1])
        assert rule is not None
        removals.append(Removal(start, rule.kind, text[start:end], rule.name))
    return removals


def _at_end(text: str, lines: Sequence[_Line]) -> Removal | None:
    """A tracking number behind the last words of a line that stays, as dumps without line breaks have it."""
    last = next((line for line in reversed(lines) if not line.rule), None)
    if last is None:
        return None
    match = find_last_number(text, max(last.start, last.end - 60), last.end)
    if match is None or text[match.end() : last.end].strip():
        return None
    start = len(text[: match.start()].rstrip(" /\u3000"))
    return Removal(start, "tracking_number", text[start : last.end], "tracking number at the end")


def _without(text: str, removed: list[Removal]) -> str:
    pieces, done = [], 0
    for removal in removed:
        pieces.append(text[done : removal.position])
        done = removal.position + len(removal.text)
    return "".join([*pieces, text[done:]])


def _named(text: str, lines: list[_Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if line.rule and line.rule.field and (value := read_name(line.rule.field, text[line.start : line.end])):
            found.setdefault(line.rule.field, value)
    return found
