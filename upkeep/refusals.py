"""Runs that refuse most of the pages that were to be articles: those that are new, and those that are held, apart."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cundang.text.address import find_day
from upkeep.unmet import Unmet

HANDFUL = 5  # pages; of fewer that are refused nothing is said: one site in ten has a video or two among its articles
_MOST = 0.5  # of the pages
_NO_ARTICLE = "links to other pages, and has no text of an article"
_NUMBER = re.compile(r"\d+")
# Pages that a stage read, apart from lists that the site's module names (their depth is 0). Those that a crawl by links
# took for lists have a depth. `known`: whether their article was held before.
_READ = """
    SELECT f.url, f.fetched_at, f.outcome, (SELECT p.stage || ': ' || p.reason FROM problems p
        WHERE f.outcome = 'refused' AND p.url = f.url AND p.run_id = f.run_id ORDER BY p.id DESC LIMIT 1) AS reason,
      f.outcome IN ('edited', 'unchanged')
        OR f.outcome = 'refused' AND coalesce(a.first_seen_at <= f.fetched_at, 0) AS known, u.source,
      f.outcome = 'list' OR u.depth > 1 AS by_links
    FROM fetches f JOIN urls u ON u.url = f.url LEFT JOIN articles a ON a.url = f.url
    WHERE f.run_id IN (SELECT value FROM json_each(?)) AND f.purpose IS NULL
      AND (u.kind = 'article' AND f.outcome IN ('new', 'edited', 'unchanged', 'refused')
        OR u.kind = 'list' AND u.depth > 0 AND f.outcome = 'list')
    ORDER BY f.id
"""
# Addresses that were not given, or not asked for, and are still not. One that failed in an earlier run is not new.
_NOT_GIVEN = """
    SELECT p.url, min(p.at), max(p.stage || ': ' || p.reason), a.id IS NOT NULL
    FROM problems p JOIN urls u ON u.url = p.url LEFT JOIN articles a ON a.url = p.url
    WHERE p.run_id IN (SELECT value FROM json_each(:runs)) AND p.stage = 'fetch' AND u.kind = 'article'
      AND u.state IN ('failed', 'refused')
      AND NOT EXISTS (SELECT 1 FROM problems e WHERE e.url = p.url AND e.stage = 'fetch' AND e.run_id < :first)
    GROUP BY p.url ORDER BY min(p.id)
"""
_HOLDS = "SELECT EXISTS (SELECT 1 FROM articles WHERE site = ?)"
_RUNS = """
    SELECT id, started_at FROM runs
    WHERE command = 'crawl' AND site = :site AND (started_at >= :since OR new OR refused OR failed) ORDER BY id DESC
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """A page that was to be an article: when it was tried, why it gave none (empty: it did), whether it was held."""

    url: str
    at: str
    reason: str
    is_known: bool


def select_tried(connection: sqlite3.Connection, site: str, runs: Sequence[int]) -> list[Tried]:
    """Select the pages that were to be articles in some runs of a site.

    A crawl by links tries whatever is linked: there pages count that only link to others, or are refused and have no
    day in their address, only as long as no article of the site is held.
    """
    tried = []
    rows = connection.execute(_READ, (json.dumps(list(runs)),)).fetchall()
    holds_some = bool(connection.execute(_HOLDS, (site,)).fetchone()[0])
    by_links = {source for *_, source, is_by_links in rows if is_by_links}
    for url, at, outcome, reason, is_known, source, _ in rows:
        is_none = outcome in ("list", "refused")
        if is_none and not is_known and source in by_links and holds_some and (outcome == "list" or not find_day(url)):
            continue
        tried.append(Tried(url, at, (reason or _NO_ARTICLE) if is_none else "", bool(is_known)))
    bound = {"runs": json.dumps(list(runs)), "first": min(runs, default=0)}
    tried += [Tried(url, at, reason, bool(known)) for url, at, reason, known in connection.execute(_NOT_GIVEN, bound)]
    return tried


def select_recently_tried(connection: sqlite3.Connection, site: str, since: str) -> list[Tried]:
    """Select the pages that were to be articles since a moment; where these are few, as many of earlier runs."""
    tried: list[Tried] = []
    for run_id, started_at in connection.execute(_RUNS, {"site": site, "since": since}).fetchall():
        if started_at < since and sum(not each.is_known for each in tried) >= HANDFUL:
            break
        tried = [*select_tried(connection, site, [run_id]), *tried]
    return tried


def find_refusals(tried: Sequence[Tried]) -> list[Unmet]:
    """Find whether most of the new pages, or most of those whose articles are held, gave none: five or more of each."""
    found = []
    for pages, what in (
        ([page for page in tried if not page.is_known], "new pages gave no article"),
        ([page for page in tried if page.is_known], "pages of articles that are held were refused (the articles stay)"),
    ):
        refused = [page for page in pages if page.reason]
        if len(refused) >= HANDFUL and len(refused) > _MOST * len(pages):
            found.append(_explain(refused, f"{len(refused)} of {len(pages)} {what}"))
    return found


def _explain(refused: Sequence[Tried], what: str) -> Unmet:
    """Name the most frequent reason, with its two latest pages."""
    kinds = [_NUMBER.sub("#", page.reason) for page in refused]
    kind, count = Counter(kinds).most_common(1)[0]
    shown = [page for page, its_kind in zip(refused, kinds, strict=True) if its_kind == kind]
    often = "" if count == len(refused) else f" ({count} of them)"
    step = "look at" if shown[0].reason.startswith("fetch:") else "see with `archive show` how it reads"
    examples = tuple(page.url for page in shown[-2:])
    return Unmet(f"{what}: {shown[0].reason[:200]}{often}", shown[0].at[:10], examples, step)
