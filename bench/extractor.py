"""The generic extractor as a benchmark sees it: bytes in, text as it would be stored and metadata out; no site profile."""

from datetime import UTC, datetime
from typing import Any

from pipelines.article import Found
from pipelines.clean import clean
from pipelines.dates import localised, published_at
from pipelines.decode import decode
from pipelines.errors import RefusedError
from pipelines.extract.generic import read_generic
from pipelines.extract.memory import Memory, key, recurring
from pipelines.extract.structured import clues, metas
from pipelines.extract.tree import parse
from pipelines.extract.walk import walk
from pipelines.extract.worker import bounded, is_heavy
from pipelines.labels import named
from pipelines.normalise import split_keywords
from pipelines.page import Page
from pipelines.repair import repair


def extract(html: bytes, url: str, memory: Memory | None = None) -> dict[str, Any]:
    """The article on a page; an empty dict where decoding or parsing refuses it."""
    now = datetime.now(UTC)
    try:
        text = decode(Page(url, now, 200, (), html)).text
        found = bounded(_read, text, url, memory) if is_heavy(text) else _read(text, url, memory)
    except RefusedError:
        return {}
    repaired = repair(found.text)
    cleaned = clean(repaired.text, title=found.raw("title"), header=[found.raw("published")])

    date = published_at(found.raw("published"), None, now)
    if date and found.raw("zone"):
        date = localised(date, found.raw("zone"))

    def name(field: str) -> str | None:
        return (named(field, found.raw(field)) if found.raw(field) else None) or cleaned.named.get(field)

    return {
        "text": cleaned.text or repaired.text,
        "title": found.raw("title"),
        "date": date,
        "authors": [author] if (author := name("author")) else [],
        "source_name": name("source_name"),
        "editor": name("editor"),
        "section": found.raw("section") or None,
        "keywords": list(split_keywords(found.raw("keywords"))),
        "images": [image.url for image in found.images],
    }


def _read(text: str, url: str, memory: Memory | None) -> Found:
    return read_generic(parse(text), url, memory, text).found


def learn(pages: list[tuple[bytes, str]]) -> Memory:
    """What recurs on the pages of one site. Pages of the same headline count as one: an article at two addresses."""
    articles: dict[str, set[str]] = {}
    for html, url in pages:
        try:
            tree = parse(decode(Page(url, datetime.now(UTC), 200, (), html)).text)
        except RefusedError:
            continue
        blocks = walk(tree).blocks
        title, _, _ = clues(tree, blocks, metas(tree), [])
        name = " ".join(blocks[title].text.split()) if title >= 0 else f"{len(articles)}"
        articles.setdefault(name, set()).update(key(block.text) for block in blocks)
    return recurring(articles.values())
