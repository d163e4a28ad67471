"""Record that articles are gone from their site, restored or moved. Their text stays in the archive in any case."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.store import frontier
from cundang.store.articles import find_id, insert_event
from cundang.store.clock import now, read_clock
from cundang.store.frontier import Address
from cundang.store.rows import Rows
from cundang.text.address import path_of

# An article that was missing in three runs over 48 hours is gone. Runs of a day are not at the same second each day.
SIGHTINGS, SPAN = 3, timedelta(hours=48) - timedelta(hours=2)
# Newly missing articles are told from a site that fails if they are at most this share of the live ones that were asked
# for; of more, live articles that were seen lately are asked for once more, and most of these must be there.
_SHARE, _FEW = 0.2, 3
_CONTROLS = 5
_NO_TEXT = (
    "no article on the page any more"  # begins the reason of an absence that may be a layout that nobody can read
)
# A missing article is asked for in the next run of a day; one that is gone after half the time that it has been so, at
# last once in thirty runs of a day.
_SOON, _LATEST = timedelta(hours=12), timedelta(days=30) - timedelta(hours=12)
_NOTICE = re.compile(
    r"页面不存在|頁面不存在|页面没有找到|页面未找到|文章不存在|内容不存在|已被?删除|已下线|您访问的页面|404 ?not ?found|page not found",
    re.IGNORECASE,
)
_ERROR_PAGE = re.compile(
    r"/(?:(?:page|err|error)?[-_]?404|error|not-?found|nopage)(?:/?|/index\.\w{2,5}|\.\w{2,5})", re.IGNORECASE
)
_STATE = """
    SELECT state, (SELECT max(at) FROM events WHERE article_id = articles.id AND kind = 'gone') FROM articles
    WHERE id = ?
"""
# The articles that were missing in a run: whether they were missing before, and whether only their text was.
_MISSING = """
    SELECT article_id, max(instr(reason, ?) = 1),
      EXISTS (SELECT 1 FROM absences b WHERE b.article_id = a.article_id AND b.run_id != a.run_id)
    FROM absences a WHERE run_id = ? GROUP BY article_id ORDER BY article_id
"""
_FOUND_IN_RUN = """
    SELECT count(DISTINCT url) FROM fetches
    WHERE run_id = ? AND outcome IN ('new', 'edited', 'unchanged') AND purpose IS NULL
"""
_FOUND_AGAIN = """
    SELECT count(DISTINCT url) FROM fetches
    WHERE run_id = ? AND outcome IN ('new', 'edited', 'unchanged') AND purpose IS NULL
      AND id > ? AND url IN (SELECT value FROM json_each(?))
"""
_ASKED_IN_VAIN = "SELECT DISTINCT url FROM fetches WHERE run_id = ? AND outcome = 'missing'"
_SEEN_LATELY = """
    SELECT u.id, u.url, u.kind, u.source, u.depth, u.hops FROM articles a JOIN urls u ON u.url = a.url
    WHERE a.site = ? AND a.state = 'live' AND u.kind = 'article' AND u.redirect_to IS NULL
      AND NOT EXISTS (SELECT 1 FROM absences WHERE article_id = a.id)
    ORDER BY a.last_seen_at DESC, a.id DESC LIMIT ?
"""
_ORIGIN = """
    SELECT a.id, a.url FROM urls u JOIN articles a ON a.url = u.url
    WHERE u.redirect_to = ? AND (a.title = ? OR a.text = ?) LIMIT 1
"""
_HELD = "SELECT 1 FROM articles WHERE url = ? AND sha256 = ?"
_GONE_LATER = "SELECT 1 FROM events WHERE article_id = ? AND kind = 'gone' AND at > ?"
_FOUND = "DELETE FROM absences WHERE at <= ? AND article_id = (SELECT id FROM articles WHERE url = ?)"
_ABSENCES = "SELECT at, reason FROM absences WHERE article_id = ? ORDER BY at"
_GONE = "UPDATE articles SET state = 'gone' WHERE id = ? AND state = 'live'"
_SETTLE = """
    UPDATE articles SET state = iif(gone.at >= coalesce(last_seen_at, ''), 'gone', 'live')
    FROM (SELECT max(at) AS at FROM events WHERE article_id = :id AND kind = 'gone') gone
    WHERE id = :id AND gone.at IS NOT NULL
