"""Citations, parsed back by public parsers; hostile titles among them."""

import json
import re
from dataclasses import replace

import bibtexparser
import pytest
import rispy

from datasette_config.citing.cite import STYLES, cite
from datasette_config.citing.reference import Reference

PLAIN = Reference(
    id=7, revision=2, title="清淀湖水位上升", url="http://news.example/2024-05/17/c_1.htm", publisher="清淀官网",
    accessed="2026-11-25", sha256="ab" * 32, published="2024-05-17T09:30:00+08:00", source="新华社", author=None, language="zh",
)  # fmt: skip
SEVERAL = replace(PLAIN, author="江晚舟、罗照溪、Jane Doe、阿依努尔·买买提")
HOSTILE = replace(
    PLAIN, title="50% {涨} & \\input{x} #1_$^~\nER  - \nTY  - BOOK }", source="A\nUR  - http://evil.example"
)
REFERENCES = [pytest.param(PLAIN, id="plain"), pytest.param(SEVERAL, id="several"), pytest.param(HOSTILE, id="hostile")]


def flat(text: str) -> str:
    return text.replace("\n", " ")


def test_a_page_of_a_web_site_by_gbt7714() -> None:
    """As the pages in 8.11.3.2 of the edition of 2025: the site for the author, the day of citation in brackets."""
    kept = replace(PLAIN, archived="https://archive.example/archive/articles/7?revision=2", fetched="2026-03-01")
    address = "http://news.example/2024-05/17/c_1.htm"
    assert cite(kept, "gbt") == (
        f"新华社. 清淀湖水位上升[EB/OL]. （2024-05-17）[2026-11-25]. {address}. 存档：{kept.archived}"
        f"（第2版，2026-03-01抓取，SHA-256：{'ab' * 32}）."
    )
    assert cite(kept, "gbt2015") == (
        f"新华社. 清淀湖水位上升[EB/OL]. (2024-05-17)[2026-11-25]. {address}. 存档: {kept.archived}"
        f"(第2版, 2026-03-01抓取, SHA-256: {'ab' * 32})."
    )
    assert cite(replace(PLAIN, source=None, published=None), "gbt").startswith(
        f"清淀官网. 清淀湖水位上升[EB/OL]. [2026-11-25]. {address}. "
    )


def test_an_article_of_a_newspaper_by_gbt7714() -> None:
    """As the article of 人民日报 in B.4 of the edition of 2025, without a day of citation, which that of 2015 has."""
    paper = replace(PLAIN, publisher="清淀日报", author="江晚舟、罗照溪")
    assert "江晚舟，罗照溪. 清淀湖水位上升[N/OL]. 清淀日报，2024-05-17. http://" in cite(paper, "gbt")
    assert "江晚舟, 罗照溪. 清淀湖水位上升[N/OL]. 清淀日报, 2024-05-17[2026-11-25]. http://" in cite(paper, "gbt2015")
    bare = replace(paper, author=None, source="清淀日报", published=None)
    assert cite(bare, "gbt").startswith("清淀湖水位上升[N/OL]. 清淀日报，[日期不详]. http://")


@pytest.mark.parametrize(
    ("publisher", "is_newspaper"),
    [
        ("清淀日报", True), ("清淀晚報", True), ("清淀日报社", True), ("Qingdian Daily", True), ("自由時報", True),
        ("清淀网", False), ("清淀日报网", False), ("清淀公报", False), ("清淀学报", False), ("清淀区人民政府", False),
        ("qingdian.example", False), ("The Post Office", False),
    ],
)  # fmt: skip
def test_the_type_of_document_is_one_in_all_styles(publisher: str, is_newspaper: bool) -> None:
    reference = replace(PLAIN, publisher=publisher)
    found = (
        *("[N/OL]" in cite(reference, style) for style in ("gbt", "gbt2015")),
        cite(reference, "ris").startswith("TY  - NEWS\n"),
        cite(reference, "bib").startswith("@article{"),
        json.loads(cite(reference, "csl"))[0]["type"] == "article-newspaper",
    )
    assert set(found) == {is_newspaper}
    if not is_newspaper:
        assert "[EB/OL]" in cite(reference, "gbt")
        assert cite(reference, "ris").startswith("TY  - ELEC\n")
        assert cite(reference, "bib").startswith("@online{")
        assert json.loads(cite(reference, "csl"))[0]["type"] == "webpage"


@pytest.mark.parametrize("style", STYLES)
def test_an_article_without_an_address_is_cited_as_what_it_is(style: str) -> None:
    kept = "https://archive.example/archive/articles/7?revision=2"
    cited = cite(replace(PLAIN, url="file:old/1.html", imported="2026-03-01", archived=kept), style)
    assert kept in cited.replace("\\", "")
    assert "old/1.html" in cited
    assert "file:" not in cited
    assert set(re.findall(r"https?://[a-z.]+", cited)) == {"https://archive.example"}


def test_an_english_article_is_cited_in_english() -> None:
    english = replace(SEVERAL, language="en", fetched="2026-03-01", imported="2026-03-02", published=None)
    assert "Archived：（revision 2，captured 2026-03-01 by another tool，imported 2026-03-02，SHA-256" in cite(
        english, "gbt"
    )
    assert "Qingdian Times，[n.d.]. http" in cite(replace(english, publisher="Qingdian Times"), "gbt")
    assert ", 清淀官网, n.d., http" in cite(english, "txt")


