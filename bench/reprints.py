"""`python -m bench.reprints ../shared`: real reprints, as this archive and two libraries find them.

Which pages of ../shared tell one text is in bench/reprints.toml, found by brute force and read by eye. All pages are
read by the generic extractor; those of lists, and those that came into several collections as one file, are left out.
Printed are, for the pairs of copies: precision and recall, milliseconds and bytes an article, of this archive's
clusters and of datasketch and simhash (bench/peer_copies.py), at the thresholds of their examples and at others.
"""

import argparse
import csv
import gzip
import json
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.bulletins import Bulletin, fill
from bench.extractor import extract
from cundang.text.copies import compare
from cundang.text.letters import Letters, read_letters

_TRUTH = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PEERS = Path(__file__).parents[1] / ".venv-peers/bin/python"
Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Found:
    """What a method found: pairs of places in the list of texts, milliseconds and bytes a text."""

    name: str
    pairs: Pairs
    ms: float
    bytes: float


def list_pages(shared: Path) -> list[tuple[str, str]]:
    """The pages by their path in the folder, each with its address; empty where it is not known."""
    pages = dict[str, tuple[str, str]]()
    named = {name for row in (*_TRUTH["copies"], *_TRUTH["excerpts"], *_TRUTH["apart"]) for name in row}
    with (shared / "pages/MANIFEST.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            name, url = f"pages/{row['path']}", row["url"] if row["url"].startswith("http") else ""
            if row["kind"] == "article" and (name in named or (url or name) not in pages):
                pages[name if name in named else url or name] = name, url
    for gold in sorted(shared.glob("corpora/*/gold.jsonl")):
        for line in filter(None, gold.read_text(encoding="utf-8").split("\n")):
            row = json.loads(line)
            name = f"corpora/{gold.parent.name}/pages/{row['id']}.html.gz"
            pages.setdefault(name if name in named else row["id"], (name, row.get("url", "").strip()))
    return list(pages.values())


def read_texts(shared: Path, pages: Iterable[tuple[str, str]]) -> list[str]:
    """The texts of pages, by two processes."""
    jobs = [(shared / name, url) for name, url in pages]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(_read_text, jobs, chunksize=16))


def _read_text(job: tuple[Path, str]) -> str:
    path, url = job
    return str(extract(gzip.decompress(path.read_bytes()), url)["text"])


def find_by_archive(texts: list[str]) -> Found:
    """What an archive makes of the texts, each of a site of its own."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "archive.db")
        joined = fill(db, (Bulletin(n, "page", f"site{n}", n, text) for n, text in enumerate(texts) if text))
        return Found("this archive", joined.pairs, joined.copies_ms, joined.bytes)


def find_by_peers(texts: list[str], python: Path) -> Iterator[Found]:
    """What the libraries make of them."""
    letters = json.dumps([read_letters(text).joined for text in texts])
    script = Path(__file__).with_name("peer_copies.py")
    done = subprocess.run([python, script], input=letters, stdout=subprocess.PIPE, text=True, check=True)
    for each in json.loads(done.stdout):
        pairs = frozenset((a, b) for a, b in each["pairs"])
        yield Found(each["name"], pairs, 1000 * each["seconds"] / len(texts), each["bytes"])


def print_scores(found: Iterable[Found], true: Pairs) -> None:
    """A line for each method."""
    print(f"{'':16}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}{'ms':>8}{'bytes':>8}")
    for each in found:
        right = len(each.pairs & true)
        precision, recall = right / max(1, len(each.pairs)), right / len(true)
        print(
            f"{each.name:16}{len(each.pairs):7}{right:7}{precision:11.2f}{recall:8.2f}{each.ms:8.2f}{each.bytes:8.0f}"
        )


def judge(letters: dict[str, Letters]) -> Iterator[str]:
    """Pairs of the truth that are not taken for what they are, two texts at a time."""
    rows = [(kind, a, b, "copy") for kind, a, b in _TRUTH["copies"]]
    rows += [("excerpt", a, b, "excerpt") for a, b in _TRUTH["excerpts"]]
    rows += [(kind, a, b, "apart") for kind, a, b in _TRUTH["apart"]]
    for kind, a, b, right in rows:
        found = compare(letters[a], letters[b])
        told = "copy" if found.is_copy else "excerpt" if found.is_excerpt else "apart"
        if told != right or (right == "copy" and found.classify(True) != kind):
            told = f"{kind} told as {told}, {found.classify(True)}"
            yield f"{told}: {a} and {b}, {found.shared} letters of {found.old}, {found.new}"


def main() -> None:
    """Print the scores, the pairs that are wrong, and the pairs of the truth that are judged wrongly by themselves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--peers", type=Path, default=_PEERS, help="the Python that has datasketch and simhash")
    given = parser.parse_args()
    pages = list_pages(given.shared)
    texts = read_texts(given.shared, pages)
    place = {name: number for number, (name, _) in enumerate(pages)}
    true = frozenset((min(place[a], place[b]), max(place[a], place[b])) for _, a, b in _TRUTH["copies"])
    print(f"{len(texts)} pages, {len(true)} pairs of copies")
    archive = find_by_archive(texts)
    peers = [*find_by_peers(texts, given.peers)] if given.peers.exists() else []
    print_scores([archive, *peers], true)
    if not peers:
        print("datasketch and simhash are not installed: make peers")
    for a, b in sorted(archive.pairs ^ true):
        print(f"{'missed' if (a, b) in true else 'false'}: {pages[a][0]} and {pages[b][0]}")
    for line in judge({name: read_letters(texts[number]) for name, number in place.items()}):
        print(line)


if __name__ == "__main__":
    main()