"""
_OUTDATED = "DELETE FROM absences WHERE at <= (SELECT last_seen_at FROM articles WHERE id = article_id)"
_WITHOUT_ARTICLE = "DELETE FROM absences WHERE article_id NOT IN (SELECT id FROM articles)"
_SHORT = 200  # characters; a longer text may use such words without being a notice


def find_missing_notice(rows: Rows, reading: Article | RefusedError) -> str | None:
    """Say why a page with status 200 has no article any more: a notice, or no text. None if it has one.

    A short article that says so itself is one as long as it says what is held.
    """
    if isinstance(reading, RefusedError):
        return f"{_NO_TEXT} ({reading})"
    if len(reading.text) < _SHORT and (notice := _NOTICE.search(f"{reading.title}\n{reading.text}")):
        if rows.connection.execute(_HELD, (reading.url, reading.sha256)).fetchone():
            return None
        return f"the page says {notice[0]}"
    return None


def is_error_page(url: str) -> bool:
    """Whether an address is that of a site's page for what is not there: /404.html, /error/."""
    return _ERROR_PAGE.fullmatch(path_of(url)) is not None


def record_absence(rows: Rows, run_id: int, article_id: int, url: str, reason: str) -> None:
    """Note that an article was missing at its address, and when to look again.

    `settle` decides at the end of the run whether a live one is gone. Of one that is gone nothing is new.
    """
    state, gone_at = rows.connection.execute(_STATE, (article_id,)).fetchone()
    wait = _SOON
    if state == "live":
        rows.insert("absences", {"article_id": article_id, "run_id": run_id, "at": now(), "reason": reason})
    else:
        gone_for = read_clock() - datetime.fromisoformat(gone_at) if gone_at else _LATEST * 2
        wait = min(max(gone_for / 2, _SOON), _LATEST)
    frontier.mark_done(rows, url, reason)
    frontier.schedule(rows, url, read_clock() + wait)


@dataclass(frozen=True, slots=True)
class Controls:
    """Live articles asked for at the end of a run, to tell whether the site is well; `after` is a fetch's id."""

    addresses: tuple[Address, ...]
    after: int


def is_doubtful(rows: Rows, run_id: int) -> bool:
    """Whether so many live articles are newly missing in a run that the site itself may have failed."""
    new = [article_id for article_id, _, is_known in _select_missing(rows, run_id) if not is_known]
    return len(new) > _SHARE * (len(new) + _count_found(rows, run_id))


def select_controls(rows: Rows, site: str) -> Controls:
    """Select the live articles of a site that were seen last."""
    found = rows.connection.execute(_SEEN_LATELY, (site, _CONTROLS))
    (after,) = rows.connection.execute("SELECT coalesce(max(id), 0) FROM fetches").fetchone()
    return Controls(tuple(Address(*row) for row in found), after)


def count_controls_found(rows: Rows, run_id: int, controls: Controls) -> int:
    """Count the controls that were there."""
    urls = json.dumps([address.url for address in controls.addresses])
    return int(rows.connection.execute(_FOUND_AGAIN, (run_id, controls.after, urls)).fetchone()[0])


def settle(rows: Rows, run_id: int, answers: int, controls: Controls | None = None) -> bool:
    """Decide at the end of a run what its absences mean; `answers` is how many pages the run received.

    If the site itself is broken, the absences are deleted, what was missing is asked for again soon, also what is
    gone, and the result is False: too many articles are newly missing and the controls are too, or too many pages
    have no text that can be read. Otherwise an article that was missing for the third time, over at least 48 hours,
    becomes `gone`.
    """
    missing = _select_missing(rows, run_id)
    if _is_broken(rows, run_id, missing, answers, controls):
        rows.connection.execute("DELETE FROM absences WHERE run_id = ?", (run_id,))
        for (url,) in rows.connection.execute(_ASKED_IN_VAIN, (run_id,)).fetchall():
            frontier.schedule(rows, url, read_clock() + _SOON)
        return False
    for article_id, _, _ in missing:
        _mark_gone_if_long(rows, article_id)
    return True


def _is_broken(
    rows: Rows, run_id: int, missing: Sequence[tuple[int, bool, bool]], answers: int, controls: Controls | None
) -> bool:
    new = [has_no_text for _, has_no_text, is_known in missing if not is_known]
    asked = len(new) + _count_found(rows, run_id)
    if sum(new) > max(_FEW, _SHARE * asked):
        return True
    if len(new) <= _SHARE * asked:
        return False
    if controls and controls.addresses:
        return 2 * count_controls_found(rows, run_id, controls) < len(controls.addresses)
    return len(new) > max(_FEW, _SHARE * answers) or len(new) >= answers


def _select_missing(rows: Rows, run_id: int) -> list[tuple[int, bool, bool]]:
    return rows.connection.execute(_MISSING, (_NO_TEXT, run_id)).fetchall()


def _count_found(rows: Rows, run_id: int) -> int:
    return int(rows.connection.execute(_FOUND_IN_RUN, (run_id,)).fetchone()[0])


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


def settle_state(rows: Rows, article_id: int) -> None:
    """Let an article of several archives be gone if it was not seen after it was last found to be gone, in any."""
    rows.connection.execute(_SETTLE, {"id": article_id})


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
