"""Stub."""

from collections.abc import Sequence
from typing import NamedTuple

from cundang.store.rows import Rows


class Origin(NamedTuple):
    first: int
    name: str | None
    conflict: str | None


def settle_origin(rows: Rows, member_ids: Sequence[int]) -> Origin:
    best = []
    for m in member_ids:
        p = rows.connection.execute("select published_at from articles where id=?", (m,)).fetchone()[0]
        best.append((p is None, p or "", m))
    return Origin(min(best)[2], None, None)


def clear_evidence(rows: Rows, article_id: int) -> None:
    rows.connection.execute("DELETE FROM evidence WHERE article_id = ?", (article_id,))
