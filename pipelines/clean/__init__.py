"""Move boilerplate out of a text, line by line, by the rules of rules.py. Nothing is deleted: see `restore`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cundang.model.article import Removal
from cundang.text.bylines import read_byline
from cundang.text.conversation import find_turns
from cundang.text.fold import fold
from cundang.text.labels import read_labelled, read_name
from cundang.text.tracking import find_last_number
from pipelines.clean.rule import Rule
from pipelines.clean.rules import RULES

_LINE = re.compile(r"[^\n]+")
_LONGEST_BOILERPLATE = 200  # characters of a line; what is longer is text
_SHORTEST_TITLE = 8
_BEFORE_SITE = tuple("|_-–—·")  # what stands between a headline and the name of the site
_LONGEST_NAME = 12  # characters of a name that stands under its label
_LONGEST_HEADER_NAME = 20  # characters, at the top of a text
_LONGEST_LIST_ITEM = 60  # characters of a line in a list of recommendations
_LONGEST_NUMBER = 60  # characters at the end of a text in which a tracking number is looked for
_SENTENCE_END = ("。", "！", "？", "”", "；", ".", "!")
_BY_PLACE = {
    place: tuple(rule for rule in RULES if rule.where in wheres)
    for place, wheres in {
        "head": ("head", "ends", "anywhere"),
        "tail": ("tail", "ends", "anywhere"),
        "anywhere": ("anywhere",),
        "list": ("list",),
    }.items()
}
# Most lines are text: one pattern for all rules of a place finds that out.
_ANY = {place: re.compile("|".join(f"(?:{rule.pattern})" for rule in rules)) for place, rules in _BY_PLACE.items()}
# Rules without a pattern: what they remove is known from the page, or from the lines around.
_TITLE = Rule(name="title again", kind="title", where="ends")
_HEADER = Rule(name="line of the header", kind="page_header", where="head")
_LISTED = Rule(name="listed below", kind="recommendations", where="list")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean text, what was moved out of it, and the fields in those lines (`editor`, `source_name` ...)."""

    text: str
    removed: tuple[Removal, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Line:
    """A line of the text: its offsets, the text between them, folded and stripped, and the rule that removes it.

    `is_turn` says that it is a turn of a conversation, which begins with who speaks.
    """

    start: int
    end: int
    folded: str
    rule: Rule | None = None
    is_turn: bool = False


def clean(text: str, title: str = "", header: Iterable[str] = ()) -> Cleaned:
    """Move the lines of a text out that are boilerplate.

    `title` is the article's headline, which pages repeat above or below the text; `header` are other lines that
    extraction took from the top of the text (plain text has its header in it).
    """
    folded = fold(text)
    lines = [_Line(m.start(), m.end(), folded[m.start() : m.end()].strip()) for m in _LINE.finditer(text)]
    for number in find_turns([line.folded for line in lines]):
        lines[number].is_turn = True
    for line in lines:
        line.rule = _find_rule(line, "anywhere")
    _mark_head(lines, fold(title), {fold(line) for line in header})
    _mark_tail(lines, fold(title))
    removed = [removal for run in _find_runs(lines) for removal in _remove_run(text, lines, run)]
    if number := _remove_trailing_number(text, lines):
        removed.append(number)
    return Cleaned(_cut_out(text, removed), tuple(removed), _read_fields(text, lines))


def restore(text: str, removed: Iterable[Removal]) -> str:
    """Put everything back that cleaning moved out of a text."""
    for removal in sorted(removed, key=lambda removal: removal.position):
        text = text[: removal.position] + removal.text + text[removal.position :]
    return text


def _find_rule(line: _Line, place: str) -> Rule | None:
    """Find the first rule that removes a line in a place: head, tail, anywhere or list."""
    if len(line.folded) > _LONGEST_BOILERPLATE or not _ANY[place].fullmatch(line.folded):
        return None
    rules = (rule for rule in _BY_PLACE[place] if not (line.is_turn and rule.field in ("author", "editor")))
    return next((rule for rule in rules if rule.matches(line.folded)), None)


def _mark_head(lines: list[_Line], title: str, header: set[str]) -> None:
    """Mark boilerplate from the top down to the first line of text.

    A name alone is boilerplate under a label alone: 来源: / 新华社.
    """
    for above, line in zip([None, *lines], lines, strict=False):
        if _is_title(line.folded, title):
            line.rule = _TITLE
        elif line.folded in header:
            line.rule = _HEADER
        else:
            line.rule = line.rule or _find_rule(line, "head")
        is_under_label = above and above.rule and above.rule.name == "label alone"
        if not line.rule and is_under_label and len(line.folded) <= _LONGEST_HEADER_NAME:
            line.rule = _HEADER
        if not line.rule:
            return


def _is_title(folded: str, title: str) -> bool:
    """Whether a line is the headline, which the page's title may have with the name of the site behind it."""
    if folded == title:
        return True
    is_beginning = len(folded) >= _SHORTEST_TITLE and title.startswith(folded)
    return is_beginning and title[len(folded) :].lstrip()[:1] in _BEFORE_SITE


def _mark_tail(lines: list[_Line], title: str) -> None:
    """Mark boilerplate from the bottom up to the last line of text.

    A heading of recommendations takes the short lines below it along.
    """
    below: list[_Line] = []  # short lines that go if a heading stands above them
    for line in reversed(lines):
        rule = line.rule or _find_rule(line, "list") or _find_rule(line, "tail")
        if rule and rule.name == "related" and line is lines[-1]:  # a heading of nothing: the last words of a text
            return
        if rule and rule.name == "label above a name":  # and the name
            if len(below) > 1 or not all(len(item.folded) <= _LONGEST_NAME for item in below):
                return
            for item in [*below, line]:
                item.rule = item.rule or rule
            below = []
        elif rule and rule.where == "list":
            for item in below:
                item.rule = item.rule or _LISTED
            below = []
            line.rule = rule
        elif rule and not below:
            line.rule = rule
        elif line.folded == title and not below:
            line.rule = _TITLE
        elif rule is None and (len(line.folded) > _LONGEST_LIST_ITEM or line.folded.endswith(_SENTENCE_END)):
            return
        else:
            below.append(line)


def _find_runs(lines: list[_Line]) -> list[range]:
    """Find the runs of lines to be moved, as ranges of their indexes."""
    runs, start = [], None
    for index, line in enumerate([*lines, _Line(0, 0, "")]):
        if line.rule and start is None:
            start = index
        elif not line.rule and start is not None:
            runs.append(range(start, index))
            start = None
    return runs


def _remove_run(text: str, lines: list[_Line], run: range) -> list[Removal]:
    """Remove each line of a run with one of the line breaks beside it; the widest break of the run is what remains."""
    ends = [0, *(line.end for line in lines)]
    starts = [*(line.start for line in lines), len(text)]
    # the breaks before each line, and after the last
    breaks = [text[ends[i] : starts[i]] for i in range(run.start, run.stop + 1)]
    if run.start == 0:
        widest = 0
    elif run.stop == len(lines):
        widest = len(breaks) - 1
    else:
        widest = max(range(len(breaks)), key=lambda i: len(breaks[i]))
    removals = []
    for offset, index in enumerate(run):
        line, rule = lines[index], lines[index].rule
        start, end = (ends[index], line.end) if offset < widest else (line.start, starts[index + 1])
        assert rule is not None
        removals.append(Removal(start, rule.kind, text[start:end], rule.name))
    return removals


def _remove_trailing_number(text: str, lines: Sequence[_Line]) -> Removal | None:
    """Remove a tracking number behind the last words of a line that stays, as dumps without line breaks have it."""
    last = next((line for line in reversed(lines) if not line.rule), None)
    if last is None:
        return None
    number = find_last_number(text, max(last.start, last.end - _LONGEST_NUMBER), last.end)
    if number is None or text[number.end() : last.end].strip():
        return None
    start = len(text[: number.start()].rstrip(" /\u3000"))
    return Removal(start, "tracking_number", text[start : last.end], "tracking number at the end")


def _cut_out(text: str, removed: list[Removal]) -> str:
    pieces, position = [], 0
    for removal in removed:
        pieces.append(text[position : removal.position])
        position = removal.position + len(removal.text)
    return "".join([*pieces, text[position:]])


def _read_fields(text: str, lines: list[_Line]) -> dict[str, str]:
    """Read the names in the removed lines; of two for a field the first, but of editors the one who is responsible."""
    fields: dict[str, str] = {}
    for line in lines:
        removed = text[line.start : line.end]
        if line.rule and line.rule.field and (value := read_name(line.rule.field, removed)):
            fields.setdefault(line.rule.field, value)
        if line.rule and "author" not in fields and (author := read_labelled("author", removed) or read_byline(removed)):
            fields["author"] = author
        if line.rule and (responsible := read_labelled("responsible", removed)):
            fields["editor"] = responsible
    return fields
