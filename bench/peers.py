"""Other extractors with the interface of measure.py: bytes and address in, text and metadata out."""

from typing import Any


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
