"""What a page does not show as text: the body in its JSON-LD, a `noscript`, a template; and what its addresses are relative to."""

import json

import pytest

from bench.extractor import extract
from scrapers.lists import read_list
from scrapers.site import Site
from scrapers.sources import Listing
from tests.helpers.pages import SENTENCES, news_page, page

TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
BODY = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(SENTENCES)})
URL = "http://ferry.test/2024/a.html"


@pytest.mark.parametrize(
    "markup",
    [
        f"<noscript>{TEXT}</noscript>",
        f"<main><h1>The second bridge</h1><noscript>{TEXT}</noscript></main>",
        f"<h1>The second bridge</h1><story-text><template shadowrootmode='open'>{TEXT}</template></story-text>",
        f"<h1>The second bridge</h1><textarea>{TEXT}",
        f"<html><head><title>The second bridge</title></head><frameset><noframes><body>{TEXT}</body></noframes></frameset>",
        f"<h1>The second bridge</h1><p>Loading</p><script type='application/ld+json'>{BODY}</script>",
    ],
)
def test_a_page_that_shows_no_text_may_hold_one(markup: str) -> None:
    assert extract(markup.encode(), URL)["text"].split("\n\n") == SENTENCES


def test_what_a_page_holds_beside_its_text_is_no_text() -> None:
    notice = f"<noscript><p>{SENTENCES[0]}</p></noscript>"
    assert extract(news_page(SENTENCES[1:], head=notice).encode(), URL)["text"].split("\n\n") == SENTENCES[1:]


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("", "http://ferry.test/2024/b"), ("<base href='/'>", "http://ferry.test/b"), ("<base target=_top>", "http://ferry.test/2024/b"),
        ("<base href=' http://cdn.test/x/'>", "http://cdn.test/x/b"), ("<base href='http://['>", "http://ferry.test/2024/b"),
    ],
)  # fmt: skip
def test_relative_addresses_are_relative_to_the_base_of_a_page(base: str, address: str) -> None:
    markup = (
        f"{base}<h1>The second bridge</h1><p>{SENTENCES[0]}</p><img src=b.jpg><p>{SENTENCES[1]}</p><a href=b.html>b</a>"
    )
    assert extract(markup.encode(), URL)["images"] == [f"{address}.jpg"]
    site = Site(name="ferry", article=r"b\.html")
    named = read_list(Listing(name="a", url=URL), page(markup.encode(), url=URL), site)
    assert named.articles == (f"{address}.html",)


NOTHING = {"text": "", "title": None, "date": None, "authors": [], "source_name": None, "editor": None, "section": None, "keywords": [], "images": []}  # fmt: skip


@pytest.mark.parametrize("html", [b"", b"\0" * 999, b"\x89PNG\r\n\x1a\n", b"<!-- a -->", b"<?php echo 1 ?>"])
def test_what_is_no_page_gives_the_same_keys(html: bytes) -> None:
    assert extract(html, URL) == NOTHING


@pytest.mark.parametrize("url", ["", "no address", "http://[", "//[", "http://a:99999999/", "\ud800", "javascript:1"])
def test_any_address_will_do(url: str) -> None:
    assert extract(news_page(SENTENCES).encode(), url)["text"].split("\n\n") == SENTENCES


def test_plain_text_keeps_its_paragraphs() -> None:
    told = extract("\n\n".join(["The second bridge", "2024-05-12 10:11", *SENTENCES]).encode(), URL)
    assert told["text"].split("\n\n")[-4:] == SENTENCES
    assert (told["title"], told["date"]) == ("The second bridge", "2024-05-12T10:11:00")


def test_a_control_character_behind_a_script_stops_nothing() -> None:
    """On a page without a date, for which htmldate is asked."""
    markup = news_page(SENTENCES).replace("</h1>", "</h1><div>a<script>1</script>\x01</div>")
    assert extract(markup.encode(), URL)["text"].split("\n\n") == SENTENCES


def test_a_body_in_json_ld_is_text_and_no_markup() -> None:
    for body in ("".join(f"<p>{sentence}</p>" for sentence in SENTENCES), SENTENCES):
        told = json.dumps({"@type": "NewsArticle", "articleBody": body})
        markup = f"<h1>The second bridge</h1><p>Loading</p><script type='application/ld+json'>{told}</script>"
        text = extract(markup.encode(), URL)["text"]
        assert text.split("\n\n") == (SENTENCES if isinstance(body, str) else ["Loading"])


def test_what_is_kept_for_other_readers_and_cannot_be_parsed_costs_no_page() -> None:
    assert extract(b"<h1>The second bridge</h1><p>Loading</p><noscript></table></noscript>", URL)["text"] == "Loading"


def test_of_pages_that_hold_a_page_in_their_body_only_the_first_is_opened() -> None:
    """Else there may be three hundred, one in the other."""
    markup = f"<p>Loading</p><script type='application/ld+json'>{BODY}</script>"
    for _ in range(2):
        told = json.dumps({"@type": "NewsArticle", "articleBody": markup}).replace("</", "<\\/")
        markup = f"<h1>The second bridge</h1><p>Loading</p><script type='application/ld+json'>{told}</script>"
    assert extract(markup.encode(), URL)["text"] == "Loading"
