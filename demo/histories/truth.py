"""The truth of a history: which articles tell one text and whose it is, and what each copy, excerpt and round-up has.

All of it follows from the numbers of the sentences: no text is compared.
"""

from collections import defaultdict
from dataclasses import dataclass

from demo.histories.articles import Article
from demo.histories.copying import LEAST_SHARE
from demo.histories.history import History
from demo.histories.texts import Version, find_share, sentences_of

CLASSES = ("verbatim", "retitled", "cut", "edited")  # the later, the more was done


@dataclass(frozen=True)
class Truth:
    """What is true of a history, by the keys of its articles.

    `clusters` has the articles that tell one text, of two at least, by the article that has it first, which no site
    may show. `classes` has the class of each copy towards that article, or if none shows it towards the copy that was
    published first. `excerpts` and `roundups` are pairs: the article, and the one whose text it has. `sharing` has all
    pairs that have a sentence in common, the lower key first.
    """

    clusters: dict[int, frozenset[int]]
    originals: dict[int, int]  # by the cluster: the article that stands for its original
    classes: dict[tuple[int, int], str]
    excerpts: frozenset[tuple[int, int]]
    roundups: frozenset[tuple[int, int]]
    sharing: frozenset[tuple[int, int]]


def classify(copy: Version, original: Version) -> str:
    """The class of a copy: what was done most, of a title, of sentences left out, of words."""
    own, theirs = ([(s.number, s.form) for s in sentences_of(version.body)] for version in (copy, original))
    if own == theirs:
        return "verbatim" if copy.title == original.title else "retitled"
    rest = iter(theirs)
    return "cut" if all(sentence in rest for sentence in own) else "edited"


def find_truth(history: History) -> Truth:
    """The truth of a history as its sites show it on the last day."""
    by_root = defaultdict[int, list[Article]](list)
    for article in history.shown:
        by_root[article.root].append(article)
    clusters = {root: frozenset(a.key for a in found) for root, found in by_root.items() if len(found) > 1}
    originals, classes = dict[int, int](), dict[tuple[int, int], str]()
    for root, keys in clusters.items():
        first = min(by_root[root], key=lambda a: (a.key != root, a.versions[0][1].published, a.key))
        originals[root] = first.key
        classes |= find_classes(history, keys, first.key)
    stands_for = {article.key: originals.get(article.root, article.key) for article in history.shown}
    kinds = {kind: frozenset(_find_parts(history, stands_for, kind)) for kind in ("excerpt", "roundup")}
    return Truth(clusters, originals, classes, kinds["excerpt"], kinds["roundup"], _find_sharing(history))


def find_classes(history: History, keys: frozenset[int], original: int) -> dict[tuple[int, int], str]:
    """The classes of the copies of a cluster towards one of its articles."""
    articles = history.articles
    return {
        (key, original): _classify_by_versions(articles[key], articles[original]) for key in keys if key != original
    }


def _classify_by_versions(copy: Article, original: Article) -> str:
    """The class towards the version that it is most like."""
    found = [
        (classify(copy.latest, version), -find_share(copy.latest.body, version.body))
        for _, version in original.versions
    ]
    return min(found, key=lambda each: (CLASSES.index(each[0]), each[1]))[0]


def _find_parts(history: History, stands_for: dict[int, int], kind: str) -> set[tuple[int, int]]:
    return {
        (a.key, stands_for[part]) for a in history.shown if a.kind == kind for part in a.parts if part in stands_for
    }


def _find_sharing(history: History) -> frozenset[tuple[int, int]]:
    holders = defaultdict[int, set[int]](set)
    for article in history.shown:
        for _, version in article.versions:
            for sentence in sentences_of(version.body):
                holders[sentence.number].add(article.key)
    several = {frozenset(keys) for keys in holders.values() if len(keys) > 1}
    return frozenset((one, other) for keys in several for one in keys for other in keys if one < other)


def is_copy_still(article: Article, root: Article) -> bool:
    """Whether an article's last version holds more than half of a version of another."""
    return max(find_share(article.latest.body, version.body) for _, version in root.versions) >= LEAST_SHARE
