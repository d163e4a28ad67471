"""When a page of no known layout was published: JSON-LD, metas, what a reader sees, the address, scripts, htmldate."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from lxml import html

from pipelines.article import Field
from pipelines.dates import impossible, otherwise, published_at, zone_between
from pipelines.extract.seen import BIT, Seen, by_machine
from pipelines.extract.structured import squeezed
from pipelines.extract.tree import Element

_ELSEWHERE = BIT["related"] | BIT["footer"] | BIT["side"] | BIT["comment"]
_DIGIT = re.compile(r"\d")
_LATE = datetime(2100, 1, 1, tzinfo=UTC)  # extraction has no clock; normalising knows when the page was fetched
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?([0-2]\d|3[01])(?=[/_.\-]|[^\d]|$)")
# Names of metas that tell of publishing, beside the common ones in seen.py: publishedDate, article:published_at ...
_OF_PUBLISHING = re.compile(r"(?:^|[:._-])(?:first-?)?publi(?:sh(?:ed)?|cation)[:._-]?(?:date|at|on)?$")
# What stands before a date, in the languages that most of the web is in.
_PUBLISHED = re.compile(
    r"(?:\bpubli(?:shed|cation date|é|cado|cato|cerad)|\bposted|\bcreated|\bdate\b|\bdatum\b|\bfecha\b|\bdata\b|\bveröffentlicht|\berschienen|\bpublikováno|\bopublikowano|опубликовано|发布|發布|发表|發表|日期|时间|時間)",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"(?:\bupdated?|\b(?:last )?(?:modified|edited|reviewed|revised)|\baktualisiert|\bgeändert|\bmis(?:e)? à jour|\bmodifié|\bactualizado|\batualizado|\baggiornat|\bgüncelle|обновлено|最后更新|最後更新|修改)",
    re.IGNORECASE,
)
_SIGN = r"(?:[\"'\\]|&quot;|&#34;){0,4}"
_WRITTEN = re.compile(
    rf"""(?:date_?published|published_?(?:at|date|time|first|on)?|publication_?date|publish_?(?:date|time)|first-?publi(?:shed?|cation)|pub_?(?:date|time)|entry-date[^>]{{0,40}}datetime){_SIGN}\s{{0,3}}(?:[:=]|content=)\s{{0,3}}{_SIGN}((?:19|20)\d\d-\d\d-\d\d[T \d:.+Z-]{{0,30}}|\d\d\.\d\d\.(?:19|20)\d\d[ \d:]{{0,9}})""",
    re.IGNORECASE,
)
_LONGEST_WRITTEN = 6  # characters of a name before its `pub`: first-publication
_MOSTLY_DATE = 40  # letters beside the date; in a line with more of them the date is what it tells of


def published(page: Seen, near: Sequence[int]) -> Field | None:
    """When the page was published: the first possible date, in the order above. Where it is in figures that can be read
    two ways, and a reader is shown the other day, that one; where no date is possible, an impossible one, as it stands."""
    refused: Field | None = None
    for found in _candidates(page, near):
        if not (day := published_at(found.value, None, _LATE)):
            refused = refused or (found if impossible(found.value, _LATE) else None)
            continue
        if other := otherwise(found.value):
            shown = [(text, (published_at(text.value, None, _LATE) or "")[:10]) for text in _shown(page, near)]
            confirming = [text for text, when in shown if when == other and not otherwise(text.value)]
            if confirming and day[:10] not in [when for _, when in shown]:
                return confirming[0]
        return found
    return refused or _by_htmldate(page)


def modified(page: Seen, near: Sequence[int]) -> Field | None:
    """When the page was last changed: by machine, or by a line that says so."""
    for found in (*by_machine("modified", page.meta, page.data), *_changed(page, near)):
        if published_at(found.value, None, _LATE):
            return found
    return None


def zone(page: Seen, near: Sequence[int], moment: Field) -> Field | None:
    """The zone of a page, by a line that shows its `moment` of publication, given in UTC, by the page's own clock."""
    at = published_at(moment.value, None, _LATE) or ""
    for line in _near_lines(page, near):
        if found := zone_between(at, published_at(line, None, _LATE) or ""):
            return Field(f"{found}".removeprefix("UTC"), f"clock of the line: {line}")
    return None


def _candidates(page: Seen, near: Sequence[int]) -> Iterator[Field]:
    yield from by_machine("published", page.meta, page.data)
    for name, value in page.meta.items():
        if _OF_PUBLISHING.search(name):
            yield Field(squeezed(value), f"meta {name}")
    day = _URL_DAY.search(page.url)
    in_address = "-".join(day.groups()) if day else ""
    for found in _shown(page, near):
        if not in_address or (published_at(found.value, None, _LATE) or "").startswith(in_address):
            yield found
    if in_address:
        yield Field(in_address, "url")
    yield from _written_in(page.markup)
    yield from _changed(page, near)


