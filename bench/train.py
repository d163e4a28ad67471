"""Train the classifier of blocks on gold corpora, and measure it on hosts it has not seen.

    python -m bench.train ../shared/corpora [--folds 5] [--keep]

Prints the out-of-fold figures (each page scored by a model that has seen no page of its host); with --keep it trains on
all pages and writes pipelines/extract/model.npz, the same file every time. CatBoost (Apache-2.0) is needed only here.
"""

import argparse
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from catboost import CatBoostClassifier, Pool

from bench.labels import labels
from bench.measuring import segment_scores, text_scores
from pipelines.decode import decode
from pipelines.errors import RefusedError
from pipelines.extract import model as blocks_model
from pipelines.extract.features import features
from pipelines.extract.generic import chosen
from pipelines.extract.structured import clues, linked_data, metas
from pipelines.extract.tree import parse
from pipelines.extract.walk import Block, walk
from pipelines.page import Page

CORPORA = ("zyte", "fundus_tests", "wcxb_dev", "magic_zh", "magic_nonzh", "trafilatura")
TREES, DEPTH, RATE, SEED = 400, 6, 0.12, 7


class Example(NamedTuple):
    """A page: its corpus, its gold, its host, its blocks, their features and labels."""

    corpus: str
    gold: dict[str, Any]
    host: str
    blocks: list[Block]
    rows: Any
    labels: Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="train on everything and write the model")
    args = parser.parse_args()
    pages = [page for corpus in CORPORA for page in examples(args.corpora / corpus)]
    print(
        f"{len(pages)} pages of {len({page.host for page in pages})} hosts, {sum(len(p.blocks) for p in pages)} blocks",
        flush=True,
    )
    if args.keep:
        write(train(pages), Path(blocks_model.__file__).with_name("model.npz"))
    if args.folds > 1:
        report(pages, out_of_fold(pages, args.folds))


def examples(corpus: Path) -> list[Example]:
    """The pages of a corpus whose text, or segments of it, is known."""
    found = []
    for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        gold = json.loads(line)
        body = gzip.decompress((corpus / "pages" / f"{gold['id']}.html.gz").read_bytes())
        try:
            tree = parse(decode(Page(gold.get("url", ""), datetime.now(UTC), 200, (), body)).text)
        except RefusedError:
            continue
        blocks = walk(tree).blocks
        if blocks and (gold.get("text") or gold.get("must")):
            rows = features(blocks, *clues(tree, blocks, metas(tree), linked_data(tree)))
            found.append(
                Example(corpus.name, gold, host(gold["url"]), blocks, rows, np.array(labels(blocks, gold), np.float32))
            )
    return found


def host(url: str) -> str:
    """The site of an address: its host without the subdomain. The trafilatura corpus has file names for addresses."""
    if "::" in url:
        url = f"http://{url.partition('::')[2].split('-')[0].removesuffix('.html')}"
    parts = (urlsplit(url).hostname or url).split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def train(pages: list[Example]) -> CatBoostClassifier:
    """A block counts with the square root of its share of the article, so that long pages don't drown short ones."""
    rows, truth = np.concatenate([page.rows for page in pages]), np.concatenate([page.labels for page in pages])
    weights = np.concatenate([_weights(page) for page in pages])
    known = truth >= 0
    model = CatBoostClassifier(
        iterations=TREES, depth=DEPTH, learning_rate=RATE, l2_leaf_reg=5, random_seed=SEED, thread_count=2, verbose=0,
        border_count=64, bootstrap_type="Bernoulli", subsample=0.7, allow_writing_files=False,
    )  # fmt: skip
    model.fit(Pool(rows[known], truth[known], weight=weights[known]))
    return model


def _weights(page: Example) -> Any:
    words = np.maximum(1, np.expm1(page.rows[:, 0]))
    return np.sqrt(words / max(50.0, float(words[page.labels == 1].sum())))


def out_of_fold(pages: list[Example], folds: int) -> list[Any]:
    """For each page the likelihood of its blocks, by a model that saw no page of its host."""
    hosts = np.random.RandomState(0).permutation(sorted({page.host for page in pages}))
    fold = {name: number % folds for number, name in enumerate(hosts)}
    likely: list[Any] = [None] * len(pages)
    for number in range(folds):
        model = train([page for page in pages if fold[page.host] != number])
        for place, page in enumerate(pages):
            if fold[page.host] == number:
                likely[place] = model.predict_proba(page.rows)[:, 1]
    return likely


def report(pages: list[Example], likely: list[Any]) -> None:
    """Print the out-of-fold figures of each corpus."""
    for corpus in CORPORA:
        pairs = [
            (page.gold, "\n\n".join(page.blocks[number].text for number in chosen(share)))
            for page, share in zip(pages, likely, strict=True)
            if page.corpus == corpus
        ]
        scores = (
            segment_scores(pairs)
            if corpus == "trafilatura"
            else text_scores([(gold["text"], text) for gold, text in pairs])
        )
        print(
            f"{corpus:<14}{len(pairs):>5}" + "".join(f"{scores[name]:>8.3f}" for name in ("P", "R", "F1")), flush=True
        )


def write(model: CatBoostClassifier, file: Path) -> None:
    """The model as arrays: a tree's levels, and its leaves."""
    exported = file.with_suffix(".json")
    model.save_model(str(exported), format="json")
    whole = json.loads(exported.read_text())
    exported.unlink()
    trees = [tree for tree in whole["oblivious_trees"] if len(tree["splits"]) == DEPTH]
    shallow = [tree for tree in whole["oblivious_trees"] if len(tree["splits"]) != DEPTH]
    for tree in shallow:  # the same tree with levels that nothing passes
        missing = DEPTH - len(tree["splits"])
        tree["splits"] += [{"float_feature_index": 0, "border": 3e38}] * missing
        tree["leaf_values"] += [0.0] * (2**DEPTH - len(tree["leaf_values"]))
    trees += shallow
    scale, bias = whole["scale_and_bias"]
    np.savez_compressed(
        file,
        columns=np.array([[s["float_feature_index"] for s in tree["splits"]] for tree in trees], np.int16).T,
        borders=np.array([[s["border"] for s in tree["splits"]] for tree in trees], np.float32).T,
        leaves=np.array([tree["leaf_values"] for tree in trees], np.float32) * scale,
        bias=np.float32(bias[0] if isinstance(bias, list) else bias),
    )


if __name__ == "__main__":
    main()
