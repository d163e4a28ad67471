"""Boilerplate: text blocks that recur on the pages of a site and are no part of any one article."""

from dataclasses import dataclass

LEAST_PAGES = 3  # at two, 15 of 2,107 paragraphs of articles were taken for boilerplate; at three 4
LEAST_SHARE = 0.02  # of the site's pages


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The boilerplate of one site: the keys of the blocks that recur on its pages.

    `twice` are blocks that were found on two pages, where only a few pages are known.
    """

    keys: frozenset[str]
    twice: frozenset[str] = frozenset()
