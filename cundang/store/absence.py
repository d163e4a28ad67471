"""Articles that their site no longer shows, that come back, and that move. The text stays whatever happens."""

import json
import re
from datetime import datetime, timedelta

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.store.session import Archive, now

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
_SHORT = 200  # characters; a longer text only mentions such words


def find_missing_notice(reading: Article | RefusedError) -> str | None:
    """Why a page that was answered with 200 shows no article any more, or None: it says so, or has lost its body."""
    if isinstance(reading, RefusedError):
        return f"no article on the page any more ({reading})"
    if len(reading.text) < _SHORT and (said := _SAYS_SO.search(f"{reading.title}\n{reading.text}")):
        return f"the page says {said[0]}"
    return None


def find_article(archive: Archive, url: str) -> int | None:
    """The id of the article that is stored under an address."""
    row = archive.db.conn.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()
    return int(row[0]) if row else None


def record_absence(archive: Archive, article_id: int, reason: str) -> None:
    """Note that an article was looked for and not found. What follows of it is decided at the end of the run."""
    row = {"article_id": article_id, "run_id": archive.run_id, "at": now(), "reason": reason}
    archive.insert("absences", row)


def settle(archive: Archive, answers: int) -> bool:
    """At a run's end, of so many answers: absences count if the site is well; the third over 48 hours makes `gone`.

    Returns whether the site was well.
    """
    of_run = [
        row[0] for row in archive.db.conn.execute("SELECT article_id FROM absences WHERE run_id = ?", (archive.run_id,))
    ]
    if len(of_run) > max(3, _SHARE * answers) or len(of_run) >= answers:
        archive.db.conn.execute("DELETE FROM absences WHERE run_id = ?", (archive.run_id,))
        return not of_run
    for article_id in of_run:
        _gone(archive, article_id)
    return True


def _gone(archive: Archive, article_id: int) -> None:
    rows = archive.db.conn.execute(
        "SELECT at, reason FROM absences WHERE article_id = ? ORDER BY at", (article_id,)
    ).fetchall()
    first, last = datetime.fromisoformat(rows[0][0]), datetime.fromisoformat(rows[-1][0])
    if len(rows) < SIGHTINGS or last - first < SPAN:
        return
    changed = archive.db.conn.execute(
        "UPDATE articles SET state = 'gone' WHERE id = ? AND state = 'live'", (article_id,)
    )
    if changed.rowcount:
        detail = {"sightings": len(rows), "since": rows[0][0], "reason": rows[-1][1]}
        _event(archive, article_id, "gone", rows[-1][0], detail)


def restore(archive: Archive, article_id: int, at: str) -> None:
    """An article that was gone is there again."""
    archive.db.conn.execute("UPDATE articles SET state = 'live' WHERE id = ?", (article_id,))
    _event(archive, article_id, "restored", at, None)


def clear_absences(archive: Archive, url: str) -> None:
    """An article is there: earlier absences count no more."""
    archive.db.conn.execute("DELETE FROM absences WHERE article_id = (SELECT id FROM articles WHERE url = ?)", (url,))


def find_origin(archive: Archive, target: str, article: Article) -> tuple[int, str] | None:
    """The stored article whose address now leads to `target`, where the same one is found: its id and old address."""
    row = archive.db.conn.execute(_ORIGIN, (target, article.title, article.text)).fetchone()
    return None if row is None or find_article(archive, target) is not None else (int(row[0]), str(row[1]))


def record_move(archive: Archive, origin: tuple[int, str], target: str) -> None:
    """A stored article has moved."""
    article_id, url = origin
    archive.db.conn.execute("UPDATE articles SET url = ? WHERE id = ?", (target, article_id))
    _event(archive, article_id, "moved", now(), {"from": url, "to": target})


def _event(archive: Archive, article_id: int, kind: str, at: str, detail: dict[str, object] | None) -> None:
    told = detail and json.dumps(detail, ensure_ascii=False)
    archive.insert("events", {"article_id": article_id, "at": at, "kind": kind, "detail": told})
