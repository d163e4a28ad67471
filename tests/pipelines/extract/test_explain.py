"""Why the layouts of a site's own module did not read a page, or not all of it: for who mistyped a selector."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cundang.model.profile import Profile
from pipelines.extract.explain import ProfileReading, explain_profiles
from pipelines.extract.worker import is_heavy
from tests.helpers.programs import archive

SENTENCE = "镇上的铁匠铺今年只剩一家，老师傅每天六点生火，炉子旁边挂着三代人的锤子，来打镰刀的人要等上两天。"
PAGE = f"""<html><head><title>铁匠铺的早晨</title></head><body><div class="kopf"><h1 class="ti">铁匠铺的早晨</h1>
<p class="zeit">2026年3月4日 08:15</p><p class="quelle">来源：镇报</p></div><div class="empty"> </div>
<div class="wen"><p>{SENTENCE * 4}</p></div></body></html>"""
URL = "http://town.example/2026/3.html"
RIGHT = Profile(
    name="town-2020", mark="div.wen", title=("h1.ti",), body=("div.wen",), published=("p.zeit",), source_name=("p.quelle",)
)  # fmt: skip


def explain(profile: Profile, url: str = URL, text: str = PAGE) -> ProfileReading:
    (reading,) = explain_profiles(text, url, [profile])
    return reading


def test_of_a_layout_that_reads_all_there_is_nothing_to_say() -> None:
    assert explain(RIGHT) == ProfileReading("town-2020", "", {})


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"mark": "div.wenn"}, "its mark 'div.wenn' is not on the page"),
        (
            {"body": ("div.wenn", "div.empty")},
            "its mark is on the page, but its body is not: "
            "'div.wenn' finds nothing; 'div.empty' finds 1 without any text",
        ),
    ],
)
def test_a_layout_that_does_not_read_the_page(changed: dict[str, str], why: str) -> None:
    assert explain(replace(RIGHT, **changed)) == ProfileReading("town-2020", why)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"title": ("h2.ti",)}, "title", "'h2.ti' finds nothing; left empty"),
        (
            {"published": ("p.quelle", "p.tag")},
            "published",
            "'p.quelle' finds '来源：镇报', which is no value of this field; 'p.tag' finds nothing; left empty",
        ),
        ({"editor": ("p.editor",)}, "editor", "'p.editor' finds nothing; left empty"),
    ],
)
def test_a_selector_that_finds_nothing(changed: dict[str, str], field: str, why: str) -> None:
    reading = explain(replace(RIGHT, **changed))  # type: ignore[arg-type]
    assert (reading.why, reading.fields) == ("", {field: why})


def test_where_a_value_is_from_instead() -> None:
    page = PAGE.replace("</title>", '</title><meta name="PubDate" content="2026-03-05">')
    reading = explain(replace(RIGHT, published=("span.zeit",)), text=page)
    assert reading.fields == {"published": "'span.zeit' finds nothing; taken from 'meta[name=\"PubDate\"]'"}
    assert explain(replace(RIGHT, content_id=("b",), address=r"/(?P<content_id>\d+)\.html")).fields == {}


def test_of_a_path_into_the_state_of_a_script() -> None:
    state = '{"a": {"name": "铁匠铺", "text": "", "at": ""}}'
    page = PAGE.replace("</body>", f"<script>window.DATA = {state};</script></body>")
    told = explain(replace(RIGHT, mark="script:window.DATA a", body=("script:window.DATA a.html",)), text=page)
    assert told.why.endswith("its body is not: 'script:window.DATA a.html' finds nothing")
    assert explain(replace(RIGHT, mark="script:window.DATE"), text=page).why.startswith("its mark 'script:window.DATE'")
    told = explain(replace(RIGHT, published=("script:window.DATA a.at", "script:window.DATA a.name")), text=page)
    assert told.fields["published"] == (
        "'script:window.DATA a.at' finds nothing; "
        "'script:window.DATA a.name' finds '铁匠铺', which is no value of this field; left empty"
    )


def test_a_convention_is_not_tried_on_a_front_page() -> None:
    assert "many sites share" in explain(replace(RIGHT, general=True), "http://town.example/index.html").why
    assert explain(replace(RIGHT, general=True)).why == ""


def test_plain_text_and_heavy_pages() -> None:
    assert explain_profiles("铁匠铺\n\n正文。", URL, [RIGHT]) == []
    heavy = PAGE.replace("</div>\n<div class", f"</div>{'<b></b>' * 60_000}<div class")
    assert is_heavy(heavy)
    assert explain(replace(RIGHT, title=("h2",)), text=heavy).fields == {"title": "'h2' finds nothing; left empty"}


def show(folder: Path, html: str, url: str = "https://www.gov.cn/yaowen/202603/content_7001.htm") -> tuple[dict, str]:  # type: ignore[type-arg]
    (folder / "a.html").write_text(html)
    (folder / "MANIFEST.tsv").write_text(f"path\turl\na.html\t{url}\n")
    return json.loads(archive("show", "--json", folder).stdout), (done := archive("show", folder)).stdout + done.stderr


def test_the_command_says_why_the_own_layouts_gave_nothing(tmp_path: Path) -> None:
    """A page with the mark of a layout of a module that we have, in which the text stands elsewhere."""
    page = PAGE.replace('class="empty"', 'id="UCAP-CONTENT"')
    told, said = show(tmp_path, page)
    assert told["article"]["title"] == "铁匠铺的早晨"
    layouts = {layout["profile"]: layout["why"] for layout in told["layouts"]}
    why = "its mark is on the page, but its body is not: '#UCAP-CONTENT' finds 1 without any text"
    assert layouts["gov-cn-2023"] == why
    assert layouts["gov-cn-2014"] == "its mark 'div.pages_content' is not on the page"
    assert f"layout         gov-cn-2023: {why}\n" in said
    assert show(tmp_path, page, "http://town.example/3.html")[0]["layouts"] == [], "which has no module"


def test_the_command_says_which_selectors_of_the_layout_that_read_it_found_nothing(tmp_path: Path) -> None:
    told, said = show(tmp_path, PAGE.replace('class="wen"', 'id="UCAP-CONTENT"'))
    (read,) = [layout for layout in told["layouts"] if not layout["why"]]
    assert set(read["fields"]) == {"published", "source_name", "editor", "keywords"}
    assert "gov-cn-2023, editor: 'div.editor' finds nothing; left empty\n" in said
    assert "gov-cn-2014" not in said


def test_the_command_says_it_of_a_refused_page_too(tmp_path: Path) -> None:
    told, said = show(tmp_path, '<html><body><div id="UCAP-CONTENT"></div></body></html>')
    assert (told["article"], "no running text" in told["problem"]) == (None, True)
    assert "a.html: gov-cn-2023: its mark is on the page, but its body is not" in said
