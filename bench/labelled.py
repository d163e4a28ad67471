"""Pages of ../shared/pages as they are labelled by reading them, and what the archive would store of them.

python -m bench.labelled ../shared [FIELD]    with a field, each page where what is found is not the label
python -m bench.labelled --digests FILE       print the labels in FILE, written out in words, as lines of digests

The labels are in bench/labelled.jsonl, a page a line, written by reading the pages before anything was run on them. The
pages are other people's, and no word of theirs is kept here: what a page says is there as a digest (`digest`). Each
field has a list of what is right, mostly of one; null is for a page that shows none. A field that is missing is not
counted. `first` and `last` are the digest and the length of the first and the last characters of the article's text;
`furniture` of strings that must not be in it.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.model.publisher import Publishers
from exchange.importer import read_file
from pipelines.line import Reader
from scrapers.sites import publishers

LABELS = Path(__file__).with_suffix(".jsonl")
NAMES = ("author", "editor")  # of several people, whose order and separators do not matter
DIGESTED = ("title", "source", *NAMES)
PARTS = ("first", "last", "furniture")
FIELDS = ("title", "day", "minute", "source", "author", "editor", *PARTS)
VERDICTS = ("right", "wrong", "missing", "invented")  # invented: of which the page shows nothing
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_BETWEEN_NAMES = re.compile(r"[、，,;；/／|&＆]|\s+and\s+|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def normalise(text: str) -> str:
    """A string without white space and what cannot be seen, its characters in their compatible form."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def digest(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a normalised string.

    >>> digest("苇海 路") == digest("苇海路")
    True
    """
    return _hash(normalise(text))


def _hash(normalised: str) -> str:
    return hashlib.sha256(normalised.encode()).hexdigest()[:16]


def digest_names(text: str) -> str:
    """The same of the names in a string, whatever their order and what is between them.

    >>> digest_names("王甲、李乙") == digest_names("李乙 王甲")
    True
    """
    return digest("、".join(sorted(filter(None, map(normalise, _BETWEEN_NAMES.split(text))))))


def digest_labels(labels: dict[str, Any]) -> dict[str, Any]:
    """Labels that are written out in words, as they are kept here."""
    kept: dict[str, Any] = {"path": labels["path"]}
    for name in FIELDS:
        values = labels[name] if isinstance(labels[name], list) else [labels[name]]
        if "?" in values:
            continue
        if name in PARTS:
            kept[name] = [[digest(value), len(normalise(value))] for value in values]
        elif name in DIGESTED:
            kept[name] = [value and _digest_of(name)(value) for value in values]
        else:
            kept[name] = values
    return kept


def _digest_of(name: str) -> Callable[[str], str]:
    return digest_names if name in NAMES else digest


@dataclass(frozen=True, slots=True)
class Judged:
    """A field of a page: one of VERDICTS, and what was found, with what is right."""

    field: str
    verdict: str
    found: str


def judge(labels: dict[str, Any], article: Article | RefusedError) -> Iterator[Judged]:
    """Hold what is found on a page against its labels."""
    if isinstance(article, RefusedError):
        for name in FIELDS[: -len(PARTS)]:
            if name in labels:
                yield Judged(name, "right" if None in labels[name] else "missing", f"refused: {article.reason}")
        yield from (Judged(name, "wrong", "refused") for name in PARTS if name in labels)
        return
    time, text = article.published_at or "", normalise(article.text)
    values = {
        "title": article.title,
        "day": time[:10],
        "minute": time[11:16],
        "source": article.source_name or "",
        "author": article.author or "",
        "editor": article.editor or "",
    }
    for name, found in values.items():
        if name in labels:
            yield Judged(name, _judge_value(name, labels[name], found), found or "-")
    for name in PARTS:
        if name in labels:
            where = _find_part(name, labels[name], text)
            is_right = (where < 0) if name == "furniture" else (where >= 0)
            shown = {"first": text[:30], "last": text[-30:], "furniture": text[max(where, 0) :][:30]}[name]
            yield Judged(name, "right" if is_right else "wrong", shown)


def _judge_value(name: str, expected: list[str | None], found: str) -> str:
    if not found:
        return "right" if None in expected else "missing"
    if (_digest_of(name)(found) if name in DIGESTED else found) in expected:
        return "right"
    return "invented" if expected == [None] else "wrong"


def _find_part(name: str, parts: list[tuple[str, int]], text: str) -> int:
    """Where in a normalised text one of some parts stands: at its beginning, its end, or anywhere; -1 nowhere."""
    for part, length in parts:
        ends = {"first": [0], "last": [len(text) - length]}.get(name, range(len(text) - length + 1))
        for start in ends:
            if start >= 0 and _hash(text[start : start + length]) == part:
                return start
    return -1


def read_labels() -> list[dict[str, Any]]:
    """The labels of all pages."""
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def forget_layouts(known: Publishers) -> Publishers:
    """The same publishers, with no layout of any."""
    return Publishers(tuple(replace(publisher, profiles=()) for publisher in known.known))


def measure(shared: Path, known: Publishers) -> Iterator[tuple[str, Judged]]:
    """Read each labelled page as it would be stored, and judge each field; with the path of the page."""
    pages, now, reader = shared / "pages", datetime.now(UTC), Reader(known, sample=0)
    for labels in read_labels():
        page = read_file(pages / labels["path"], pages, now)
        for judged in judge(labels, reader.try_read([page])):
            yield labels["path"], judged


def count(judged: Iterator[tuple[str, Judged]]) -> dict[str, Counter[str]]:
    """How often each field has each verdict."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    for _, each in judged:
        counts[each.field][each.verdict] += 1
    return counts


def main() -> None:
    if sys.argv[1] == "--digests":
        for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
            print(json.dumps(digest_labels(json.loads(line))))
        return
    shared, wanted = Path(sys.argv[1]), sys.argv[2:]
    known = publishers()
    print("| reading | field | " + " | ".join(VERDICTS) + " | share |\n|---|---|" + "---|" * len(VERDICTS) + "---|")
    for reading, of_reading in ("line", known), ("generic", forget_layouts(known)):
        results = list(measure(shared, of_reading))
        for name, counts in count(iter(results)).items():
            share = counts["right"] / max(1, counts.total())
            print(f"| {reading} | {name} | " + " | ".join(str(counts[each]) for each in VERDICTS) + f" | {share:.3f} |")
        for path, each in results:
            if each.field in wanted and each.verdict != "right":
                print(f"{reading} {each.verdict} {path}: {each.found}")


if __name__ == "__main__":
    main()
