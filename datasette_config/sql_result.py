"""The rows of a query as a page shows them: long values cut, and links to the articles that they are of."""

import json
import math
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cundang.text.address import is_web
from datasette_config.reading import select_rows

SHOWN = 100  # rows of a page, before a reader asks for all
_CUT = 200  # characters of a value that are shown at once
_LONGEST = 5_000  # characters of a value that unfold
_MOST = 300_000  # characters that unfold on one page
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]{5,15}([+-]\d\d:\d\d|Z)?)?", re.ASCII)


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters at its beginning."""
    return bool(_HAN.search(text[:_CUT]))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown: its beginning, what unfolds (empty: nothing), how many more characters (bytes) it has.

    `kind`: text, time, url, number, bytes or null. `article`: the number of an article to link to, `beside`: to link to
    as well; `href`: an address of the web.
    """

    text: str
    kind: str = "text"
    rest: str = ""
    more: int = 0
    is_chinese: bool = False
    article: int | None = None
    beside: int | None = None
    href: str = ""


def name_columns(names: Sequence[str]) -> list[str]:
    """Names for the columns of a file, each once.

    >>> name_columns(["id", "title", "id"])
    ['id', 'title', 'id_2']
    """
    named: list[str] = []
    for name in names:
        unique, number = name, 1
        while unique in named:
            number += 1
            unique = f"{name}_{number}"
        named.append(unique)
    return named


def make_cells(columns: Sequence[str], rows: Sequence[Sequence[Any]], links: "Links") -> list[list[Cell]]:
    """Make the cells of rows."""
    left = _MOST
    made = []
    for row in rows:
        cells = []
        for column, value in zip(columns, row, strict=True):
            cell = _make_cell(value, left, *links.find(columns, row, column, value))
            left -= len(cell.rest)
            cells.append(cell)
        made.append(cells)
    return made


def _make_cell(value: Any, left: int, article: int | None, beside: int | None) -> Cell:
    if value is None:
        return Cell("", "null")
    if isinstance(value, bytes):
        return Cell(value[:16].hex(" "), "bytes", more=len(value))
    if isinstance(value, int | float):
        is_plain = isinstance(value, int) or not math.isfinite(value) or abs(value) >= 1e15
        return Cell(str(value) if is_plain else f"{value:.10g}", "number", article=article)
    text = str(value)
    href = text if len(text) <= _CUT and is_web(text) else ""
    kept = min(_LONGEST, left) if len(text) > _CUT else 0
    return Cell(
        text[:_CUT],
        "url" if href else "time" if _TIME.fullmatch(text[:40]) else "text",
        rest=text[_CUT:kept],
        more=max(0, len(text) - max(_CUT, kept)),
        is_chinese=is_chinese(text),
        article=article,
        beside=beside,
        href=href,
    )


@dataclass(frozen=True, slots=True)
class Links:
    """What the archive knows of the values of a result: the titles of articles by their numbers, numbers by address."""

    titles: dict[int, str]
    numbers: dict[str, int]

    def find(
        self, columns: Sequence[str], row: Sequence[Any], column: str, value: Any
    ) -> tuple[int | None, int | None]:
        """The article that a value is of, and the one that a link beside it leads to.

        A column `id` is one of articles where the title in the same row is that article's.
        """
        named = dict(zip(columns, row, strict=True))
        if column in ("article_id", "other_id") and value in self.titles:
            return value, None
        number = named.get("id", named.get("article_id"))
        is_article = isinstance(number, int) and self.titles.get(number, 0) == named.get("title")
        if column in ("id", "title") and is_article:
            return number, None
        if isinstance(value, str) and column == "url":
            return None, self.numbers.get(value)
        return None, None


def find_links(connection: sqlite3.Connection, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Links:
    """Look up the articles that rows name by number (`id`, `article_id`, `other_id`) or by address (`url`)."""
    numbers, urls = set(), set()
    for place, column in enumerate(columns):
        if column in ("id", "article_id", "other_id"):
            numbers |= {row[place] for row in rows if isinstance(row[place], int)}
        elif column == "url":
            urls |= {row[place] for row in rows if isinstance(row[place], str) and len(row[place]) < 2_000}
    titles = "SELECT id, title FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    known = "SELECT id, url FROM articles WHERE url IN (SELECT value FROM json_each(?))"
    by_number = select_rows(connection, titles, json.dumps(sorted(numbers))) if numbers else []
    by_url = select_rows(connection, known, json.dumps(sorted(urls))) if urls else []
    return Links({row["id"]: row["title"] for row in by_number}, {row["url"]: row["id"] for row in by_url})
