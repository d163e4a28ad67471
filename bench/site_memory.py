"""What the memory of a site gains on sites that the classifier has not seen.

    python -m bench.site_memory ../shared/corpora

Of the hosts with two pages or more, each page is read by a model that was trained without any page of its host, with
and without what recurs on the host's pages. Before cleaning; text only. Needs what `make train` needs.
"""

import argparse
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.gold import CORPORA, Example, examples
from bench.measuring import score_text
from bench.train import out_of_fold
from pipelines.extract.boilerplate import block_key, find_recurring, suppress_boilerplate
from pipelines.extract.generic import choose_blocks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    pages = [page for corpus in CORPORA for page in examples(parser.parse_args().corpora / corpus)]
    sites: dict[str, list[tuple[Example, Any]]] = defaultdict(list)
    for page, likely in zip(pages, out_of_fold(pages, 2), strict=True):
        if page.gold.get("text"):
            sites[f"{page.corpus} {urlsplit(page.gold['url']).hostname}"].append((page, likely))
    read = [pair for site in sites.values() if len(site) > 1 for pair in _site(site)]
    for name, place in (("without", 1), ("with", 2)):
        scores = score_text([(gold, texts[place - 1]) for gold, *texts in read])
        print(f"{name:<8}{len(read):>5}" + "".join(f"{scores[figure]:>8.4f}" for figure in ("P", "R", "F1")))
    changed = Counter(_score(gold, after) > _score(gold, before) for gold, before, after in read if before != after)
    print(f"better {changed[True]}, worse {changed[False]}")


def _site(site: list[tuple[Example, Any]]) -> list[tuple[str, str, str]]:
    """The gold of each page of a site, its text without and with a memory."""
    articles: dict[str, set[str]] = {}
    for page, _ in site:
        blocks, title = page.walked.blocks, page.clues[0]
        name = blocks[title].line if title >= 0 else page.gold["id"]
        articles.setdefault(name, set()).update(block_key(block.text) for block in blocks)
    memory = find_recurring(articles.values())
    return [
        (
            page.gold["text"],
            _text(page, likely),
            _text(page, suppress_boilerplate(memory, page.walked.blocks, likely, page.clues[0])),
        )
        for page, likely in site
    ]


def _text(page: Example, likely: Any) -> str:
    return "\n\n".join(page.walked.blocks[number].text for number in choose_blocks(page.walked.blocks, likely))


def _score(gold: str, text: str) -> float:
    return score_text([(gold, text)])["F1"]


if __name__ == "__main__":
    main()
