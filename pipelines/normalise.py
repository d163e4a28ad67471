"""Normalise what was found on a page to what is stored: dates, names, keywords, address, language; not the text."""

import hashlib
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from cundang.model.article import Article, Found
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.model.publisher import BEIJING, Publisher, Publishers
from cundang.text.address import canonicalize, host_of, is_web
from cundang.text.calendars import writes_years_of_the_republic
from cundang.text.dates import localize, parse_date
from cundang.text.document_number import read_number
from cundang.text.fold import fold
from cundang.text.labels import read_labelled, read_name
from cundang.text.language import detect_language, detect_script
from cundang.text.people import Person, join_people, list_writers, read_people
from cundang.text.tracking import Tracking, parse_tracking_number
from pipelines.clean import Cleaned
from pipelines.repair import Repaired

# Chinese is written in mainland China, Taiwan, Hong Kong, Macau and Singapore: all at +08:00, but for the summers when
# one of them kept daylight saving (mainland China 1986 to 1991).
_ZONES = {
    "tw": ZoneInfo("Asia/Taipei"),
    "hk": ZoneInfo("Asia/Hong_Kong"),
    "mo": ZoneInfo("Asia/Macau"),
    "sg": ZoneInfo("Asia/Singapore"),
}
_KEYWORD_ENDS = re.compile(r"[,，、;；|\n\t\u3000]+")
_LATIN_WORDS = re.compile(r"[A-Za-z] [A-Za-z]")
_FIRST_SENTENCE = re.compile(r"[^\n]{1,400}?(?:[。！？]|[.!?](?=\s|$)|\n|$)")
_LONGEST_TITLE = 80  # characters, of a title made of the first sentence
_LONGEST_KEYWORD = 40  # characters
_DATELINE = re.compile(r"^[A-Z/ ]{3,40}, [A-Z][a-z]{2,8}\.? \d{1,2} \([A-Z]\w+\) -- ")


def normalise(
    page: Page,
    found: Found,
    repaired: Repaired,
    cleaned: Cleaned,
    publishers: Publishers,
    repair_field: Callable[[str], str],
) -> Article:
    """Make the article that is stored of a page. `repair_field` repairs a string of the page as its text was repaired.

    Raises RefusedError where nothing is left as a text. A page whose layout is known but that has no title is stored
    under its first sentence, in [brackets] as in a catalogue.
    """
    if not cleaned.text.strip():
        raise RefusedError("clean", "no text is left once the page furniture is out")
    tracking = parse_tracking_number(found.raw("tracking_number"))
    publisher = publishers.of_address(page.url)
    if not is_web(page.url) and tracking and (tracked := publishers.of_tracking(tracking)):
        publisher = tracked
    language = detect_language(cleaned.text)
    zone = publisher.zone or (_ZONES.get(host_of(page.url).rpartition(".")[2], BEIJING) if language == "zh" else None)
    of_republic = writes_years_of_the_republic(host_of(page.url), cleaned.text)
    is_given = found.extractor not in ("generic", "plain")

    def read_moment(field: str) -> str | None:
        moment = parse_date(found.raw(field), zone, page.fetched_at, of_republic=of_republic, is_given=is_given)
        is_shown_otherwise = moment and found.raw("zone") and moment.endswith("+00:00")  # by the page's own clock
        return localize(moment, found.raw("zone")) if moment and is_shown_otherwise else moment

    published, modified = read_moment("published"), read_moment("modified")
    if modified and published and modified[:10] < published[:10]:
        modified = None  # of the template, or of another article
    title = repair_field(found.raw("title")) or _make_title(cleaned.text)

    source = repair_field(found.raw("source_name"))
    authors, editors = read_makers(found, cleaned, repair_field, language)

    def read_line(field: str) -> str | None:
        line = repair_field(found.raw(field))
        return line if line and line != title else None  # some systems repeat the headline there

    return Article(
        url=_make_address(page.url, tracking, published, publisher),
        site=publisher.name,
        title=title,
        text=cleaned.text,
        content_id=found.raw("content_id") or (tracking.content_id if tracking else None),
        tracking_number=tracking.number if tracking else None,
        published_at=published,
        published_raw=found.raw("published") or None,
        source_name=(read_name("source_name", source) if source else None) or cleaned.fields.get("source_name"),
        author=join_people(authors) or None,
        editor=join_people(editors) or None,
        section=found.raw("section").strip(" >＞·") or None,
        language=language,
        script=detect_script(f"{title}\n{cleaned.text}") if language == "zh" else None,
        sha256=digest(title, cleaned.text),
        extractor=found.extractor,
        fetched_at=page.fetched_at,
        is_sighting=page.is_sighting,
        found=found.fields,
        document_number=read_number(found.raw("document_number")),
        index_number=read_number(found.raw("index_number")),
        kicker=read_line("kicker"),
        subtitle=read_line("subtitle"),
        modified_at=modified,
        source_url=canonicalize(found.raw("source_url")) or None,
        keywords=split_keywords(repair_field(found.raw("keywords")) or cleaned.fields.get("keywords", "")),
        images=found.images,
        attachments=found.attachments,
        removed=cleaned.removed,
        repairs=repaired.repairs,
        missing_pages=found.next_pages,
        ends=found.ends,
        comparison=found.comparison,
        blocks=found.blocks,
        people=(*(("author", person) for person in authors), *(("editor", person) for person in editors)),
    )


