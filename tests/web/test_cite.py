"""Citations, parsed back by public parsers; hostile titles among them."""

import json
from dataclasses import replace

import bibtexparser
import pytest
import rispy

from datasette_config.cite import STYLES, Reference, cite

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


def test_gbt7714_is_as_the_standard_has_it() -> None:
    assert cite(PLAIN, "gbt") == (
        "新华社. 清淀湖水位上升[EB/OL]. (2024-05-17)[2026-11-25]. http://news.example/2024-05/17/c_1.htm. "
        f"存档第2版, SHA-256: {'ab' * 32}."
    )


def test_a_citation_says_when_its_text_was_fetched_and_by_whom() -> None:
    own, other, unknown = (
        replace(PLAIN, fetched=fetched, imported=imported)
        for fetched, imported in (("2026-03-01", None), ("2019-05-17", "2026-03-01"), (None, "2026-03-01"))
    )
    assert "[2026-11-25]. http://news.example/2024-05/17/c_1.htm. 存档第2版, 2026-03-01抓取, SHA-256" in cite(
        own, "gbt"
    )
    assert "存档第2版, 其他工具2019-05-17抓取, 2026-03-01导入, SHA-256" in cite(other, "gbt")
    assert "存档第2版, 2026-03-01导入, SHA-256" in cite(unknown, "gbt")
    for style in ("txt", "bib", "ris", "csl"):
        assert "Revision 2, fetched 2026-03-01, SHA-256" in cite(own, style)
        assert "Revision 2, fetched 2019-05-17 by another tool, imported 2026-03-01, SHA-256" in cite(other, style)
        assert "Revision 2, imported 2026-03-01, SHA-256" in cite(unknown, style)


def test_several_authors_are_several_in_every_style() -> None:
    assert SEVERAL.responsible == ["江晚舟", "罗照溪", "Jane Doe", "阿依努尔·买买提"]
    assert cite(SEVERAL, "gbt").startswith("江晚舟, 罗照溪, Jane Doe, 等. 清淀湖水位上升[EB/OL]")
    assert cite(replace(SEVERAL, language="en"), "gbt").startswith("江晚舟, 罗照溪, Jane Doe, et al. ")
    assert "  author = {{江晚舟} and {罗照溪} and {Jane Doe} and {阿依努尔·买买提}}," in cite(SEVERAL, "bib")
    assert "AU  - 江晚舟\nAU  - 罗照溪\nAU  - Jane Doe\nAU  - 阿依努尔·买买提\n" in cite(SEVERAL, "ris")
    assert cite(SEVERAL, "txt").startswith("江晚舟, 罗照溪, Jane Doe, 阿依努尔·买买提, “")


@pytest.mark.parametrize("reference", REFERENCES)
def test_ris_is_read_back(reference: Reference) -> None:
    (entry,) = rispy.loads(cite(reference, "ris"))
    assert entry["type_of_reference"] == "NEWS"
    assert " ".join(entry["title"].split()) == " ".join(reference.title.split())
    assert entry["authors"] == list(map(flat, reference.responsible))
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


@pytest.mark.parametrize("reference", REFERENCES)
def test_csl_json_is_read_back(reference: Reference) -> None:
    (item,) = json.loads(cite(reference, "csl"))
    assert item["title"] == reference.title
    assert item["issued"] == {"date-parts": [[2024, 5, 17]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 25]]}
    assert item["author"] == [{"literal": name} for name in reference.responsible]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_does_without_what_is_unknown(style: str) -> None:
    bare = replace(PLAIN, published=None, source=None, language=None)
    assert "清淀官网" in cite(bare, style)
    assert "None" not in cite(bare, style)
