"""Metadata of pages of no known layout: what is taken, what is not guessed, and what is kept though it cannot be."""

from pathlib import Path

import pytest

from pipelines.article import Field
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse
from tests.conftest import archive
from tests.copies import rows
from tests.test_extract_generic import SENTENCES, page


def fields(head: str = "", above: str = "", url: str = "http://ferry.test/a.html", **kwargs: str) -> dict[str, Field]:
    markup = page(SENTENCES, head, above, **kwargs)
    return read_generic(parse(markup), url, None, markup).found.fields


def published(head: str, above: str = "") -> str:
    found = fields(head, above).get("published")
    return found.value if found else ""


def test_figures_that_may_be_read_two_ways_are_read_as_the_page_shows_them_in_words() -> None:
    head = '<meta name="pubdate" content="03-09-2026">'
    assert published(head, "<p>Published March 9, 2026</p>") == "Published March 9, 2026"
    assert published(head, "<p>Published 3 September 2026</p>") == "03-09-2026"
    assert published(head) == "03-09-2026"


def test_a_line_that_tells_of_a_change_gives_way_to_any_other_date() -> None:
    assert published("", "<p>Updated 5 May 2024</p><p>Published: 2 May 2024</p>") == "Published: 2 May 2024"
    assert published("", "<p>2 May 2024, updated 5 May 2024</p>").strip(" ,") == "2 May 2024"
    assert published("", "<p>Updated 5 May 2024</p>") == "Updated 5 May 2024"


def test_a_label_may_stand_in_a_line_of_its_own() -> None:
    assert published("", "<h4>Published</h4><p>July 8, 2025</p>") == "July 8, 2025"


@pytest.mark.parametrize("text", ["3天前", "2 hours ago", "vor 58 Minuten", "yesterday"])
def test_a_relative_date_is_not_guessed(text: str) -> None:
    assert published("", f"<p>{text}</p>") == ""


def test_the_last_resort_is_htmldate_but_not_for_what_is_a_change() -> None:
    footer = '<p>正文没有日期。</p><div class="credits"><abbr title="2019-05-03" class="published">…</abbr></div>'
    assert fields(above=footer)["published"] == Field("2019-05-03", "htmldate")
    changed = '<meta property="article:modified_time" content="2019-05-03T08:00:00+08:00">'
    assert "published" not in fields(changed, footer)


def test_the_zone_is_that_of_the_pages_own_clock() -> None:
    head = '<meta property="article:published_time" content="2023-11-09T06:35:29+00:00">'
    found = fields(head, "<p>Posted: Nov 8, 2023 / 10:35 PM PST</p>")
    assert found["published"].value == "2023-11-09T06:35:29+00:00"
    assert (found["zone"].value, found["zone"].where) == (
        "-08:00",
        "clock of the line: Posted: Nov 8, 2023 / 10:35 PM PST",
    )
    assert "zone" not in fields(head, "<p>Posted: Nov 8, 2023</p>")


def test_an_author_may_stand_in_the_line_after_its_label_and_a_label_is_no_author() -> None:
    assert fields(above="<p>Written by</p><p>Jane Doe</p>")["author"].value == "Jane Doe"
    assert "author" not in fields(above="<p>Posted On</p><p>May 3, 2024</p>")


def test_a_title_is_not_escaped_twice_and_not_the_name_of_the_site() -> None:
    head = '<meta property="og:site_name" content="The Ferry Post">'
    assert fields(head, title="Ferry &amp;amp; bridge: a dispute")["title"].value == "Ferry & bridge: a dispute"
    named = page(SENTENCES, head, title="The second bridge is agreed").replace(
        "<h1>The second bridge is agreed</h1>", "<h1>The Ferry Post</h1>"
    )
    assert (
        read_generic(parse(named), "http://ferry.test/a.html").found.fields["title"].value
        == "The second bridge is agreed"
    )


def test_an_impossible_date_is_null_with_its_reason_and_its_raw_string(tmp_path: Path) -> None:
    markup = page(SENTENCES * 3, '<meta name="pubdate" content="2024-02-31 10:00">')
    (tmp_path / "a.html").write_text(markup, encoding="utf-8")
    db = tmp_path / "archive.db"
    archive("import", str(tmp_path / "a.html"), "--db", str(db))
    assert rows(db, "SELECT published_at, published_raw FROM articles") == [(None, "2024-02-31 10:00")]
    assert rows(db, "SELECT json_extract(found, '$.published') FROM revisions") == [
        ('["2024-02-31 10:00","meta pubdate"]',)
    ]
    assert rows(db, "SELECT stage, reason FROM problems") == [
        ("normalise", "no possible date of publication: '2024-02-31 10:00' is not in the calendar")
    ]
