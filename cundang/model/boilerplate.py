"""What recurs on the pages of a site and is no part of any one article."""

from dataclasses import dataclass

LEAST_PAGES = 3  # at two, 15 of 2,107 paragraphs of articles were taken for boilerplate; at three 4
LEAST_SHARE = 0.02  # of the site's pages


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The keys of the blocks that recur on the pages of one site, and of those that stand on two of a few."""

    keys: frozenset[str]
    twice: frozenset[str] = frozenset()
