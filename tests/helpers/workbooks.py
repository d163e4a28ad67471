"""Read what is in an .xlsx file, as ECMA-376 has it: no program that guesses."""

import re
import zipfile
from pathlib import Path

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_sheet(path: Path, number: int) -> list[list[tuple[str, str]]]:
    """The rows of a sheet: of each cell that is not empty its type (`inlineStr`, `n`) and its text."""
    with zipfile.ZipFile(path) as packed:
        root = etree.fromstring(packed.read(f"xl/worksheets/sheet{number}.xml"))
    return [[_read_cell(cell) for cell in row.iter(f"{_MAIN}c")] for row in root.iter(f"{_MAIN}row")]


def _read_cell(cell: etree._Element) -> tuple[str, str]:
    text = "".join(cell.itertext())
    return cell.get("t", "n"), re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
