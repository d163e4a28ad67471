"""Tables of data, as lines of cells that keep their columns; told from tables that lay a page out."""

from collections.abc import Callable, Iterator
from itertools import islice

from lxml import etree

Element = etree._Element

_LONGEST_CELL = 400  # characters; a longer one is a column of the page
_MOST_CELLS = 20_000
_WIDEST = 100  # columns; what a `colspan` says beyond is no table
_SECTIONS = ("thead", "tbody", "tfoot", "form")  # `form` stands between table and row in old pages
# What data do not hold: boxes of a page.
_BOXES = ("table", "form", "iframe", "h1", "h2", "ul", "ol", "dl", "input", "select", "textarea")


def is_data_table(table: Element) -> bool:
    """Whether a table has columns of data: two rows and two columns at least, no box of a page and no long text."""
    rows = list(islice(_iterate_rows(table), _MOST_CELLS))
    if len(rows) < 2 or max(len(_list_cells(row)) for row in rows) < 2:
        return False
    if next(table.iterdescendants(*_BOXES), None) is not None:
        return False
    return all(len("".join(cell.itertext()).strip()) <= _LONGEST_CELL for row in rows for cell in _list_cells(row))


def lay_out_table(
    table: Element, read_cell: Callable[[Element], str], is_skipped: Callable[[Element], bool]
) -> list[str]:
    """List the rows of a table as lines with tabs between cells. The caption is the first line.

    A cell that spans several columns or rows stands in the first of them; the others are empty, so that what stands
    below each other on the page stands in one column. `read_cell` gives the text of a cell on one line.
    """
    lines = [read_cell(caption) for caption in table.iterchildren("caption") if not is_skipped(caption)]
    spans: dict[int, int] = {}  # by column, in how many further rows a cell from above stands there
    for row in islice(_iterate_rows(table), _MOST_CELLS):
        if is_skipped(row):
            continue
        cells: list[str] = []
        for cell in _list_cells(row):
            if is_skipped(cell):
                continue
            while spans.get(len(cells), 0):
                spans[len(cells)] -= 1
                cells.append("")
            if len(cells) >= _WIDEST:
                break
            width, height = _read_span(cell, "colspan"), _read_span(cell, "rowspan")
            for column in range(len(cells), len(cells) + width):
                spans[column] = height - 1
            cells += [read_cell(cell), *[""] * (width - 1)]
        for column in range(len(cells), max(spans, default=0) + 1):
            spans[column] = max(0, spans.get(column, 0) - 1)
        lines.append("\t".join(cells).rstrip("\t"))
    return [line for line in lines if line.strip()]


def _iterate_rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from child.iterchildren("tr")


def _list_cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _read_span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), _WIDEST) or 1 if value.isascii() and value.isdigit() and len(value) < 5 else 1
