"""Record that articles are gone from their site, restored or moved. Their text stays in the archive in any case."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.store.articles import find_id, insert_event
from cundang.store.clock import now
from cundang.store.rows import Rows

# An article that was missing in three runs over 48 hours is gone.
SIGHTINGS, SPAN = 3, timedelta(hours=48)
# Absences of a run count if they are at most this share of its answers, or at most three: otherwise the site is broken.
_SHARE = 0.2
_NOTICE = re.compile(
    r"页面不存在|頁面不存在|页面没有找到|页面未找到|文章不存在|内容不存在|已被?删除|已下线|您访问的页面|404 ?not ?found|page not found",
    re.IGNORECASE,
)
_ORIGIN = """
    SELECT a.id, a.url FROM urls u JOIN articles a ON a.url = u.url
    WHERE u.redirect_to = ? AND (a.title = ? OR a.text = ?) LIMIT 1
"""
_GONE_LATER = "SELECT 1 FROM events WHERE article_id = ? AND kind = 'gone' AND at > ?"
_FOUND = "DELETE FROM absences WHERE at <= ? AND article_id = (SELECT id FROM articles WHERE url = ?)"
_ABSENCES = "SELECT at, reason FROM absences WHERE article_id = ? ORDER BY at"
_GONE = "UPDATE articles SET state = 'gone' WHERE id = ? AND state = 'live'"
_OUTDATED = "DELETE FROM absences WHERE at <= (SELECT last_seen_at FROM articles WHERE id = article_id)"
_WITHOUT_ARTICLE = "DELETE FROM absences WHERE article_id NOT IN (SELECT id FROM articles)"
_SHORT = 200  # characters; a longer text may use such words without being a notice


def find_missing_notice(reading: Article | RefusedError) -> str | None:
    """Say why a page with status 200 has no article any more: a notice, or no text. None if it has one."""
    if isinstance(reading, RefusedError):
        return f"no article on the page any more ({reading})"
    if len(reading.text) < _SHORT and (notice := _NOTICE.search(f"{reading.title}\n{reading.text}")):
        return f"the page says {notice[0]}"
    return None


def record_absence(rows: Rows, run_id: int, article_id: int, reason: str) -> None:
    """Note that an article was missing. `settle` decides at the end of the run whether it is gone."""
    rows.insert("absences", {"article_id": article_id, "run_id": run_id, "at": now(), "reason": reason})


def settle(rows: Rows, run_id: int, answers: int) -> bool:
    """Decide at the end of a run what its absences mean; `answers` is how many pages the run received.

    If too many articles are missing, the site itself is broken: the absences are deleted, and the result is False.
    Otherwise an article that was missing for the third time, over at least 48 hours, becomes `gone`.
    """
    found = rows.connection.execute("SELECT article_id FROM absences WHERE run_id = ?", (run_id,))
    of_run = [article_id for (article_id,) in found]
    if len(of_run) > max(3, _SHARE * answers) or len(of_run) >= answers:
        rows.connection.execute("DELETE FROM absences WHERE run_id = ?", (run_id,))
        return not of_run
    for article_id in of_run:
        _mark_gone_if_long(rows, article_id)
    return True


def _mark_gone_if_long(rows: Rows, article_id: int) -> None:
    absences = rows.connection.execute(_ABSENCES, (article_id,)).fetchall()
    first, last = datetime.fromisoformat(absences[0][0]), datetime.fromisoformat(absences[-1][0])
    if len(absences) < SIGHTINGS or last - first < SPAN:
        return
    detail = {"sightings": len(absences), "since": absences[0][0], "reason": absences[-1][1]}
    mark_gone(rows, article_id, absences[-1][0], detail)


def mark_gone(rows: Rows, article_id: int, at: str, detail: Mapping[str, object] | None = None) -> None:
    """Mark a live article as gone, with an event."""
    if rows.connection.execute(_GONE, (article_id,)).rowcount:
        insert_event(rows, article_id, "gone", at, detail)


def restore(rows: Rows, article_id: int, at: str) -> None:
    """Mark an article that was gone as live again, with an event, if it was seen after it was found to be gone."""
    if rows.connection.execute(_GONE_LATER, (article_id, at)).fetchone():
        return
    rows.connection.execute("UPDATE articles SET state = 'live' WHERE id = ?", (article_id,))
    insert_event(rows, article_id, "restored", at)


def clear_absences(rows: Rows, url: str, at: str) -> None:
    """Delete the absences of an article that was found at a time, up to then."""
    rows.connection.execute(_FOUND, (at, url))


def find_origin(rows: Rows, target: str, article: Article) -> tuple[int, str] | None:
    """Find the stored article that moved to `target`: its old address redirects there, and title or text are the same.

    Returns its id and old address; None if there is none, or another article is stored under `target`.
    """
    row = rows.connection.execute(_ORIGIN, (target, article.title, article.text)).fetchone()
    return None if row is None or find_id(rows.connection, target) is not None else (int(row[0]), str(row[1]))


def record_move(rows: Rows, origin: tuple[int, str], target: str) -> None:
    """Give a stored article its new address, with an event."""
    article_id, url = origin
    rows.connection.execute("UPDATE articles SET url = ? WHERE id = ?", (target, article_id))
    insert_event(rows, article_id, "moved", now(), {"from": url, "to": target})


def clear_outdated(rows: Rows) -> None:
    """Delete the absences of articles that were seen later, in any of the archives that were merged."""
    rows.connection.execute(_OUTDATED)


def drop_of_missing_articles(rows: Rows) -> None:
    """Delete the absences whose articles are not in the archive."""
    rows.connection.execute(_WITHOUT_ARTICLE)
