"""Metadata of pages of no known layout: what is taken, what is not guessed, and what is kept though it cannot be."""

from pathlib import Path

import pytest

from cundang.model.article import Field
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse
from tests.helpers.databases import rows
from tests.helpers.pages import SENTENCES, news_page
from tests.helpers.programs import archive


def fields(head: str = "", above: str = "", url: str = "http://ferry.test/a.html", **kwargs: str) -> dict[str, Field]:
    markup = news_page(SENTENCES, head, above, **kwargs)
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
    named = news_page(SENTENCES, head, title="The second bridge is agreed").replace(
        "<h1>The second bridge is agreed</h1>", "<h1>The Ferry Post</h1>"
    )
    assert (
        read_generic(parse(named), "http://ferry.test/a.html").found.fields["title"].value
        == "The second bridge is agreed"
    )


def test_an_impossible_date_is_null_with_its_reason_and_its_raw_string(tmp_path: Path) -> None:
    markup = news_page(SENTENCES * 3, '<meta name="pubdate" content="2024-02-31 10:00">')
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


def title(head: str = "", shown: str = "<h1>The second bridge is agreed</h1>", named: str = "The second bridge") -> str:
    markup = news_page(SENTENCES, head, title=named).replace(f"<h1>{named}</h1>", shown)
    markup = markup.replace(f"<title>{named} - The Ferry Post</title>", f"<title>{named}</title>")
    return read_generic(parse(markup), "http://ferry.test/a.html").found.fields["title"].value


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ("第二座大桥年内开工-渡口新闻网", "第二座大桥年内开工"),
        ("第二座大桥年内开工--本地--渡口新闻网", "第二座大桥年内开工"),
        ("第二座大桥年内开工-区域频道-渡口新闻网", "第二座大桥年内开工"),
        ("第二座大桥年内开工_本地要闻_城市建设_2014年渡口两座大桥建设专题", "第二座大桥年内开工"),
        ("第二座大桥年内开工<br>", "第二座大桥年内开工"),
        ("올해 두 번째 다리를 짓는다ㅣ나루일보", "올해 두 번째 다리를 짓는다"),
    ],
)
def test_the_names_of_channel_and_site_go_though_no_space_parts_them(named: str, shown: str) -> None:
    assert title("", f"<p>{shown}</p>", named.replace("<", "&lt;")) == shown


def test_a_short_title_that_is_shown_is_the_title_and_one_that_is_not_is_the_name_of_a_channel() -> None:
    assert title("", "<p>渡口</p><p>2019年10月8日 16:27</p>", "渡口_风土人情_专题") == "渡口"
    above = "<p>听听渡口的老人怎么说</p><p>2019年10月8日 16:27</p>"
    assert title("", above, "出国") == "听听渡口的老人怎么说"


def test_a_heading_that_names_the_topic_gives_way_to_the_title_before_it() -> None:
    shown = "<h2>百年渡口 风采依然</h2><p>第二座大桥年内开工</p>"
    assert title("", shown, "第二座大桥年内开工_百年渡口 风采依然_渡口新闻网") == "第二座大桥年内开工"


def test_a_line_that_the_title_begins_with_is_the_headline_though_it_is_no_heading() -> None:
    head = '<meta property="og:title" content="The second bridge makes the town richer | District">'
    shown = "<h4>The second bridge makes the town richer</h4>"
    assert title(head, shown, "x") == "The second bridge makes the town richer"


def test_a_word_in_the_middle_of_the_title_is_the_heading_of_a_part() -> None:
    named = "How the ferry, the bridge, Landing, and all the fishermen of the town came to terms this year"
    assert title("", "<h1>Landing</h1>", named) == named
    assert title("", "<h1>How the ferry</h1>", named) == "How the ferry"  # what it begins with may be its short form


def test_the_eyebrow_before_a_colon_belongs_to_the_title() -> None:
    head = '<meta property="og:title" content="Old landing: town of the ferry">'
    assert title(head, "<div>Old landing</div><h1>: town of the ferry</h1>", "x") == "Old landing: town of the ferry"
