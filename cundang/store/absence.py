"""Articles that their site no longer shows, that come back, and that move. The text stays whatever happens."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.store.articles import find_id, insert_event
from cundang.store.clock import now
from cundang.store.rows import Rows

SIGHTINGS, SPAN = 3, timedelta(hours=48)  # so many absences, over so long, make an article gone
_SHARE = 0.2  # of a site's answers in a run may be absences, and three always, if the site is to count as well
_SAYS_SO = re.compile(
    r"页面不存在|頁面不存在|页面没有找到|页面未找到|文章不存在|内容不存在|已被?删除|已下线|您访问的页面|404 ?not ?found|page not found",
    re.IGNORECASE,
)
_ORIGIN = """
    SELECT a.id, a.url FROM urls u JOIN articles a ON a.url = u.url
    WHERE u.redirect_to = ? AND (a.title = ? OR a.text = ?) LIMIT 1
"""
_ABSENCES = "SELECT at, reason FROM absences WHERE article_id = ? ORDER BY at"
_GONE = "UPDATE articles SET state = 'gone' WHERE id = ? AND state = 'live'"
_OUTDATED = "DELETE FROM absences WHERE at <= (SELECT last_seen_at FROM articles WHERE id = article_id)"
_OF_NONE = "DELETE FROM absences WHERE article_id NOT IN (SELECT id FROM articles)"
_SHORT = 200  # characters; a longer text only mentions such words


def find_missing_notice(reading: Article | RefusedError) -> str | None:
    """Why a page that was answered with 200 shows no article any more, or None: it says so, or has lost its body."""
    if isinstance(reading, RefusedError):
        return f"no article on the page any more ({reading})"
    if len(reading.text) < _SHORT and (said := _SAYS_SO.search(f"{reading.title}\n{reading.text}")):
        return f"the page says {said[0]}"
    return None


def record_absence(rows: Rows, run_id: int, article_id: int, reason: str) -> None:
    """Note that an article was looked for and not found. What follows of it is decided at the end of the run."""
    rows.insert("absences", {"article_id": article_id, "run_id": run_id, "at": now(), "reason": reason})


def settle(rows: Rows, run_id: int, answers: int) -> bool:
    """At a run's end, of so many answers: absences count if the site is well; the third over 48 hours makes `gone`.

    Returns whether the site was well.
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
    """An article is not on its site any more, if it was until now."""
    if rows.connection.execute(_GONE, (article_id,)).rowcount:
        insert_event(rows, article_id, "gone", at, detail)


def restore(rows: Rows, article_id: int, at: str) -> None:
    """An article that was gone is there again."""
    rows.connection.execute("UPDATE articles SET state = 'live' WHERE id = ?", (article_id,))
    insert_event(rows, article_id, "restored", at)


def clear_absences(rows: Rows, url: str) -> None:
    """An article is there: earlier absences count no more."""
    rows.connection.execute("DELETE FROM absences WHERE article_id = (SELECT id FROM articles WHERE url = ?)", (url,))


def find_origin(rows: Rows, target: str, article: Article) -> tuple[int, str] | None:
    """The stored article whose address now leads to `target`, where the same one is found: its id and old address."""
    row = rows.connection.execute(_ORIGIN, (target, article.title, article.text)).fetchone()
    return None if row is None or find_id(rows.connection, target) is not None else (int(row[0]), str(row[1]))


def record_move(rows: Rows, origin: tuple[int, str], target: str) -> None:
    """A stored article has moved."""
    article_id, url = origin
    rows.connection.execute("UPDATE articles SET url = ? WHERE id = ?", (target, article_id))
    insert_event(rows, article_id, "moved", now(), {"from": url, "to": target})


def clear_outdated(rows: Rows) -> None:
    """A sighting of an article clears its earlier absences, whichever of the archives that were merged saw it."""
    rows.connection.execute(_OUTDATED)


def drop_of_missing_articles(rows: Rows) -> None:
    """Take out the absences of articles that are not here any more."""
    rows.connection.execute(_OF_NONE)
