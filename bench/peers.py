"""Other extractors with the interface of measure.py: bytes and address in, text and metadata out."""

from datetime import UTC, datetime
from typing import Any


def _decode(html: bytes, url: str) -> str:
    from cundang.model.page import Page
    from pipelines.decode import decode

    return decode(Page(url, datetime.now(UTC), 200, (), html)).text


def newspaper4k(html: bytes, url: str) -> dict[str, Any]:
    """newspaper4k without a given language, and without requests for the sizes of pictures."""
    from newspaper import Article

    article = Article(url or "http://localhost/", fetch_images=False)
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    date = article.publish_date.isoformat() if article.publish_date else None
    return {"text": article.text, "title": article.title, "date": date, "authors": article.authors}


def resiliparse(html: bytes, url: str) -> dict[str, Any]:
    """resiliparse: one walk in C, no metadata but the title."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(bytes_to_str(html, detect_encoding(html)))
    return {"text": extract_plain_text(tree, main_content=True, alt_texts=False, links=False), "title": tree.title}


def readability(html: bytes, url: str) -> dict[str, Any]:
    """readability-lxml, given the text as we decode it: on bytes it raises on some pages."""
    from readability import Document

    document = Document(_decode(html, url), url=url or None)
    return {"text": _text_of(document.summary()), "title": document.short_title()}


def magic_html(html: bytes, url: str) -> dict[str, Any]:
    """magic-html, told that the page is an article."""
    from magic_html import GeneralExtractor

    found = GeneralExtractor().extract(_decode(html, url), base_url=url, html_type="article")
    return {"text": _text_of(found.get("html") or ""), "title": found.get("title")}


def _text_of(markup: str) -> str:
    from lxml.html import fromstring

    return "\n".join(filter(None, map(str.strip, fromstring(markup).itertext()))) if markup.strip() else ""
