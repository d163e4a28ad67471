"""The head of an official document on a page of any layout: 索引号, 发文字号, 发布机构, 成文日期 ... and what stands beside them.

Sites of governments show it above the text, as a table, a list or lines, as the catalogue of public information asks
(政府信息公开目录). Only there is a number that of the page's own document; the text cites the numbers of others.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from cundang.model.article import Field
from cundang.text.document_number import is_document_number, read_number
from cundang.text.fold import fold
from pipelines.extract.blocks import TAGS, Block, read_blocks
from pipelines.extract.tree import Element, to_line

_LABELS = {
    "index_number": ("信息索引号", "索引编号", "索引号"),
    "document_number": (
        "发文字号",
        "公文字号",
        "文件字号",
        "发文文号",
        "公文文号",
        "文件编号",
        "文件号",
        "发文号",
        "文号",
    ),
    # what stands beside them, in the words of many sites
    "of a head": (
        *(
            "发布机构",
            "发文机构",
            "发文机关",
            "发布单位",
            "发文单位",
            "公开机构",
            "公开责任部门",
            "责任部门",
            "制发机关",
        ),
        *("成文日期", "成文时间", "发文日期", "发文时间", "印发日期", "生成日期", "产生日期", "公开日期", "公开时间"),
        *("生效日期", "实施日期", "失效日期", "废止日期", "主题分类", "组配分类", "信息分类", "体裁分类", "主题词"),
        *("公开方式", "公开形式", "公开范围", "公开属性", "公开时限", "服务对象", "有效性", "时效性", "效力状态"),
        *("信息名称", "公文名称", "文件名称", "内容概述", "统一编号", "登记号"),
    ),
    # what stands there too, and above any article
    "of any page": (
        "分类",
        "名称",
        "标题",
        "内容摘要",
        "关键词",
        "来源",
        "作者",
        "发布日期",
        "发布时间",
        "浏览次数",
        "字体",
    ),
}
_NAMES = {label: name for name, labels in _LABELS.items() for label in labels}
_BETWEEN = r"\s{0,12}"  # 索 引 号, and 文　　　号 below it, as wide as the other labels
_ANY = "|".join(_BETWEEN.join(label) for label in sorted(_NAMES, key=len, reverse=True))
# A label begins a line or cell, or stands behind a space or bracket: not 批准文号. Folded.
_LABELLED = re.compile(rf"(?:^|(?<=[\s|;(\[【]))({_ANY})\s{{0,12}}(?:[)\]】]\s{{0,3}}:?|:|$)")
# The last characters of the two labels, to see at little cost that a page has neither.
_MARKUP = re.compile(r"<[^<>]{0,400}>|&[a-zA-Z#0-9]{1,8};|\s+")
_LABEL_END = re.compile(r"(?:索引编?|文|字|文件编?|[发發]文)$")
_WINDOW = 200  # characters of markup in front of 号
_MOST_SIGNS = 2_000  # of 号 that are looked at
_RUNNING = 40  # characters; a line with such a sentence is of the text
_LONGEST_LINE = 400  # characters of a line that has labels
_SENTENCE = re.compile(r"[。;]")
_DAY = re.compile(r"(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?(?:\s[\d:]{4,8})?")
_INDEX = re.compile(r"(?=(?:[^\d]*\d){4})[^\s,。;:]{5,60}")
_PAIRED = (TAGS["dt"], TAGS["dd"])


class _Cell(NamedTuple):
    """A cell of a table, or a line: its text on one line, and the number and tag of its block."""

    text: str
    block: int
    tag: int


def may_have_head(markup: str) -> bool:
    """Whether the markup of a page has 索引号 or 文号 or one of their like. Costs next to nothing."""
    places = (
        place for place in islice(_iterate_signs(markup), _MOST_SIGNS) if _may_end_label(markup[place - 1 : place])
    )
    return any(_LABEL_END.search(_MARKUP.sub("", markup[max(0, place - _WINDOW) : place])) for place in places)


def _may_end_label(before: str) -> bool:
    """Whether the character before 号 may be the last of a label's beginning, or of a tag, blank or entity behind it."""
    return before in "引编文字件>;" or before.isspace()


def _iterate_signs(markup: str) -> Iterator[int]:
    """The places of 号, by `find`: ten times as fast as a pattern."""
    for sign in "号號":
        place = markup.find(sign)
        while place >= 0:
            yield place
            place = markup.find(sign, place + 1)


def read_document_head(tree: Element) -> dict[str, Field]:
    """Read the numbers in the head of a document, each with its label as the place; none where a page shows several
    documents, or none.
    """
    values: dict[str, dict[str, str]] = {"index_number": {}, "document_number": {}}
    labels: set[str] = set()
    for label, value, is_sure in _iterate_labelled(_list_cells(read_blocks(tree).blocks)):
        name = _NAMES[label]
        if name != "of any page":
            labels.add(label)
        if name in values and (number := _read_number(name, value, is_sure)):
            values[name].setdefault(number, label)
    alone = len(labels) == 1
    return {
        name: Field(number, f"labelled {label}")
        for name, found in values.items()
        for number, label in found.items()
        if len(found) == 1 and (not alone or _is_plain(name, number))
    }


def _list_cells(blocks: Sequence[Block]) -> list[_Cell]:
    """List the cells and lines of a page in front of its text."""
    cells = []
    for number, block in enumerate(takewhile(lambda block: block.cells or not _is_running(block.line), blocks)):
        for start, end in pairwise((0, *block.cells, len(block.text))):
            cells += [_Cell(to_line(line), number, block.tag) for line in block.text[start:end].split("\v")]
    return [cell for cell in cells if len(cell.text) <= _LONGEST_LINE]


def _is_running(line: str) -> bool:
    return any(len(sentence) >= _RUNNING for sentence in line.split("。")[:-1])


def _iterate_labelled(cells: Sequence[_Cell]) -> Iterator[tuple[str, str, bool]]:
    """The labels in some cells, each with what follows it, and whether that is surely what belongs to it."""
    nothing = _Cell("", -1, 0)
    for cell, following in pairwise((*cells, nothing)):
        folded = fold(cell.text)
        found = list(_LABELLED.finditer(folded))
        for label, after in pairwise((*found, None)):
            assert label
            value = cell.text[label.end() : after.start() if after else len(cell.text)].strip(" \u3000;；|,，")
            has_colon, is_last = label[0].endswith(":"), after is None
            is_beside = following.block == cell.block or (cell.tag, following.tag) == _PAIRED
            if not value and is_last and (has_colon or is_beside) and not _LABELLED.match(fold(following.text)):
                yield _reduce(label[1]), following.text, is_beside and has_colon
            else:
                yield _reduce(label[1]), value, has_colon


def _reduce(label: str) -> str:
    return "".join(label.split())


def _read_number(name: str, value: str, is_sure: bool) -> str:
    """Read a number; empty where a value is none: a dash, a day, a sentence. One that is sure may have any form."""
    number, folded = read_number(value) or "", fold(value)
    if _SENTENCE.search(folded) or _DAY.fullmatch(folded):
        return ""
    return number if is_sure or _is_plain(name, number) else ""


def _is_plain(name: str, value: str) -> bool:
    """Whether a value has the form of a number."""
    return is_document_number(value) if name == "document_number" else _INDEX.fullmatch(fold(value)) is not None
