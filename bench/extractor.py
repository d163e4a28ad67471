"""The generic extractor as a benchmark sees it: bytes in, text as stored and metadata out; no site profile."""

import contextlib
from datetime import UTC, datetime
from typing import Any

from cundang.model.article import Found
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.dates import localize, parse_date
from cundang.text.labels import read_name
from cundang.text.people import join_people
from pipelines.clean import clean
from pipelines.decode import decode
from pipelines.extract import is_html
from pipelines.extract.blocks import read_blocks
from pipelines.extract.boilerplate import block_key, find_recurring
from pipelines.extract.generic import read_generic
from pipelines.extract.json_ld import find_clues, read_metas
from pipelines.extract.plain import extract_plain
from pipelines.extract.tree import parse
from pipelines.extract.worker import is_heavy, run_bounded
from pipelines.normalise import read_makers, split_keywords
from pipelines.repair import repair


def extract(html: bytes, url: str, memory: Boilerplate | None = None) -> dict[str, Any]:
    """The article on a page.

    The same keys for any bytes: a string or None, `text` always a string, and lists of strings; nothing in any of them
    where decoding or parsing refuses the page. Several authors are one string, as the page joins them.
    """
    now = datetime.now(UTC)
    try:
        text = decode(Page(url, now, 200, (), html)).text
        found = run_bounded(_read, text, url, memory) if is_heavy(text) else _read(text, url, memory)
    except RefusedError:
        names = dict.fromkeys(("title", "date", "source_name", "editor", "section"))
        return {"text": "", "authors": [], "keywords": [], "images": [], **names}
    repaired = repair(found.text)
    cleaned = clean(repaired.text, title=found.raw("title"), header=[found.raw("published")])

    date = parse_date(found.raw("published"), None, now)
    if date and found.raw("zone"):
        date = localize(date, found.raw("zone"))

    def name(field: str) -> str | None:
        return (read_name(field, found.raw(field)) if found.raw(field) else None) or cleaned.fields.get(field)

    _, editors = read_makers(found, cleaned, str)
    return {
        "text": cleaned.text or repaired.text,
        "title": found.raw("title") or None,
        "date": date,
        "authors": [author] if (author := name("author")) else [],
        "source_name": name("source_name"),
        "editor": join_people(editors) or None,
        "section": found.raw("section") or None,
        "keywords": list(split_keywords(found.raw("keywords"))),
        "images": [image.url for image in found.images],
    }


def _read(text: str, url: str, memory: Boilerplate | None) -> Found:
    if not is_html(text):
        with contextlib.suppress(RefusedError):
            return extract_plain(text)
    return read_generic(parse(text), url, memory, text).found


def learn(pages: list[tuple[bytes, str]]) -> Boilerplate:
    """What recurs on the pages of one site. Pages of the same headline count as one: an article at two addresses;
    heavy ones teach nothing."""
    articles: dict[str, set[str]] = {}
    for html, url in pages:
        try:
            text = decode(Page(url, datetime.now(UTC), 200, (), html)).text
            tree = parse("" if is_heavy(text) else text)
        except RefusedError:
            continue
        blocks = read_blocks(tree).blocks
        title, _, _ = find_clues(tree, blocks, read_metas(tree), [])
        name = " ".join(blocks[title].text.split()) if title >= 0 else f"{len(articles)}"
        articles.setdefault(name, set()).update(block_key(block.text) for block in blocks)
    return find_recurring(articles.values())


# What a process loads once, when a page first needs it (tables, the model, htmldate, the patterns by which text is
# cleaned), is no page's cost: loaded now.
extract("<p>Ein längerer Absatz ohne Datum, mit Umlauten.</p>".encode() * 9, "")
extract("<h1>渡口的新桥</h1><p>记者 林晓岚</p><p>新桥昨天通车，老人们都来看。</p><p>某处</p>".encode(), "")
