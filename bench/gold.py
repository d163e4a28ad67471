"""Pages whose text is known: of the gold corpora, of sites with a profile, whose reading stands for the gold, and pages
of our own making."""

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np

from bench.labels import UNKNOWN, find_labels, label_by_lines
from bench.made_pages import make_pages
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.model.publisher import Publishers
from pipelines.clean import clean
from pipelines.decode import decode
from pipelines.extract.blocks import PageBlocks, read_blocks
from pipelines.extract.json_ld import find_clues, read_json_ld, read_metas
from pipelines.extract.profiled import extract_profiled
from pipelines.extract.selection import Selection
from pipelines.extract.text_stats import count_words
from pipelines.extract.tree import parse
from pipelines.repair import repair
from scrapers.sites import publishers

CORPORA = ("zyte", "fundus_tests", "wcxb_dev", "magic_zh", "magic_nonzh", "trafilatura")
SITES = "sites"  # the name of the corpus of the pages with a profile
MADE = "made"  # and of those of our own making


class Example(NamedTuple):
    """A page: its corpus, gold, host and blocks, what its metadata tell of the blocks, the words and label of each."""

    corpus: str
    gold: dict[str, Any]
    host: str
    walked: PageBlocks
    clues: tuple[int, str, str]
    words: Any
    labels: Any


def examples(corpus: Path) -> Iterator[Example]:
    """The pages of a corpus whose text, or segments of it, is known."""
    for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        gold = json.loads(line)
        body = gzip.decompress((corpus / "pages" / f"{gold['id']}.html.gz").read_bytes())
        page = Page(gold.get("url", ""), datetime.now(UTC), 200, (), body)
        if gold.get("text") or gold.get("must"):
            yield from _example(corpus.name, gold, host(gold["url"]), page)


def of_sites(folder: Path) -> Iterator[Example]:
    """The articles in a folder that a profile answers for. What cleaning moved out of their text is UNKNOWN."""
    known = publishers()
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest, delimiter="\t") if row["kind"] == "article"]
    for row in rows:
        body = (folder / row["path"]).read_bytes()
        body = gzip.decompress(body) if row["path"].endswith(".gz") else body
        site = row["path"].partition("/")[0]
        url = row["url"] if row["url"].startswith("http") else f"http://{site}.invalid/a/1.html"
        page = Page(url, datetime.now(UTC), 200, (), body)
        text, moved = _by_profile(page, known)
        for example in _example(SITES, {"text": text, "url": url}, host(url), page) if text else ():
            unsaid = np.array([block.line in moved for block in example.walked.blocks]) & (example.labels == 0)
            yield example._replace(labels=np.where(unsaid, np.float32(UNKNOWN), example.labels))


def of_our_making() -> Iterator[Example]:
    """The pages of `made_pages.py`. Their sentences are alike, so that a block is the article's only where it is whole
    in its text."""
    for made in make_pages():
        gold = {"text": made.text, "url": f"http://{made.host}/"}
        page = Page(gold["url"], datetime.now(UTC), 200, (), made.markup.encode())
        for example in _example(MADE, gold, made.host, page):
            labels = label_by_lines(example.walked.blocks, made.text)
            yield example._replace(labels=np.array(labels, np.float32))


def _by_profile(page: Page, known: Publishers) -> tuple[str, str]:
    """The text that a profile finds on a page, and on one line what was cleaned out; both empty where none does."""
    try:
        tree = parse(decode(page).text)
    except RefusedError:
        return "", ""
    for profile in known.profiles(known.of_address(page.url)):
        if found := extract_profiled(Selection(tree, page.url), profile):
            cleaned = clean(repair(found.text).text, title=found.raw("title"), header=[found.raw("published")])
            return cleaned.text, " ".join(" ".join(removed.text.split()) for removed in cleaned.removed)
    return "", ""


def _example(corpus: str, gold: dict[str, Any], site: str, page: Page) -> Iterator[Example]:
    try:
        tree = parse(decode(page).text)
    except RefusedError:
        return
    walked = read_blocks(tree)
    if not walked.blocks:
        return
    told = find_clues(tree, walked.blocks, read_metas(tree), read_json_ld(tree))
    words = np.array([count_words(block.text) for block in walked.blocks], np.float32)
    known = np.array(find_labels(walked.blocks, gold), np.float32)
    # pictures and marked elements would keep the tree
    yield Example(
        corpus, gold, site, walked._replace(images=[], links=[], marked=[], containers={}), told, words, known
    )


def host(url: str) -> str:
    """The site of an address: its host without the subdomain. The trafilatura corpus has file names for addresses."""
    if "::" in url:
        url = f"http://{url.partition('::')[2].split('-')[0].removesuffix('.html')}"
    parts = (urlsplit(url).hostname or url).split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])
