"""Train the classifier of blocks on gold corpora and on our own sites, and measure it on hosts it has not seen.

    python -m bench.train ../shared/corpora ../shared/pages [--folds 5] [--keep]

Prints the out-of-fold figures (each page scored by a model that has seen no page of its host); with --keep it trains on
all pages and writes pipelines/extract/model.npz, the same file every time. CatBoost (Apache-2.0) is needed only here.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool

from bench.gold import CORPORA, MADE, SITES, Example, examples, of_our_making, of_sites
from bench.measuring import score_segments, score_text
from pipelines.extract import model as blocks_model
from pipelines.extract.context_features import NAMED, build_paths, count_running_words, find_main_text, split_paths
from pipelines.extract.features import compute_features
from pipelines.extract.generic import choose_blocks
from pipelines.extract.vocabulary import Vocabulary, name_whole, split_text, split_words

TREES, DEPTH, RATE, COLUMNS, SEED = 500, 8, 0.07, 0.3, 7
_PARTS = 4  # the hosts of a training set are parted for the vocabulary, see `train`
_LEAST_HOSTS = 3  # a word of fewer says nothing
_LEAST_HOSTS_OF_TEXT = 6  # the same for a word of texts, of which there are many more
_SAYS_LITTLE = (-1.6, 1.0)  # log odds between which a word of texts is not kept: most words of any language
_LINKS = 4
_WEIGHT_OF_MADE = 0.5  # beside a page of the world
_PRIOR, _WEIGHT = 0.3, 3.0  # a word starts with this share, as if so many hosts had shown it

Odds = tuple[dict[str, float], dict[str, float]]  # of words in names, and of words in texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="train on everything and write the model")
    args = parser.parse_args()
    pages = [page for corpus in CORPORA for page in examples(args.corpora / corpus)]
    pages += [*of_sites(args.pages), *of_our_making()]
    print(
        f"{len(pages)} pages of {len({page.host for page in pages})} hosts, {sum(len(p.labels) for p in pages)} blocks",
        flush=True,
    )
    if args.keep:
        write(*train(pages), Path(blocks_model.__file__).with_name("model.npz"))
    if args.folds > 1:
        report(pages, out_of_fold(pages, args.folds))


def train(pages: list[Example]) -> tuple[CatBoostClassifier, Odds]:
    """The trees, and the vocabulary that they were trained with.

    A word's odds are learned from the labels, so a page of the training set must not see those that it has a part in:
    each part of the hosts gets its columns from the vocabulary of the others. A block counts with the square root of
    its share of the article, so that long pages don't drown short ones.
    """
    part = _parts(pages, _PARTS, 1)
    rows = [
        described(page, known)
        for number in range(_PARTS)
        for known in [Vocabulary(*vocabulary([page for page in pages if part[page.host] != number]))]
        for page in pages
        if part[page.host] == number
    ]
    ordered = [page for number in range(_PARTS) for page in pages if part[page.host] == number]
    truth = np.concatenate([page.labels for page in ordered])
    weights = np.concatenate([_weights(page) for page in ordered])
    known = truth >= 0
    # Most blocks that are links tell the same: one in some stands for all, and trees grow in two thirds of the time.
    linked = np.concatenate([_are_links(page) for page in ordered]) & (truth == 0)
    known &= ~linked | (np.cumsum(linked) % _LINKS == 0)
    weights = np.where(linked, _LINKS * weights, weights)
    model = CatBoostClassifier(
        iterations=TREES,
        depth=DEPTH,
        learning_rate=RATE,
        rsm=COLUMNS,
        l2_leaf_reg=5,
        random_seed=SEED,
        thread_count=2,
        verbose=0,
        border_count=64,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        allow_writing_files=False,
    )
    model.fit(Pool(np.concatenate(rows)[known], truth[known], weight=weights[known]))
    return model, vocabulary(pages)


def described(page: Example, known: Vocabulary) -> Any:
    """The features of a page's blocks."""
    return compute_features(page.walked, known, *page.clues)


def vocabulary(pages: list[Example]) -> Odds:
    """For each word in elements' names the log odds that a block below belongs to the article, the mean over hosts; and
    for each word of texts that says something the same of the blocks that begin with it. Words of our own making teach
    nothing."""
    pages = [page for page in pages if page.corpus != MADE]
    names = _find_odds(pages, _words_of_names, _LEAST_HOSTS)
    texts = _find_odds(pages, _words_of_texts, _LEAST_HOSTS_OF_TEXT)
    low, high = _SAYS_LITTLE
    return names, {word: odds for word, odds in texts.items() if not low < odds < high}


