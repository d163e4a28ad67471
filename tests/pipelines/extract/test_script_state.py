"""The state that scripts of a page carry: read by path, in each form that sites write it, and whatever a page holds."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cundang.model.article import Attachment, Found, Image
from cundang.model.profile import Profile
from pipelines.extract.profiled import extract_profiled
from pipelines.extract.script_state import compile_path, find_state, list_strings
from pipelines.extract.selection import Selection
from pipelines.extract.tree import parse

URL = "https://news.he.example/rain/a/20240305A01"
STATE = {
    "id": 88,
    "article": {
        "title": "石桥镇渡口复航",
        "above": "水位回落之后",
        "below": "首日运送学生三百人次",
        "pubtime": 1709600000000,
        "media": "石桥报",
        "authors": [{"name": "甲记者"}, {"name": "乙记者"}],
        "tags": ["渡口", "学生"],
        "no": "石政办发〔2024〕7号",
        "files": [{"url": "/down/7", "name": "航班表"}, {"url": "http://"}, {"name": "没有地址"}, "/a/图.pdf"],
        "html": '<p>渡口三月五日清晨复航。</p><p><img data-lazyload="/p/1.jpg" src="data:image/png;base64,AA=="></p>'
        '<table><tr><td>早班</td><td>六点</td></tr></table><p>附件：<a href="/f/1.doc">申请表</a></p>',
        "plain": "渡口三月五日清晨复航。\n船票 < 5 元 &amp; 学生免费。\n\n晚班八点。",
        "blocks": [
            {"type": "text", "text": "渡口复航。"},
            {"type": "ad"},
            {"type": "text", "text": "<p>学生免费。</p>"},
        ],
    },
}
AT = "script:window.DATA article."
PROFILE = Profile(
    name="shiqiao", mark=f"{AT}title", title=(f"{AT}title",), body=(f"{AT}html",), published=(f"{AT}pubtime",),
    source_name=(f"{AT}media",), author=(f"{AT}authors[].name | join('、', @)",), keywords=(f"{AT}tags",),
    content_id=("script:window.DATA id",), kicker=(f"{AT}above",), subtitle=(f"{AT}below",),
    document_number=(f"{AT}no",), attachments=(f"{AT}files",),
)  # fmt: skip
JSON = json.dumps(STATE, ensure_ascii=False)
LITERAL = """{ // of the server
    'title': '渡口 \\'复航\\' \\u6668', body: "a\\x3cb", n: -1.5e3, list: [1, undefined, !0, !1, void 0, NaN,], /* { */
    true: {null: 'x//y',},}"""


def page(script: str) -> str:
    return f"<html><head>{script}</head><body><h1>渡口</h1></body></html>"


def extracted(profile: Profile, script: str) -> Found | None:
    return extract_profiled(Selection(parse(page(script)), URL), profile)


def of(script: str, name: str) -> Any:
    return find_state(parse(page(script)), name)


def test_an_article_is_read_from_the_state_of_a_script() -> None:
    found = extracted(PROFILE, f"<script>window.DATA = {JSON};\nwindow.go();</script>")
    assert found is not None
    assert {name: field.value for name, field in found.fields.items()} == {
        "title": "石桥镇渡口复航", "kicker": "水位回落之后", "subtitle": "首日运送学生三百人次", "published": "1709600000000",
        "source_name": "石桥报", "author": "甲记者、乙记者", "keywords": "渡口,学生", "content_id": "88",
        "document_number": "石政办发〔2024〕7号",
    }  # fmt: skip
    assert found.fields["title"].where == f"{AT}title"
    assert found.text == "渡口三月五日清晨复航。\n\n早班\t六点\n\n附件：申请表"
    assert found.images == (Image("https://news.he.example/p/1.jpg"),)
    assert found.attachments == (
        Attachment("https://news.he.example/f/1.doc", "申请表"),
        Attachment("https://news.he.example/down/7", "航班表"),
        Attachment("https://news.he.example/a/%E5%9B%BE.pdf", "图.pdf"),
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("plain", "渡口三月五日清晨复航。\n\n船票 < 5 元 & 学生免费。\n\n晚班八点。"),
        ("blocks[?type=='text'].text", "渡口复航。\n\n学生免费。"),
        ("authors[].name", "甲记者\n\n乙记者"),
    ],
)
def test_a_body_is_plain_text_or_blocks(path: str, text: str) -> None:
    profile = Profile(name="a", mark=PROFILE.mark, title=PROFILE.title, body=(f"{AT}{path}",))
    found = extracted(profile, f"<script>window.DATA={JSON}</script>")
    assert found is not None
    assert found.text == text


def test_a_path_that_finds_nothing_leaves_the_page_to_the_next_profile() -> None:
    script = f"<script>window.DATA={JSON}</script>"
    for other in (
        "script:window.DATA article.heading",
        "script:window.DATA article.files[9]",
        "script:allData article",
    ):
        assert extracted(Profile(name="a", mark=other, title=("h1",), body=(f"{AT}html",)), script) is None
        assert extracted(Profile(name="a", mark=PROFILE.mark, title=("h1",), body=(other,)), script) is None
    found = extracted(Profile(name="a", mark="h1", title=("h1",), body=("#none", f"{AT}html")), script)
    assert found is not None
    assert found.fields["title"].value == "渡口"


@pytest.mark.parametrize(
    ("script", "name"),
    [
        (f'<script id="__NEXT_DATA__" type="application/json">{JSON}</script>', "__NEXT_DATA__"),
        (f'<script id="state" type="application/json"><!-- {JSON} --></script>', "state"),
        (f'<script id="RENDER_DATA" type="application/json">{quote(JSON)}</script>', "RENDER_DATA"),
        (f"<script>var allData = {JSON};var adData = {{}};</script>", "allData"),
        (f"<script>var allData = {JSON};</script>", "window.allData"),
        (f"<script>allData={{}};\nself.allData\n=\n{JSON}\n</script>", "allData"),
        (f"<script>window['__STATE__'] = {JSON}</script>", "__STATE__"),
        (f"<script>Fusion.contentCache={JSON};Fusion.x=1</script>", "Fusion.contentCache"),
        (
            f"<script>myallData = 1; if (allData == 1) allData.a = 2</script><script>allData = {JSON}</script>",
            "allData",
        ),
        (f"<script>window.__S__ = JSON.parse({json.dumps(JSON)});</script>", "window.__S__"),
        (
            "<script>window.__S__ = JSON.parse('{}')</script>".format(JSON.replace("\\", r"\\").replace('"', r"\x22")),
            "__S__",
        ),
        (f'<script>window.__S__ = JSON.parse(decodeURIComponent("{quote(JSON)}"))</script>', "__S__"),
    ],
)
def test_the_forms_in_which_sites_write_a_state(script: str, name: str) -> None:
    assert of(script, name) == STATE


def test_a_literal_of_javascript_is_read_and_never_run() -> None:
    assert of(f"<script>a.b = {LITERAL};</script>", "a.b") == {
        "title": "渡口 '复航' 晨", "body": "a<b", "n": -1500.0, "list": [1, None, True, False, None, None],
        "true": {"null": "x//y"},
    }  # fmt: skip
    assert of("<script>var ct = '1709600000'; var n = \"x\"</script>", "ct") == "1709600000"
    assert of("<script>window.__NUXT__=(function(a){return {a:a}}(1));</script>", "__NUXT__") is None


def test_a_number_is_a_time_only_where_it_can_be_one() -> None:
    profile = Profile(
        name="a", mark=PROFILE.mark, title=PROFILE.title, body=(f"{AT}plain",), published=(f"{AT}pubtime",)
    )
    for value, shown in (
        ("1709600000", "1709600000"),
        ('"1709600000123"', "1709600000123"),
        ("7", None),
        ("true", None),
    ):
        script = f"<script>window.DATA={JSON.replace('1709600000000', value)}</script>"
        found = extracted(profile, script)
        assert found is not None
        assert found.raw("published") == (shown or "")


def test_strings_have_no_halves_of_characters() -> None:
    assert list_strings(["\ud83d\ude00船", "\ud800x", "a\0b", "", 7.0, True, {"a": "b"}, [[["c"]]]]) == [
        "😀船", "�x", "a�b", "7", "c",
    ]  # fmt: skip
    assert list_strings([[[[["too deep"]]]]]) == []


@pytest.mark.parametrize("selector", ["script:", "script: ", "script:window.DATA a[", "script:window.DATA 'a"])
def test_a_path_that_is_none_is_named(selector: str) -> None:
    with pytest.raises(ValueError, match=r"^['\"]script:[^\n]+$"):
        compile_path(selector)


DEEP = 100_000


@pytest.mark.parametrize(
    "value",
    [
        "[" * DEEP,
        '{"a":' * DEEP,
        '"' + r"\"" * DEEP,
        "'" + r"\'" * DEEP,
        "{" + "/*" * DEEP,
        "[" + ", " * DEEP,
        "[" + "a " * DEEP,
        "{a:1," * DEEP,
        "JSON.parse('" + "\\" * DEEP,
        '["' + "x" * 2_000_001 + '"]',
        "{};window.DATA = {" * 20_000,
    ],
)
def test_a_hostile_state_costs_little_and_is_none(value: str) -> None:
    tree = parse(page(f"<script>window.DATA = {value}</script>"))
    begun = time.process_time()
    assert find_state(tree, "window.DATA") in (None, "") or value.startswith(('"', "'"))
    assert time.process_time() - begun < 2


def test_a_body_of_a_hundred_thousand_elements_is_none() -> None:
    state = json.dumps({"title": "a", "body": "<p>" * 100_000}).replace("<", "\\u003c")
    profile = Profile(name="a", mark="script:S title", title=("script:S title",), body=("script:S body",))
    assert extracted(profile, f"<script>S={state}</script>") is None


PIECES = st.sampled_from(
    ["window.DATA", "=", " ", "{", "}", "[", "]", ",", ":", '"', "'", "\\", "a", "/*", "*/", "//", "\n", "1", "!0", "\\u00",
     "JSON.parse(", "undefined", "<!--", "</p>", "\ud83d".encode("utf-8", "replace").decode()]
)  # fmt: skip
SCRIPTS: list[Callable[[str], str]] = [
    lambda text: f"<script>window.DATA = {text}</script>",
    lambda text: f"<script id='window.DATA'>{text}</script>",
]


@given(
    st.lists(PIECES, max_size=30).map("".join),
    st.sampled_from(SCRIPTS),
    st.sampled_from(["", " a", " [].a", " sort(@)"]),
)
def test_no_script_ends_in_an_error(text: str, script: Callable[[str], str], path: str) -> None:
    profile = Profile(name="a", mark="h1", title=(f"script:window.DATA{path}",), body=(f"script:window.DATA{path}", "h1"),
                      published=(f"script:window.DATA{path}",), attachments=(f"script:window.DATA{path}",),
                      next_page=(f"script:window.DATA{path}",))  # fmt: skip
    found = extracted(profile, script(text))
    assert found is not None
    assert found.text


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
                    | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc_", min_size=1), inner), max_leaves=8))  # fmt: skip
def test_what_json_says_is_what_is_read(value: Any) -> None:
    held = {"a": value}
    escaped = json.dumps(held).replace("<", "\\u003c")
    assert of(f"<script>window.DATA = {escaped}; more()</script>", "DATA") == held
    literal = escaped.replace('{"a":', "{a :", 1)[:-1] + ",}"
    assert of(f"<script>window.DATA = {literal}</script>", "DATA") == held
