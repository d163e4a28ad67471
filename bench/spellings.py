"""What the search makes of spellings: `python -m bench.spellings [../shared]`.

Writes texts anew with invisible signs, radicals, variants or the other script at random places, and asks for pieces of
them in other spellings: recall and precision against the same pieces of the texts as they were. Then, for each spelling
that is joined, how often real text has the word that would be found in error. The texts are those of the stored pages,
or of the demo.
"""

import argparse
import gzip
import random
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import opencc

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.search.fold import INVISIBLE, Fold, make_fold
from cundang.search.query import make_match
from cundang.search.tokenize import tokenize
from cundang.text.variants import AMBIGUOUS, KEPT, RADICALS, VARIANTS
from demo.content import load_stories
from pipelines.decode import decode

LENGTHS = range(1, 9)  # characters of a query
_RUN = re.compile(r"[\u3400-\u9fff]{8,}")
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_FOLD = make_fold()
_SIGNS = "".join(map(chr, INVISIBLE))

Spell = Callable[[str, random.Random], str]


def _replace(pairs: str) -> Spell:
    """Write characters by others of a table, each as often as not."""
    written: dict[str, list[str]] = {}
    for sign, meant in zip(pairs[::2], pairs[1::2], strict=True):
        written.setdefault(_FOLD.fold(meant), []).append(sign)
    return lambda text, rng: "".join(rng.choice(written[c]) if c in written and rng.random() < 0.5 else c for c in text)


def _insert_signs(text: str, rng: random.Random) -> str:
    return "".join(c + rng.choice(_SIGNS) * (rng.random() < 0.3) for c in text)


_to_taiwan = opencc.OpenCC("s2tw").convert
_write_variants = _replace(VARIANTS + AMBIGUOUS)


def _write_otherwise(text: str, rng: random.Random) -> str:
    return _write_variants(_to_taiwan(text) if rng.random() < 0.5 else text, rng)


KINDS: dict[str, Spell] = {
    "invisible signs": _insert_signs,
    "radicals": _replace(RADICALS),
    "variants": _write_variants,
    "scripts and variants": _write_otherwise,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", help="the folder with pages/ and corpora/")
    parser.add_argument("--each", type=int, default=100, help="queries of each length and kind")
    arguments = parser.parse_args()
    texts = read_pages(arguments.shared) if arguments.shared else read_demo()
    print(f"{len(texts)} texts, {sum(map(len, texts))} characters")
    print("kind                  recall  precision  queries")
    for kind, (recall, precision, asked) in measure(texts, arguments.each, random.Random(7)).items():
        print(f"{kind:20}  {recall:.4f}  {precision:9.4f}  {asked:7}")
    print_joins(texts)


def read_demo() -> list[str]:
    return ["".join(part) for story in load_stories(1) for part in story.parts]


def read_pages(shared: Path) -> list[str]:
    """The running Chinese text of stored pages."""
    texts, now = [], datetime.now(UTC)
    for path in sorted([*shared.glob("pages/*/*.html.gz"), *shared.glob("corpora/*/pages/*")]):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        try:
            markup = decode(Page("http://a.example/", now, 200, (), body)).text
        except RefusedError as error:
            print(f"{path}: {error}", file=sys.stderr)
            continue
        text = _MARKUP.sub("\n", markup)
        if len("".join(_RUN.findall(text))) > 200:
            texts.append(text)
    return texts


def measure(texts: Sequence[str], each: int, rng: random.Random) -> dict[str, tuple[float, float, int]]:
    """Recall, precision and number of queries for each of KINDS, over simplified texts."""
    plain = [_FOLD.fold(text) for text in texts]
    runs = [run for text in plain for run in _RUN.findall(text)]
    found = {}
    for kind, spell in KINDS.items():
        with closing(_index([spell(text, rng) for text in plain])) as connection:
            true = got = right = asked = 0
            for length in LENGTHS:
                for _ in range(each):
                    run = rng.choice(runs)
                    start = rng.randint(0, len(run) - length)
                    piece = run[start : start + length]
                    if length == 2 and piece in _FOLDED:
                        continue  # asked for alone, a word that stays is not found in its other spelling
                    truth = {number for number, text in enumerate(plain) if piece in text}
                    hits = _ask(connection, spell(piece, rng))
                    true, got, right = true + len(truth), got + len(hits), right + len(truth & hits)
                    asked += 1
        found[kind] = (right / max(1, true), right / max(1, got), asked)
    return found


_FOLDED = {_FOLD.fold(word) for word in KEPT}


def _index(texts: Sequence[str], fold: Fold = _FOLD) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5(title, body, content='', tokenize='unicode61')")
    entries = ((number, tokenize(text, fold)) for number, text in enumerate(texts))
    connection.executemany("INSERT INTO f(rowid, title, body) VALUES (?, '', ?)", entries)
    return connection


def _ask(connection: sqlite3.Connection, query: str) -> set[int]:
    return {row[0] for row in connection.execute("SELECT rowid FROM f WHERE f MATCH ?", [make_match(query, _FOLD)])}


def print_joins(texts: Sequence[str]) -> None:
    """For each pair of AMBIGUOUS, the words of two characters with the one that the other would be found for, and for
    each word of KEPT how often its other spelling is met.
    """
    pairs = Counter(pair for text in texts for run in _RUN.findall(text) for pair in map(str.__add__, run, run[1:]))
    print("joined  met     both spellings of a pair of characters are met")
    for written, meant in zip(AMBIGUOUS[::2], AMBIGUOUS[1::2], strict=True):
        mine = {pair: times for pair, times in pairs.items() if written in pair}
        count = sum(text.count(written) for text in texts)
        both = [(pair, times, pairs[pair.replace(written, meant)]) for pair, times in mine.items()]
        met = sorted((row for row in both if row[2]), key=lambda row: -row[1])
        words = " ".join(f"{pair} {times}:{other}" for pair, times, other in met[:8])
        print(f"{written} {meant}   {count:6}  {len(met)} of {len(mine)}: {words}")
    print("stays: " + ", ".join(f"{word} {pairs[word]}, {_FOLD.fold(word)} {pairs[_FOLD.fold(word)]}" for word in KEPT))


if __name__ == "__main__":
    main()