def test_a_citation_says_when_its_text_was_fetched_and_by_whom() -> None:
    own, other, unknown = (
        replace(PLAIN, fetched=fetched, imported=imported)
        for fetched, imported in (("2026-03-01", None), ("2019-05-17", "2026-03-01"), (None, "2026-03-01"))
    )
    assert "（第2版，2026-03-01抓取，SHA-256" in cite(own, "gbt")
    assert "（第2版，其他工具2019-05-17抓取，2026-03-01导入，SHA-256" in cite(other, "gbt")
    assert "（第2版，2026-03-01导入，SHA-256" in cite(unknown, "gbt")
    for style in ("txt", "bib", "ris", "csl"):
        assert "Revision 2, fetched 2026-03-01, SHA-256" in cite(own, style)
        assert "Revision 2, fetched 2019-05-17 by another tool, imported 2026-03-01, SHA-256" in cite(other, style)
        assert "Revision 2, imported 2026-03-01, SHA-256" in cite(unknown, style)


def test_several_authors_are_several_in_every_style() -> None:
    assert SEVERAL.authors == ["江晚舟", "罗照溪", "Jane Doe", "阿依努尔·买买提"]
    assert cite(SEVERAL, "gbt").startswith("江晚舟，罗照溪，Jane Doe，等. 清淀湖水位上升[EB/OL]")
    assert cite(SEVERAL, "gbt2015").startswith("江晚舟, 罗照溪, Jane Doe, 等. 清淀湖水位上升[EB/OL]")
    assert cite(replace(SEVERAL, language="en"), "gbt2015").startswith("江晚舟, 罗照溪, Jane Doe, et al. ")
    assert "  author = {{江晚舟} and {罗照溪} and {Jane Doe} and {阿依努尔·买买提}}," in cite(SEVERAL, "bib")
    assert "AU  - 江晚舟\nAU  - 罗照溪\nAU  - Jane Doe\nAU  - 阿依努尔·买买提\n" in cite(SEVERAL, "ris")
    assert cite(SEVERAL, "txt").startswith("江晚舟, 罗照溪, Jane Doe, 阿依努尔·买买提, “")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("本报记者 江晚舟 通讯员 罗照溪", ["江晚舟", "罗照溪"]),
        ("清淀日报编辑部", ["清淀日报编辑部"]),
        ("中国共产党清淀县委员会宣传部", ["中国共产党清淀县委员会宣传部"]),
        ("By Jane Doe, Senior Reporter, and John Roe", ["Jane Doe", "John Roe"]),
        (None, ["新华社"]),
    ],
)
def test_names_are_without_titles_and_houses_are_whole(author: str | None, names: list[str]) -> None:
    assert replace(PLAIN, author=author).authors == names


@pytest.mark.parametrize("reference", REFERENCES)
def test_ris_is_read_back(reference: Reference) -> None:
    (entry,) = rispy.loads(cite(reference, "ris"))
    assert entry["type_of_reference"] == "ELEC"
    assert " ".join(entry["title"].split()) == " ".join(reference.title.split())
    assert entry["authors"] == list(map(flat, reference.authors))
    assert entry["secondary_title"] == reference.publisher
    assert entry["urls"] == [reference.url]
    assert entry["access_date"] == "2026/11/25"
    assert reference.sha256 in entry["notes"][0]


@pytest.mark.parametrize("reference", REFERENCES)
def test_bibtex_is_read_back(reference: Reference) -> None:
    library = bibtexparser.parse_string(cite(reference, "bib"))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert (entry.entry_type, entry.key) == ("online", "cundang7r2")
    assert entry["url"] == reference.url
    assert entry["date"] == "2024-05-17"
    assert entry["urldate"] == "2026-11-25"
    assert reference.sha256 in entry["note"]
    plain = entry["title"].strip("{}")
    if reference is not HOSTILE:
        assert plain == reference.title
    else:
        assert "\\input" not in plain  # no command of the page's own reaches LaTeX


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("{涨}{{水}}", r"\{涨\}\{\{水\}\}"),
        ("}涨{", r"{\textbraceright}涨{\textbraceleft}"),
        ("{涨", r"{\textbraceleft}涨"),
    ],
)
def test_titles_stay_as_they_are_in_bibtex(title: str, written: str) -> None:
    body = cite(replace(PLAIN, title=title), "bib")
    assert f"  title = {{{{{written}}}}},\n" in body
    assert body.count("{") == body.count("}")  # BibTeX counts those behind a backslash too


@pytest.mark.parametrize("reference", REFERENCES)
def test_csl_json_is_read_back(reference: Reference) -> None:
    (item,) = json.loads(cite(reference, "csl"))
    assert item["title"] == reference.title
    assert item["issued"] == {"date-parts": [[2024, 5, 17]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 25]]}
    assert item["author"] == [{"literal": name} for name in reference.authors]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_does_without_what_is_unknown(style: str) -> None:
    bare = replace(PLAIN, published=None, source=None, language=None)
    assert "清淀官网" in cite(bare, style)
    assert "None" not in cite(bare, style)
