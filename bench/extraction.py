"""Write measurements of extractors as a table into docs/extraction.md: JSON lines of measure.py.

make extraction
python -m bench.extraction ours.jsonl peers.jsonl
"""

import fileinput
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_DOCUMENT = Path(__file__).parents[1] / "docs" / "extraction.md"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"
_COLUMNS = {
    "P": "P",
    "R": "R",
    "F1": "F1",
    "title": "title equal",
    "date_ok": "date right",
    "date_wrong": "date wrong",
    "authors": "authors",
    "x_lxml": "times a parse",
    "worst_s": "worst page, s",
    "empty": "empty",
}


def main() -> None:
    with fileinput.input(encoding="utf-8") as lines:
        results = [json.loads(line) for line in lines if line.strip()]
    text = _DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    _DOCUMENT.write_text(f"{head}{_BEGIN}\n{make_table(results)}\n{_END}{tail}", encoding="utf-8")


def make_table(results: Iterable[dict[str, Any]]) -> str:
    """The results as a Markdown table, a line for each corpus and extractor: corpora by their names, extractors as they
    came; of one that was measured twice the last."""
    last = {(result["corpus"], result["extractor"]): result for result in results}
    lines = [f"| corpus | pages | extractor | {' | '.join(_COLUMNS.values())} |", "|---" * (3 + len(_COLUMNS)) + "|"]
    for result in sorted(last.values(), key=lambda result: str(result["corpus"])):
        name = (
            result["extractor"].rpartition(":")[2].replace("extract", "ours")
            if ":" in result["extractor"]
            else result["extractor"]
        )
        cells = (_format_cell(result.get(column)) for column in _COLUMNS)
        lines.append(f"| {result['corpus']} | {result['n']} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _format_cell(value: float | int | None) -> str:
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


if __name__ == "__main__":
    main()
