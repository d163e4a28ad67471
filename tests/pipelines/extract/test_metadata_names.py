"""Who wrote a page of no known layout, and whom it has its article from."""

import pytest

from cundang.model.article import Field
from pipelines.extract.bylines import clean_name
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse
from tests.helpers.pages import CHINESE, SENTENCES, news_page
from tests.pipelines.extract.test_metadata import fields


def author(head: str = "", above: str = "", **kwargs: str) -> str:
    found = fields(head, above, **kwargs).get("author")
    return found.value if found else ""


def chinese(head: str = "", above: str = "", below: str = "", title: str = "延时服务便民") -> dict[str, str]:
    markup = news_page(CHINESE, head, above, below, title).replace(" - The Ferry Post</title>", "</title>")
    found = read_generic(parse(markup), "http://dukou.test/a.html").found
    return {name: field.value for name, field in found.fields.items()}


def machine(name: str) -> str:
    return f'<meta name="author" content="{name}">'


def test_a_byline_goes_before_what_machines_are_told_unless_it_names_nobody_else() -> None:
    assert author(machine("Web Master"), "<p>By Jane Doe</p>") == "Jane Doe"
    assert author(machine("Jane Doe"), "<p>By Jane Doe, Reporter</p>") == "Jane Doe"
    assert author(machine("Jane Doe"), "<p>By Jane DoePublished</p>") == "Jane Doe"
    assert author(machine("Jane Doe"), "<p>Written by Jane Doe, John van der Roe</p>") == "Jane Doe, John van der Roe"
    assert author(machine("Jane Doe, John Roe"), "<p>By Jane Doe and John Roe</p>") == "Jane Doe, John Roe"
    assert author(machine("Jane Doe"), "<h2>Von Burg bis Berg</h2>") == "Jane Doe"
    assert author(machine("Jane Doe"), "<p>By the Numbers</p>") == "Jane Doe"
    assert author(machine("Jane Doe"), "<p>Von der Leyen trifft Macron in Paris.</p>") == "Jane Doe"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Doe, May 12, 2020", "Jane Doe"),
        ("by: Jane Doe, Dec 17, 2025", "Jane Doe"),
        ("ByJane Doe", "Jane Doe"),
        ("Authored by: Dr. Jane Doe", "Dr. Jane Doe"),
        ("Posted by Jane Doe on December 8, 2025", "Jane Doe"),
        ("By Jane Doe ⋅ Senior Analyst ⋅ Updated", "Jane Doe"),
        ("By Jane Doe on Thu, Nov 9", "Jane Doe"),
        ("By Jane Doe in Festivals", "Jane Doe"),
        ("View all posts by Jane Doe", "Jane Doe"),
        ("Text & Fotos: Jane Doe", "Jane Doe"),
        ("Ferry24 Redaktion", "Ferry24 Redaktion"),
        ("Ferry24", ""),
        ("Share", ""),
        ("Veröffentlicht", ""),
        ("Sat", ""),
        ("Do you want to log out?", ""),
        ("关注", ""),
    ],
)
def test_what_a_byline_names(line: str, name: str) -> None:
    assert clean_name(line) == name


def test_the_site_is_known_as_one_by_the_end_of_its_title() -> None:
    named = "A second bridge | FTP"
    head = machine("FTP")
    assert author(head, "<p>von Dr. Jane Doe</p>", title=named) == "Dr. Jane Doe"
    assert author(head, title=named) == "FTP"  # nobody else is named


def test_words_far_above_the_headline_are_no_author_though_a_date_is_beside_them() -> None:
    header = "<main><p>Front Page</p><p>Oct 16, 2024</p><p>Weather</p><p>Search</p><h1>"
    markup = news_page(SENTENCES).replace("<main><h1>", header)
    assert "author" not in read_generic(parse(markup), "http://ferry.test/a.html").found.fields
    assert author("", "<p>Jane Doe</p><p>Oct 16, 2024</p>") == "Jane Doe"


def test_a_name_alone_in_a_line_is_the_author_where_another_line_tells_who_it_is() -> None:
    def below(told: str) -> str:
        return news_page(["A bridge is built, at last, by the town."] * 5, below=f"<p>Jane Doe</p><p>{told}</p>")

    for told, name in (("Jane Doe is a freelance writer in town.", "Jane Doe"), ("Jane Doe is the new ferry.", "")):
        found = read_generic(parse(below(told)), "http://ferry.test/a.html").found.fields.get("author")
        assert (found.value if found else "") == name


def test_a_byline_may_stand_at_the_end_of_the_text() -> None:
    assert author("", "", below="<p>Autorin/Autor Jane Doe</p>") == "Jane Doe"


def test_who_published_a_page_in_chinese_is_its_source_and_no_author() -> None:
    meta = '<meta property="article:author" content="新河日报">'
    found = chinese(meta)
    assert (found.get("author"), found["source_name"]) == (None, "新河日报")
    house = chinese(machine("渡口"), title="延时服务便民_渡口新闻")
    assert "author" not in house
    assert chinese(machine("林晓岚"))["author"] == "林晓岚"


def test_words_on_a_page_in_chinese_beside_its_date_are_no_names() -> None:
    assert "author" not in chinese("", "<p>新河微博 渡口微博</p><p>2019年10月8日 16:27</p>")
    assert "author" not in chinese("", '<p class="author">用微信扫描二维码 分享至好友</p>')
    assert chinese("", "<p>渡口新闻记者 林晓岚</p>")["author"] == "渡口新闻记者 林晓岚"


def test_the_source_may_stand_behind_date_and_clock() -> None:
    assert chinese("", "<p>2019年10月04日 16:22 新河日报</p>")["source_name"] == "新河日报"
    assert "source_name" not in chinese("", "<p>2019年10月04日 16:22 举报</p>")
    assert "source_name" not in chinese("", "<p>2019年10月04日 16:22 林晓岚</p>")


def test_a_label_may_stand_in_a_block_of_its_own_but_not_an_empty_one_of_the_editor() -> None:
    found = chinese("", "", "<div>作者：</div><div>林晓岚</div><div>供稿单位：</div><div>新闻中心</div>")
    assert (found["author"], found["source_name"]) == ("林晓岚", "新闻中心")
    assert "editor" not in chinese("", "", "<div>责任编辑：</div><div>相关链接</div>")


def test_a_line_may_have_more_spaces_than_words() -> None:
    line = f"<p>渡口频道 ( 2012-06-04 09:20:26 ){' ' * 120}稿件来源：{' ' * 120}新河日报</p>"
    assert chinese("", line)["source_name"] == "新河日报"


def test_where_a_field_is_from_is_kept() -> None:
    assert fields(machine("Web Master"), "<p>By Jane Doe</p>")["author"] == Field("Jane Doe", "byline")
