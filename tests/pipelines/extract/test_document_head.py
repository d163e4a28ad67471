"""The head of an official document: its numbers, in the forms that sites of governments show them, and what is none."""

import time

import pytest

from cundang.text.document_number import fold_number, is_document_number, read_number
from pipelines.extract import extract
from pipelines.extract.document_head import may_have_head, read_document_head
from pipelines.extract.tree import parse

TEXT = "".join(
    f"<p>{which}、石桥镇渡口自三月五日起恢复通航，镇渡口管理站负责每日开航前检查船只和救生设备，并在站房前公布当日水位和风力。</p>"
    for which in "一二三四"
)
BOTH = {"index_number": "000014349/2024-00012", "document_number": "石政办发〔2024〕7号"}
NUMBER = {"document_number": "石政办发〔2024〕7号"}
HEADS = {
    "table": "<table><tr><td><b>索 引 号：</b></td><td>000014349/2024-00012</td><td><b>主题分类：</b></td><td>水运</td></tr>"
    "<tr><td><b>发文机关：</b></td><td>石桥镇人民政府</td><td><b>成文日期：</b></td><td>2024年03月01日</td></tr>"
    "<tr><td><b>标　　题：</b></td><td>石桥镇人民政府关于渡口复航的通知</td></tr>"
    "<tr><td><b>发文字号：</b></td><td>石政办发〔2024〕7号</td></tr></table>",
    "in one cell": "<table><tr><td><B>索 引 号:</B> 000014349/2024-00012</td><td><B>分类:</B> 水运</td></tr>"
    "<tr><td><B>文　　号:</B> <span>石政办发〔2024〕7号</span></td><td><B>主 题 词:</B> </td></tr></table>",
    "entities": "<table><tr><td>索&nbsp;引&nbsp;号：</td><td>000014349/2024-00012</td></tr>"
    "<tr><td>文&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;号：</td><td>石政办发〔2024〕7号</td></tr></table>",
    "paragraphs in cells": "<table><tr><td><p>索引号</p></td><td><p>-</p></td><td><p>发文字号：</p></td>"
    "<td><p>石政办发〔2024〕7号</p></td></tr></table>",
    "list": "<ul><li><strong>索引号：</strong>000014349/2024-00012</li><li><strong>发布机构：</strong>石桥镇</li>"
    "<li><strong>文&emsp;号：</strong>石政办发〔2024〕7号</li><li><strong>有效性：</strong>有效</li></ul>",
    "definitions": "<dl><dt>索引号</dt><dd>000014349/2024-00012</dd><dt>发文字号</dt><dd>石政办发〔2024〕7号</dd></dl>",
    "boxes": "<div class=a><div>索引号：</div><div>000014349/2024-00012</div></div>"
    "<div class=a><div>文号：</div><div>石政办发〔2024〕7号</div></div>",
    "one line": "<p>索引号：000014349/2024-00012　发布机构：石桥镇　发文字号：石政办发〔2024〕7号　公开日期：2024-03-05</p>",
    "broken lines": "<div>【索 引 号】000014349/2024-00012<br>【文　　号】石政办发〔2024〕7号<br>【公开日期】2024-03-05</div>",
    "traditional": "<p>索引號：000014349/2024-00012</p><p>發文字號：石政办发〔2024〕7号</p>",
    "no signs": "<table><tr><th>索引号</th><td>000014349/2024-00012</td><th>文号</th><td>石政办发〔2024〕7号</td></tr></table>",
}  # fmt: skip


def numbers(above: str, text: str = TEXT, below: str = "") -> dict[str, str]:
    markup = (
        "<html><head><title>石桥镇人民政府关于渡口复航的通知</title></head><body><div class=nav><a href=/>首页</a></div>"
        f"<div class=main>{above}<h1>石桥镇人民政府关于渡口复航的通知</h1><p>2024-03-05 来源：石桥镇</p>"
        f"<div class=wz>{text}</div>{below}</div><div class=foot>石桥镇主办 备案号：某ICP备12345678号</div></body></html>"
    )
    fields = extract(markup, "http://sq.he.example/art/2024/3/5/art_1_2.html").fields
    return {name: fields[name].value for name in BOTH if name in fields}