def read_makers(
    found: Found, cleaned: Cleaned, repair_field: Callable[[str], str], language: str | None = None
) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Read the authors and the editors: of the strings that were found, else of the lines that cleaning moved out.

    Where a page names an editor and another one who is responsible (责任编辑), the latter is the editor.
    """

    def read(field: str) -> tuple[Person, ...]:
        raw = repair_field(found.raw(field))
        return read_people((read_name(field, raw) if raw else None) or cleaned.fields.get(field) or "", language)

    editors = read("editor")
    raw = found.raw("editor")
    if read_labelled("editor", raw) and not read_labelled("responsible", raw):
        responsible = (read_labelled("responsible", removal.text) for removal in cleaned.removed)
        editors = read_people(next(filter(None, responsible), "")) or editors
    return list_writers(read("author")), editors


def digest(title: str, text: str) -> str:
    """The SHA-256, in hex, of title, one newline and text, in UTF-8."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()


def _make_title(text: str) -> str:
    """The first sentence of a text, in brackets, cut between words where it is too long for a title."""
    lead = _DATELINE.sub("", text)
    sentence = _FIRST_SENTENCE.match(lead)
    title = sentence[0].strip() if sentence else lead
    if len(title) > _LONGEST_TITLE:
        cut = title[:_LONGEST_TITLE]
        title = f"{cut.rpartition(' ')[0] or cut}…"
    return f"[{title}]"


def _make_address(url: str, tracking: Tracking | None, published: str | None, publisher: Publisher) -> str:
    """The canonical address. A page that came without one gets the one that its tracking number and date make."""
    if not is_web(url) and tracking and tracking.is_article and published and publisher.tracked_address:
        year, month, day = published[:10].split("-")
        return publisher.tracked_address.format(year=year, month=month, day=day, content_id=tracking.content_id)
    return canonicalize(url)


def split_keywords(raw: str) -> tuple[str, ...]:
    """Split the keywords in a string of a page, each once.

    >>> split_keywords("深空探测 探月工程 深空探测")
    ('深空探测', '探月工程')
    """
    raw = read_labelled("keywords", raw) or raw
    # 深空探测 探月工程 航天技术: spaces part words only where nothing else does, and only where words have none
    is_spaced = not _KEYWORD_ENDS.search(raw) and not _LATIN_WORDS.search(raw)
    words = (word.strip() for word in (raw.split() if is_spaced else _KEYWORD_ENDS.split(raw)))
    return tuple(dict.fromkeys(word for word in words if word and len(fold(word)) <= _LONGEST_KEYWORD))
