"""Read JSON lines, or one JSON object or list, as news-please, trafilatura, fundus and `archive export` write them."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from pipelines.extract.record import page_from_row

_LARGEST_LINE = 16 << 20  # bytes, as for a page
_LARGEST_LIST = 256 << 20  # bytes of a file that is one list, which has to be read at once


def is_json(head: bytes) -> bool:
    """Whether the beginning of a file is that of JSON objects."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*[\"}]", head) is not None


def read_json_rows(file: Path, imported_at: datetime) -> Iterator[Page | str | RefusedError]:
    """Read the articles of a JSON file one by one; a line that is no JSON object gives a RefusedError."""
    with file.open("rb") as lines:
        first = lines.readline(_LARGEST_LINE + 1)
    if _parse_object(first) is None:
        yield from (_make_page(value, imported_at) for value in _read_list(file))
        return
    with file.open("rb") as lines:
        number = 0
        while line := lines.readline(_LARGEST_LINE + 1):
            number += 1
            if len(line) > _LARGEST_LINE:
                raise RefusedError(
                    "import", f"line {number} is longer than {_LARGEST_LINE >> 20} MiB, which no article is"
                )
            if line.isspace():
                continue
            value = _parse_object(line)
            yield (
                RefusedError("import", f"line {number} is no JSON object")
                if value is None
                else _make_page(value, imported_at)
            )


def _make_page(value: Any, imported_at: datetime) -> Page | RefusedError:
    if not isinstance(value, dict):
        return RefusedError("import", "no JSON object, so no article")
    return page_from_row(value, imported_at)


def _parse_object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _read_list(file: Path) -> list[Any]:
    """Read the objects of a file that is one object or one list."""
    size = file.stat().st_size
    if size > _LARGEST_LIST:
        raise RefusedError("import", f"one JSON value of {size >> 20} MiB; make lines of it, as `jq -c '.[]'` does")
    try:
        value = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise RefusedError("import", f"begins as JSON and is none ({error})") from error
    return value if isinstance(value, list) else [value]
