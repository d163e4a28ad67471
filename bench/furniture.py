"""What page furniture cleaning leaves in texts, and what of an article it takes: `python -m bench.furniture ../shared`.

Left: over all article pages of a site, the characters in lines that recur (digits masked) on three or more of its
pages, as a share of all characters; of an article that was collected twice, one page counts. Taken: lines of the gold
texts that cleaning moves out, of the page's text and of the gold text itself.
"""

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.fold import fold
from pipelines.clean import clean
from pipelines.line import Reader
from scrapers.sites import publishers

_PAGES = 3  # that a line must recur on
_DIGITS = re.compile(r"\d+")


def left(shared: Path) -> None:
    """Print the share of recurring lines of each site, and the lines themselves."""
    texts: dict[str, list[list[str]]] = defaultdict(list)
    seen_before: set[tuple[str, str]] = set()
    reader = Reader(publishers())
    with (shared / "pages" / "MANIFEST.tsv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            if row["kind"] != "article":
                continue
            body = (shared / "pages" / row["path"]).read_bytes()
            url = row["url"] if row["url"].startswith("http") else f"file:///{row['path']}"
            try:
                article = reader.read([_page(url, gzip.decompress(body) if row["path"].endswith(".gz") else body)])
            except RefusedError:
                continue
            site = row["path"].partition("/")[0]
            if (site, ending := _key(article.title)) in seen_before:
                continue  # the same article once more
            seen_before.add((site, ending))
            texts[site].append([line.strip() for line in article.text.split("\n") if line.strip()])
    total = recurring = 0
    for site, pages in sorted(texts.items()):
        seen = Counter(key for page in pages for key in {_key(line) for line in page})
        found = [line for page in pages for line in page if seen[_key(line)] >= _PAGES]
        total += (size := sum(len(line) for page in pages for line in page))
        recurring += (here := sum(map(len, found)))
        if here:
            print(f"{site}\t{len(pages)} pages\t{here / size:.2%}")
            for line, times in Counter(map(_key, found)).most_common(8):
                print(f"\t{times}\t{line[:70]}")
    print(
        f"recurring: {recurring} of {total} characters, {recurring / total:.3%}, {sum(map(len, texts.values()))} pages"
    )


def taken(shared: Path, corpus: str) -> None:
    """Print each line of the gold that cleaning moves out."""
    reader, lost, total = Reader(publishers()), 0, 0
    for gold, body in _gold(shared / "corpora" / corpus):
        total += len(gold["text"])
        lines = {line.strip() for line in gold["text"].split("\n")}
        removed = {(r.rule, r.text.strip()): "gold" for r in clean(gold["text"], title=gold.get("title") or "").removed}
        try:
            article = reader.read([_page(gold.get("url") or "http://example.org/", body)])
        except RefusedError:
            pass
        else:
            removed |= {(r.rule, r.text.strip()): "page" for r in article.removed if r.text.strip() in lines}
        for (rule, line), where in removed.items():
            lost += len(line)
            print(f"{corpus}\t{gold['id']}\t{where}\t{rule}\t{line[:120]}")
    print(f"{corpus}: {lost} of {total} characters")


def _gold(corpus: Path) -> Iterator[tuple[dict[str, str], bytes]]:
    for line in (corpus / "gold.jsonl").open(encoding="utf-8"):
        gold = json.loads(line)
        if gold.get("text"):
            yield gold, gzip.decompress((corpus / "pages" / f"{gold['id']}.html.gz").read_bytes())


def _page(url: str, body: bytes) -> Page:
    return Page(url if urlsplit(url).scheme else f"http://{url}", datetime.now(UTC), 200, (), body)


def _key(line: str) -> str:
    return _DIGITS.sub("0", fold(line).casefold())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    options = parser.parse_args()
    left(options.shared)
    for corpus in ("magic_zh", "zyte"):
        taken(options.shared, corpus)