def _shown(page: Seen, near: Sequence[int]) -> Iterator[Field]:
    """Dates that a reader sees: a time element, a line near the headline, a line that is named for its date."""
    for found in [found for found in _times(page)[:6] if not _is_teaser(found)][:3]:
        text = found.get("datetime") or found.get("content") or "".join(found.itertext())
        yield Field(squeezed(text), "time")
    lines = [text for line in _near_lines(page, near) if (text := _before_change(line))]
    wordy = [line for line in lines if sum(c.isalpha() for c in line) > _MOSTLY_DATE and not _PUBLISHED.search(line)]
    yield from (Field(line, "line near the title") for line in lines if line not in wordy)
    yield from _labelled(page)
    yield from (Field(line, "line near the title") for line in wordy)
    for block in page.blocks:
        is_of_time = len(block.text) < 200 and block.near & BIT["time"] and not block.bits & _ELSEWHERE
        if is_of_time and (text := _before_change(squeezed(block.text))):
            yield Field(text, "line of a date")


def _times(page: Seen) -> list[Element]:
    """The elements that are marked as a date, but for empty ones."""
    return [
        found
        for found in page.marked
        if found.get("itemprop") == "datePublished"
        or (found.tag == "time" and ("datetime" in found.attrib or found.text or any(child.tail for child in found)))
    ]


def _near_lines(page: Seen, near: Sequence[int]) -> list[str]:
    lines = (squeezed(page.blocks[number].text) for number in near)
    return [line for line in lines if 4 < len(line) <= 160 and _DIGIT.search(line)]


def _labelled(page: Seen) -> Iterator[Field]:
    """Dates behind a label, in one block or in the next: Published: 8 July 2025."""
    label = ""
    for block in page.blocks:
        if len(block.text) > 80 or block.bits & _ELSEWHERE:
            label = ""
            continue
        text = squeezed(block.text)
        if _DIGIT.search(text):
            if label or ((named := _PUBLISHED.match(text)) and len(text) - named.end() <= _MOSTLY_DATE):
                yield Field(f"{label} {text}".strip(), "labelled date")
            label = ""
        else:
            label = text if len(text) <= 20 and _PUBLISHED.match(text) else ""


def _before_change(line: str) -> str:
    """A line up to where it tells of a change; empty where it does so from the beginning, before any date."""
    found = _MODIFIED.search(line)
    if not found:
        return line
    before = line[: found.start()]
    if _DIGIT.search(before):
        return before
    later = _PUBLISHED.search(line, found.end())
    return line[later.start() :] if later else ""


def _changed(page: Seen, near: Sequence[int]) -> Iterator[Field]:
    """Lines that tell when a page was changed: of its publication only where nothing else does."""
    for line in _near_lines(page, near):
        if found := _MODIFIED.search(line):
            yield Field(line[found.start() :], "line of a change")


def _written_in(markup: str) -> Iterator[Field]:
    """Dates in scripts, broken JSON-LD and attributes of the markup, by the names they go under. All of these names have
    `pub` or `entry-date` in them: to look for that first takes a tenth of the time."""
    lowered = markup.replace("İ", "i").lower()  # the one letter that becomes two in lower case
    end = 0
    for place in sorted([*_places(lowered, "pub"), *_places(lowered, "entry-date")]):
        for start in range(max(end, place - _LONGEST_WRITTEN), place + 1):
            if match := _WRITTEN.match(markup, start):
                yield Field(match[1], "script")
                end = match.end()
                break


def _places(text: str, part: str) -> Iterator[int]:
    """Where a string is in a text."""
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _by_htmldate(page: Seen) -> Field | None:
    """The last resort: what htmldate finds in its fast mode, unless that is when the page was changed. It is given a tree, since
    it fetches what looks like an address, and a latest date, since it has a clock."""
    if not page.markup:
        return None
    from htmldate import find_date  # noqa: PLC0415 - its parser of dates takes a third of a second to load

    tree = html.document_fromstring(page.markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    changed = [published_at(found.value, None, _LATE) or "" for found in by_machine("modified", page.meta, page.data)]
    try:
        day = find_date(tree, extensive_search=False, original_date=True, max_date=f"{_LATE:%Y-%m-%d}")
    except ValueError:  # it moves texts, and lxml takes no control character back that it has itself read
        return None
    return Field(day, "htmldate") if day and not any(moment.startswith(day) for moment in changed) else None


def _is_teaser(element: Element) -> bool:
    """Whether a link is around an element: the time of another article."""
    if "publish" in (names := element.get("class") or "") or "entry-date" in names:
        return False
    return any(above.tag in ("a", "li", "aside", "footer", "nav") for above in element.iterancestors())
