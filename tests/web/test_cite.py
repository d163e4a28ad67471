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
HOSTILE = replace(
    PLAIN, title="50% {涨} & \\input{x} #1_$^~\nER  - \nTY  - BOOK }", source="A\nUR  - http://evil.example"
)
REFERENCES = [pytest.param(PLAIN, id="plain"), pytest.param(HOSTILE, id="hostile")]


def flat(text: str) -> str:
    return text.replace("\n", " ")


def test_gbt7714_is_as_the_standard_has_it() -> None:
    assert cite(PLAIN, "gbt") == (
        "新华社. 清淀湖水位上升[EB/OL]. (2024-05-17)[2026-11-25]. http://news.example/2024-05/17/c_1.htm. "
        f"存档第2版, SHA-256: {'ab' * 32}."
    )


@pytest.mark.parametrize("reference", REFERENCES)
def test_ris_is_read_back(reference: Reference) -> None:
    (entry,) = rispy.loads(cite(reference, "ris"))
    assert entry["type_of_reference"] == "NEWS"
    assert " ".join(entry["title"].split()) == " ".join(reference.title.split())
    assert entry["authors"] == [flat(reference.responsible)]
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
    if reference is PLAIN:
        assert plain == reference.title
    else:
        assert "\\input" not in plain  # no command of the page's own reaches LaTeX


@pytest.mark.parametrize("reference", REFERENCES)
def test_csl_json_is_read_back(reference: Reference) -> None:
    (item,) = json.loads(cite(reference, "csl"))
    assert item["title"] == reference.title
    assert item["issued"] == {"date-parts": [[2024, 5, 17]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 25]]}
    assert item["author"] == [{"literal": reference.responsible}]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_does_without_what_is_unknown(style: str) -> None:
    bare = replace(PLAIN, published=None, source=None, language=None)
    assert "清淀官网" in cite(bare, style)
    assert "None" not in cite(bare, style)
