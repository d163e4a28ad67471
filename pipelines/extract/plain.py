"""Extraction from plain text: an article as a text corpus holds it, its page's header and footer lines around it."""

import re

from cundang.model.article import Field, Found
from cundang.model.errors import RefusedError
from cundang.text.calendars import DAY, NUMERAL_DAY
from cundang.text.fold import fold
from cundang.text.labels import read_labelled
from cundang.text.tracking import parse_tracking_number

_HEADER_LINES = 12  # within which a title and a line with time and source are looked for
_LONGEST_TITLE = 120
_LABEL_ONLY = re.compile(r"(?:来源|作者|时间|字号|阅读正文|正文|首页)\s*:?\s*")


def extract_plain(text: str) -> Found:
    """Extract the article in a plain text. The text stays whole: cleaning moves header and footer lines out, by rule.

    The title is the line before the first line with a date near the top (`2020-01-31 21:09:08 來源: ...`), or else the
    first line. Raises RefusedError where there is no such line or nothing after it.
    """
    if text.lstrip()[:1] in ("{", "["):
        raise RefusedError("extract", "neither HTML nor the text of an article, but data (JSON)")
    text = _strip_layout(text)
    lines = [line for line in text.split("\n") if line]
    fields = _read_header(lines[:_HEADER_LINES])
    if "title" not in fields:
        raise RefusedError("extract", "plain text without a title: no short line above the text")
    if number := parse_tracking_number(fold(lines[-1])):
        fields["tracking_number"] = Field(number.number, "last line")
    return Found(extractor="plain", text=text, fields=fields)


def _strip_layout(text: str) -> str:
    """Take indentation and runs of empty lines out of a text, which are layout."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = (line.strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _read_header(lines: list[str]) -> dict[str, Field]:
    """Read title, time and source from the first lines of a text; no field where there is no title."""
    titles: list[str] = []
    for line in lines:
        folded = fold(line)
        if len(line) <= _LONGEST_TITLE and (DAY.search(folded) or NUMERAL_DAY.search(folded)) and titles:
            fields = {
                "title": Field(titles[-1], "line above the date"),
                "published": Field(line, "first line with a date"),
            }
            if read_labelled("source_name", line):
                fields["source_name"] = Field(line, "first line with a date")
            return fields
        if len(line) > _LONGEST_TITLE or folded.endswith("。"):
            break
        if not _LABEL_ONLY.fullmatch(folded):
            titles.append(line)
    if titles and len(lines) > len(titles):
        return {"title": Field(titles[0], "first line")}
    return {}
