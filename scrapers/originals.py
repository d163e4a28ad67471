"""Find the earlier record that has the body of an answer, so that an unchanged page is not kept twice."""

from http import HTTPStatus

from cundang.model.page import PAGE_STATUSES, Page, Record
from cundang.raw.http_message import parse_answer
from cundang.raw.reader import RawRecord
from cundang.store.session import Session

_SMALLEST = 2048  # bytes of a body; a record that names another takes about half as many
_LAST_GOOD = """
    SELECT warc_file, warc_offset FROM fetches
    WHERE url = ? AND status IN (200, 203) AND warc_file IS NOT NULL ORDER BY id DESC LIMIT 1
"""
_SAME = ("content-type", "content-encoding")  # headers by which a body is read


def find_original(
    session: Session, page: Page, not_modified: Record | None, known_as: str
) -> tuple[Record, RawRecord] | None:
    """Find the response that an answer revisits; None where the answer is to be kept in full.

    `not_modified` is the record of the answer that a conditional request named, if there was one: it is what a 304
    says is unchanged. Of other answers it is the last good one of the address `known_as`, if it has the same bytes. The
    body of `page` is as it came off the wire.
    """
    if page.status == HTTPStatus.NOT_MODIFIED:
        return _find(session, page, not_modified) if not_modified else None
    if page.status not in PAGE_STATUSES or len(page.body) < _SMALLEST:
        return None
    row = session.rows.connection.execute(_LAST_GOOD, (known_as,)).fetchone()
    found = _find(session, page, Record(*row)) if row else None
    if found is None:
        return None
    answer = parse_answer(found[1].block)
    is_same = answer.body == page.body and all(answer.header(name) == (page.header(name) or "") for name in _SAME)
    return found if is_same else None


def _find(session: Session, page: Page, place: Record) -> tuple[Record, RawRecord] | None:
    found = session.warc.find_response(place)
    return found if found and found[1].url == page.url and found[1].header("warc-payload-digest") else None
