"""Refuse pages of withdrawn articles: by their address, by their bytes, or by the text that is read from them."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.raw.members import Note
from cundang.store import redactions, withdrawal
from cundang.store.redactions import Redaction
from cundang.store.run_log import Kept, find_record_of_run
from cundang.store.session import Session


def check_page(session: Session, page: Page, digest: str) -> None:
    """Raise RefusedError for a page of a withdrawn article, before it is kept; `digest` is that of its body."""
    if decision := redactions.find_redaction(session.rows.connection, page.url, [digest]):
        raise RefusedError("keep", redactions.explain(decision))


def find_decision(session: Session, article: Article, first: Page) -> Redaction | None:
    """The decision that holds for an article that was read, at whatever address; None where there is none."""
    digests = [article.sha256, hashlib.sha256(first.body).hexdigest()]
    return redactions.find_redaction(session.rows.connection, article.url, digests)


def drop(session: Session, decision: Redaction, pages: Sequence[Page], kept: Kept) -> str:
    """Note that the pages of an article that was kept as it came in are of one that is withdrawn; returns the reason.

    Their addresses are not asked for again. Where it is erased, what was kept of them is taken out again.
    """
    rows, first, reason = session.rows, pages[0], redactions.explain(decision)
    redactions.refuse_addresses(rows, decision, [page.url for page in pages])
    is_erased = decision.level == "erased"
    session.record_problem(first.url, "keep", reason, None if is_erased else kept.record)
    session.record_outcome(kept, "refused", None if is_erased else first.body)
    redactions.add_digests(rows, decision.id, [hashlib.sha256(first.body).hexdigest()])
    if not is_erased:
        return reason
    others = (find_record_of_run(rows, session.run_id, page.url) for page in pages[1:])
    places: dict[str, set[int]] = defaultdict(set)
    for record in (kept.record, *others):
        if record and record.warc_file:
            session.warc.erase(record, Note(decision.id, decision.decided_at))
            places[record.warc_file].add(record.warc_offset)
    withdrawal.forget_places(rows, places)
    return reason
