"""Decisions on articles that are not shown, as readers see them: the tombstone of an article, and the log of all.

The rows of such an article are gone, so each of its addresses would be answered with 404. What is told instead is in
the row of the decision alone: no word of the article is read for it.
"""

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from datasette import Response

from cundang.store.redactions import Redaction, find_redaction_of_article
from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.reading import parse_id, read, render_page, select_rows

LOG = f"/{NAME}/redactions"
LEVELS = ("hidden", "embargo", "erased")
# RFC 7725, 451: not shown for legal reasons, and it may be again; RFC 9110, 410: gone for good.
STATUSES = {"hidden": 451, "embargo": 451, "erased": 410}
# No cache may keep what stands there until it is lifted, and no search engine list it.
HEADERS = {"cache-control": "private, no-store", "x-robots-tag": "noindex"}
PUBLISHED = (
    "id", "decided_at", "level", "site", "url", "article_id", "reason", "case_number", "until", "lifted_at",
    "first_seen_at", "last_seen_at", "revisions",
)  # fmt: skip
_OF_ARTICLE = re.compile(rf"/{NAME}/articles/(\d{{1,18}})(?:[./].*)?", re.ASCII | re.DOTALL)
_ROWS = f"SELECT {', '.join(PUBLISHED)} FROM redactions ORDER BY id DESC LIMIT ? OFFSET ?"  # noqa: S608 - our names
_PUBLISHERS = (
    "SELECT name, coalesce(publisher, name) AS publisher FROM sites WHERE name IN (SELECT value FROM json_each(?))"
)
_COUNTS = """
    SELECT substr(decided_at, 1, 4) AS year, (substr(decided_at, 6, 2) + 2) / 3 AS quarter,
      sum(level = 'hidden') AS hidden, sum(level = 'embargo') AS embargo, sum(level = 'erased') AS erased,
      count(*) AS decisions
    FROM redactions GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC
"""


async def show_tombstone(datasette: Any, request: Any) -> Any:
    """The answer in place of an article that is withdrawn, at any of its addresses; None where the address, which was
    not found, is of no such article.
    """
    asked = _list_articles(request)
    if not asked:
        return None

    def find(connection: sqlite3.Connection) -> tuple[Redaction, str] | None:
        found = (find_redaction_of_article(connection, number) for number in asked)
        for decision in filter(None, found):
            return decision, read_publishers(connection, [decision.site]).get(decision.site or "", "")
        return None

    found = await read(datasette, find)
    if found is None:
        return None
    decision, publisher = found
    status = STATUSES[decision.level]
    headers = {**HEADERS}
    public = datasette.publication.address
    if status == 451 and public:
        headers["link"] = f'<{public}>; rel="blocked-by"'  # who withholds it: this archive (RFC 7725, 4)
    if request.path.endswith(".json"):
        told = {"ok": False, "status": status, "error": "this article is withdrawn", "title": None}
        more = {**describe(decision), "log": make_absolute(datasette, request, LOG)}
        return Response.json({**told, **more}, status=status, headers=headers)
    context = {"decision": decision, "publisher": publisher, "is_over": is_over(decision)}
    answer = await render_page(datasette, request, "withdrawn.html", status=status, status_code=status, **context)
    answer.headers.update(headers)
    return answer


def _list_articles(request: Any) -> list[int]:
    """The articles that an address names: /archive/articles/ID and all below it; the two of a comparison."""
    path = request.scope.get("route_path") or request.path
    if path == f"/{NAME}/compare":
        given = [request.args.get(name) or "" for name in ("a", "b")]
        return [parse_id(text) for text in given if text.isascii() and text.isdigit() and len(text) < 19]
    found = _OF_ARTICLE.fullmatch(path)
    return [int(found[1])] if found else []


def describe(decision: Redaction) -> dict[str, Any]:
    """What is published of a decision."""
    row = asdict(decision)
    return {name: row[name] for name in PUBLISHED}


def is_over(decision: Redaction) -> bool:
    """Whether the day is there from which a decision does not hold any more; a run of the archive lifts it then."""
    return bool(decision.until and decision.until[:10] <= datetime.now(UTC).date().isoformat())


def read_log(connection: sqlite3.Connection, most: int, offset: int = 0) -> list[dict[str, Any]]:
    """Read decisions, the newest first, also those that were lifted."""
    return select_rows(connection, _ROWS, most, offset)


def read_publishers(connection: sqlite3.Connection, sites: Iterable[str | None]) -> dict[str, str]:
    """Read the publishers of some sites by their names; a site that has no row any more has none."""
    rows = select_rows(connection, _PUBLISHERS, json.dumps(sorted({*filter(None, sites)})))
    return {row["name"]: row["publisher"] for row in rows}


def count_log(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Count the decisions of each quarter by their level, the newest first."""
    return select_rows(connection, _COUNTS)
