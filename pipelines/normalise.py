"""From what a page shows to what is stored: dates, names, keywords, address, language. The text is not touched."""

import hashlib
import re
from collections.abc import Callable

from cundang.model.article import Article, Found
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.model.publisher import BEIJING, Publisher, Publishers
from cundang.text.address import canonicalize, is_web
from cundang.text.dates import localize, parse_date
from cundang.text.fold import fold
from cundang.text.labels import read_labelled, read_name
from cundang.text.language import detect_language, detect_script
from cundang.text.tracking import Tracking, parse_tracking_number
from pipelines.clean import Cleaned
from pipelines.repair import Repaired

# Chinese is written in mainland China, Taiwan, Hong Kong, Macau and Singapore: all at +08:00.
_ZONE_OF_CHINESE = BEIJING
_KEYWORDS = re.compile(r"[,，、;；|\n\t\u3000]+")
_LATIN = re.compile(r"[A-Za-z] [A-Za-z]")
_FIRST_SENTENCE = re.compile(r"[^\n]{1,400}?(?:[。！？]|[.!?](?=\s|$)|\n|$)")
_LONGEST_TITLE = 80  # characters, of a title made of the first sentence
_DATELINE = re.compile(r"^[A-Z/ ]{3,40}, [A-Z][a-z]{2,8}\.? \d{1,2} \([A-Z]\w+\) -- ")


def normalise(
    page: Page, found: Found, repaired: Repaired, cleaned: Cleaned, publishers: Publishers, mend: Callable[[str], str]
) -> Article:
    """What is stored of a page. `mend` repairs a string of the page as its text was repaired.

    Refused where nothing is left as a text. A page whose layout is known but that shows no title is stored under its
    first sentence, in [brackets] as a catalogue has it.
    """
    if not cleaned.text.strip():
        raise RefusedError("clean", "no text is left once the page furniture is out")
    numbered = parse_tracking_number(found.raw("tracking_number"))
    publisher = publishers.of_address(page.url)
    if not is_web(page.url) and numbered and (tracked := publishers.of_tracking(numbered)):
        publisher = tracked
    tongue = detect_language(cleaned.text)
    zone = publisher.zone or (_ZONE_OF_CHINESE if tongue == "zh" else None)
    published = parse_date(found.raw("published"), zone, page.fetched_at)
    if published and found.raw("zone"):  # the page gives the moment in UTC, and shows it by its own clock
        published = localize(published, found.raw("zone"))
    title = _title(mend(found.raw("title")), cleaned.text)

    def name(field: str) -> str | None:
        raw = mend(found.raw(field))
        return (read_name(field, raw) if raw else None) or cleaned.named.get(field)

    return Article(
        url=_address(page.url, numbered, published, publisher),
        site=publisher.name,
        title=title,
        text=cleaned.text,
        content_id=found.raw("content_id") or (numbered.content_id if numbered else None),
        tracking_number=numbered.number if numbered else None,
        published_at=published,
        published_raw=found.raw("published") or None,
        source_name=name("source_name"),
        author=name("author"),
        editor=name("editor"),
        section=found.raw("section").strip(" >＞·") or None,
        language=tongue,
        script=detect_script(f"{title}\n{cleaned.text}") if tongue == "zh" else None,
        sha256=digest(title, cleaned.text),
        extractor=found.extractor,
        fetched_at=page.fetched_at,
        found=found.fields,
        keywords=split_keywords(mend(found.raw("keywords")) or cleaned.named.get("keywords", "")),
        images=found.images,
        removed=cleaned.removed,
        repairs=repaired.repairs,
        missing_pages=found.next_pages,
        ends=found.ends,
        beside=found.beside,
        blocks=found.blocks,
    )


def digest(title: str, text: str) -> str:
    """SHA-256, in hex, of title, one newline and text, in UTF-8."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()


def _title(title: str, text: str) -> str:
    if title:
        return title
    lead = _DATELINE.sub("", text)
    sentence = _FIRST_SENTENCE.match(lead)
    return f"[{_shortened(sentence[0].strip() if sentence else lead)}]"


def _shortened(sentence: str) -> str:
    """A sentence of the length of a title, cut between words where it has spaces."""
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    cut = sentence[:_LONGEST_TITLE]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _address(url: str, numbered: Tracking | None, published: str | None, publisher: Publisher) -> str:
    """The canonical address. A page that came without one gets that which its tracking number and date make."""
    if not is_web(url) and numbered and numbered.is_article and published and publisher.tracked_address:
        year, month, day = published[:10].split("-")
        return publisher.tracked_address.format(year=year, month=month, day=day, content_id=numbered.content_id)
    return canonicalize(url)


def split_keywords(raw: str) -> tuple[str, ...]:
    """The keywords in a string of a page, each once.

    >>> split_keywords("深空探测 探月工程 深空探测")
    ('深空探测', '探月工程')
    """
    raw = read_labelled("keywords", raw) or raw
    # 深空探测 探月工程 航天技术: spaces part words only where nothing else does, and only where words have none
    spaced = not _KEYWORDS.search(raw) and not _LATIN.search(raw)
    words = (word.strip() for word in (raw.split() if spaced else _KEYWORDS.split(raw)))
    return tuple(dict.fromkeys(word for word in words if word and len(fold(word)) <= 40))