def _find_odds(
    pages: list[Example], words_of: Callable[[Example], list[set[str]]], least_hosts: int
) -> dict[str, float]:
    by_host: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        held: dict[str, list[float]] = {}
        for words, weight, label in zip(words_of(page), _weights(page).tolist(), page.labels.tolist(), strict=True):
            if label >= 0:
                for word in words:
                    sums = held.setdefault(word, [0.0, 0.0])
                    sums[0] += weight * label
                    sums[1] += weight
        for word, (belonging, whole) in held.items():
            by_host[word][page.host].append(belonging / whole)
    odds = {}
    for word, hosts in sorted(by_host.items()):
        if len(hosts) >= least_hosts:
            shares = [sum(found) / len(found) for found in hosts.values()]
            share = (sum(shares) + _WEIGHT * _PRIOR) / (len(shares) + _WEIGHT)
            odds[word] = float(np.float32(np.log(share / (1 - share))))
    return odds


def _words_of_names(page: Example) -> list[set[str]]:
    known = [split_words(element.name) for element in page.walked.elements]
    return [{word for number in around for word in known[number]} for around in _told_by(page)]


def _words_of_texts(page: Example) -> list[set[str]]:
    lines = ["" if is_link else b.line for b, is_link in zip(page.walked.blocks, _are_links(page), strict=True)]
    return [{*split_text(line), name_whole(line[:41])} if line else set() for line in lines]


def _told_by(page: Example) -> Any:
    """The elements whose names speak for each block, as `describe_names` reads them."""
    blocks = page.walked.blocks
    paths = build_paths([block.ancestors for block in blocks])
    linked = np.array([block.linked / len(block.text) for block in blocks], np.float32)
    main = find_main_text(paths, count_running_words(page.words, linked), page.clues[0])
    return np.concatenate([paths.innermost(NAMED), split_paths(paths, main)[1]], axis=1).tolist()


def _weights(page: Example) -> Any:
    weights = np.sqrt(np.maximum(1, page.words) / max(50.0, float(page.words[page.labels == 1].sum())))
    return weights * (_WEIGHT_OF_MADE if page.corpus == MADE else 1)


def _are_links(page: Example) -> Any:
    return np.array([block.linked > 0.9 * len(block.text) for block in page.walked.blocks])


def _parts(pages: list[Example], parts: int, seed: int) -> dict[str, int]:
    hosts = np.random.RandomState(seed).permutation(sorted({page.host for page in pages}))
    return {str(name): number % parts for number, name in enumerate(hosts)}


def out_of_fold(pages: list[Example], folds: int) -> list[Any]:
    """For each page the likelihood of its blocks, by a model that saw no page of its host; none for pages of our own
    making, which are only trained with."""
    fold = _parts([page for page in pages if page.corpus != MADE], folds, 0)
    fold |= {page.host: -1 for page in pages if page.corpus == MADE}
    likely: list[Any] = [None] * len(pages)
    for number in range(folds):
        model, odds = train([page for page in pages if fold[page.host] != number or page.corpus == MADE])
        known = Vocabulary(*odds)
        for place, page in enumerate(pages):
            if fold[page.host] == number and page.corpus != MADE:
                likely[place] = model.predict_proba(described(page, known))[:, 1]
    return likely


def report(pages: list[Example], likely: list[Any]) -> None:
    """Print the out-of-fold figures of each corpus."""
    for corpus in (*CORPORA, SITES):
        pairs = [
            (page.gold, "\n\n".join(blocks[number].text for number in choose_blocks(blocks, share)))
            for page, share in zip(pages, likely, strict=True)
            if page.corpus == corpus
            for blocks in [page.walked.blocks]
        ]
        scores = (
            score_segments(pairs)
            if corpus == "trafilatura"
            else score_text([(gold["text"], text) for gold, text in pairs])
        )
        print(
            f"{corpus:<14}{len(pairs):>5}" + "".join(f"{scores[name]:>8.3f}" for name in ("P", "R", "F1")), flush=True
        )


def write(model: CatBoostClassifier, odds: Odds, file: Path) -> None:
    """The model as arrays: a tree's levels, its leaves, the words of the vocabulary and their odds."""
    names, texts = odds
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
        words=np.array(list(names)),
        odds=np.array(list(names.values()), np.float32),
        text_words=np.array(list(texts)),
        text_odds=np.array(list(texts.values()), np.float32),
    )


if __name__ == "__main__":
    main()