@pytest.mark.parametrize("form", HEADS)
def test_the_head_of_a_document_is_read_in_each_form(form: str) -> None:
    assert numbers(HEADS[form]) == (NUMBER if form == "paragraphs in cells" else BOTH)
    assert numbers("") == {}


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("冀政办字[2024]12 号", "冀政办字[2024]12 号"),
        ("石政规（2024）第3号", "石政规（2024）第3号"),
        ("石桥镇人民政府令第3号", "石桥镇人民政府令第3号"),
        ("2024年第5号", "2024年第5号"),
        ("府交字第1130000123號", "府交字第1130000123號"),
        ("石教函2024-33", "石教函2024-33"),
        ("无", None), ("", None), ("-", None), ("／", None), ("2024-03-05", None), ("石桥镇", None),
        ("信息制发过程中由制发机构赋予信息的顺序号，共3位。", None),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_the_page_writes_it(shown: str, number: str | None) -> None:
    head = f"<table><tr><td>索引号：</td><td></td><td>文号：</td><td>{shown}</td></tr><tr><td>成文日期：</td><td>2024-03-05</td></tr></table>"
    assert numbers(head) == ({"document_number": number} if number else {})


CITED = "<p>依据文件</p><p>文号：石政办发〔2019〕1号</p>"


@pytest.mark.parametrize(
    "page",
    [
        ("", TEXT + "<p>发文字号：石政办发〔2019〕1号</p><p>索引号：000014349/2019-00012</p>"),  # behind the text begins
        ("", "<p>石桥镇根据《水路管理办法》（石政办发〔2019〕1号）恢复渡口，文号：石政办发〔2019〕2号。</p>" + TEXT),
        ("", f"{TEXT}<table><tr><td>序号</td><td>名称</td><td>文号</td></tr><tr><td>1</td><td>办法</td><td>石政〔2019〕1号</td></tr></table>"),
        ("<table><tr><td>名称</td><td>文号</td></tr><tr><td>2024</td><td>石政〔2019〕1号</td></tr></table>", TEXT),
        ("<ul><li>文号：石政〔2019〕1号 名称：甲</li><li>文号：石政〔2019〕2号 名称：乙</li></ul>", TEXT),  # a list of documents
        ("<p>批准文号：石药准字H20240001</p><p>图书文号：12345</p>", TEXT),
        ("<p>文号：12345</p>", TEXT),  # alone, and of no such form
        ("<p>文号：</p><h2>2024年渡口复航工作要点</h2>", TEXT),
        ("<table><tr><td>文号：</td><td></td><td>成文日期：</td><td>2024-03-05</td></tr></table>", TEXT),
    ],
)  # fmt: skip
def test_what_is_no_number_of_the_document(page: tuple[str, str]) -> None:
    assert numbers(*page) == {}


def test_a_document_that_cites_others_has_its_own_number() -> None:
    assert numbers(HEADS["table"], TEXT + CITED) == BOTH
    assert numbers("<p>文号：石政办发〔2024〕7号</p>", TEXT + CITED) == NUMBER


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("国发〔2026〕3号", "国发〔2026〕3号"), ("國發［2026］3號", "国发〔2026〕3号"), ("国发【2026】 3 号", "国发〔2026〕3号"),
        ("国发﹝2026﹞３号", "国发〔2026〕3号"), ("国发（2026）3号", "国发〔2026〕3号"), ("Ab(2026)3", "ab〔2026〕3"),
    ],
)  # fmt: skip
def test_one_form_to_compare_numbers_by(text: str, folded: str) -> None:
    assert fold_number(text) == folded


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("国发〔2026〕3号", "国发〔2026〕3号"), ("发文字号： 国发〔2026〕3号 ", "国发〔2026〕3号"), ("国务院令第七号", "国务院令第七号"),
        ("索 引 号:000014349/2026-00012", "000014349/2026-00012"), ("无", None), ("文号：", None), ("", None),
        ("2" * 81, None),
    ],
)  # fmt: skip
def test_a_number_is_read_without_its_label(raw: str, number: str | None) -> None:
    assert read_number(raw) == number


def test_the_form_of_a_number() -> None:
    for text in (
        "国发〔2026〕3号",
        "沪府办规〔2024〕12号",
        "财建(2024)5-1号",
        "国务院令第七百号",
        "府教字第1120012345号",
    ):
        assert is_document_number(text), text
    for text in (
        "2024年工作要点",
        "第3章",
        "2024-03-05",
        "关于印发石政〔2019〕1号的通知",
        "石桥镇",
        "〔2024〕",
        "a" * 5000,
    ):
        assert not is_document_number(text), text


@pytest.mark.parametrize(
    "piece", ["文号：", "号", "<p>文号</p>", "<td>文号：", "索 引 号", "文 <", "&nbsp;号", "一" * 7, "。文号"]
)
def test_a_hostile_page_costs_little(piece: str) -> None:
    markup = f"<html><body><p>文号：</p>{piece * (200_000 // len(piece))}</body></html>"
    tree = parse(markup)
    begun = time.process_time()
    assert may_have_head(markup)
    assert read_document_head(tree) == {}
    assert time.process_time() - begun < 2
