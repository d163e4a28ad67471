"""Move boilerplate out of a text, line by line, by the rules of rules.py. Nothing is deleted: see `restore`."""

import re
from collections.abc import Iterable, Iterator, Sequence
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
_LONGEST_PIECE = 80  # characters at the end of a text in which a credit or a link behind its last words is looked for
_LONGEST_KICKER = 40  # characters of a line above the headline
_KICKER = re.compile(rf"[^。！？!?；;:.]{{1,{_LONGEST_KICKER}}}(?<=[\u3400-\u9fff”》])")  # folded
_MOST_KICKERS = 2  # lines above the headline (引题)
_AROUND = " \n\u3000[]【】()（）|>:："  # a line of credits
_CHINESE_END = ("。", "！", "？", "!", "?", "”", "」")
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
# What editors and machines set behind the last words, in the same paragraph: 忙到天黑才回家。（责任编辑：林晓）
_KINDS_BEHIND = (
    *("editor_line", "source_line", "author_line", "original_title"),
    *("navigation", "advertisement", "disclaimer"),
)
_BEHIND = tuple(rule for rule in _BY_PLACE["tail"] if rule.kind in _KINDS_BEHIND)
# The last paragraph may be a caption, to which its credit belongs.
_BEHIND_SENTENCE = tuple(rule for rule in _BY_PLACE["tail"] if rule.kind != "caption_credit")
_PIECE = re.compile(r"(?<=[.。!?！？”’」』…)）\]】\s])(?=[^\s])|(?=[（(【\[])")
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
    fields = _read_fields(text, lines)
    removed = [removal for run in _find_runs(lines) for removal in _remove_run(text, lines, run)]
    for removal, name in _remove_behind(text, folded, lines):
        removed.append(removal)
        if name and (value := _read_name(name, removal.text)):
            fields.setdefault(name, value)
    removed.sort(key=lambda removal: removal.position)
    return Cleaned(_cut_out(text, removed), tuple(removed), fields)


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
    for line in _find_kickers(lines, title):
        line.rule = line.rule or _HEADER
    for above, line in zip([None, *lines], lines, strict=False):
        if _is_title(line.folded, title):
            line.rule = _TITLE
        elif line.folded in header:
            line.rule = _HEADER
        elif not line.rule:
            line.rule = _find_rule(line, "head")
        is_under_label = above and above.rule and above.rule.name == "label alone"
        if not line.rule and is_under_label and len(line.folded) <= _LONGEST_HEADER_NAME:
            line.rule = _HEADER
        if not line.rule:
            return


def _find_kickers(lines: Sequence[_Line], title: str) -> Sequence[_Line]:
    """The lines above the headline, where a text begins with the head of its page; none where it does not."""
    beginning = lines[: _MOST_KICKERS + 1]
    number = next((number for number, line in enumerate(beginning) if title and line.folded == title), 0)
    kickers = beginning[:number]
    is_head = all(len(line.folded) <= _LONGEST_KICKER and not line.folded.endswith(_SENTENCE_END) for line in kickers)
    return kickers if is_head else ()


def _is_title(folded: str, title: str) -> bool:
    """Whether a line is the headline, which the page's title may have with the name of the site behind it.

    It is too with a kicker before it, with nothing between the two; 新华社北京4月24日电 题：is none.
    """
    if folded == title:
        return True
    if len(title) >= _SHORTEST_TITLE and folded.endswith(title):
        kicker = folded.removesuffix(title)
        return _KICKER.fullmatch(kicker) is not None
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


def _remove_behind(text: str, folded: str, lines: Sequence[_Line]) -> Iterator[tuple[Removal, str | None]]:
    """Remove what stands behind the last words of the text in their line, each with the field that it names.

    A tracking number, as dumps without line breaks have it; credits and links to other pages.
    """
    last = next((line for line in reversed(lines) if not line.rule), None)
    if last is None:
        return
    end = last.end
    number = find_last_number(text, max(last.start, end - _LONGEST_NUMBER), end)
    if number and not text[number.end() : end].strip():
        start = len(text[: number.start()].rstrip(" /\u3000"))
        yield Removal(start, "tracking_number", text[start:end], "tracking number at the end"), None
        end = start
    while piece := _find_piece(folded, last.start, end):
        start, rule = piece
        yield Removal(start, rule.kind, text[start:end], rule.name), rule.field
        end = start


def _find_piece(folded: str, start: int, end: int) -> tuple[int, Rule] | None:
    """Find where furniture begins that ends a line, and the rule of it.

    Credits and links may stand behind any word; a button, a counter or a notice only behind the end of a sentence.
    """
    for match in reversed(list(_PIECE.finditer(folded, max(start + 1, end - _LONGEST_PIECE), end))):
        piece, before = folded[match.start() : end].strip(), folded[start : match.start()].rstrip()
        rules = _BEHIND_SENTENCE if before.endswith(_CHINESE_END) else _BEHIND
        if before and _ANY["tail"].fullmatch(piece) and (rule := next((r for r in rules if r.matches(piece)), None)):
            return start + len(before), rule
    return None


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
        if line.rule and line.rule.field and (value := _read_name(line.rule.field, removed)):
            fields.setdefault(line.rule.field, value)
        if (
            line.rule
            and "author" not in fields
            and (author := read_labelled("author", removed) or read_byline(removed))
        ):
            fields["author"] = author
        if line.rule and (responsible := read_labelled("responsible", removed)):
            fields["editor"] = responsible
    return fields


def _read_name(name: str, raw: str) -> str | None:
    """Read the name of a field in a line. A line of credits that names no editor has none: 制作：林晓."""
    value = read_name(name, raw)
    return None if name == "editor" and value == raw.strip(_AROUND) else value
