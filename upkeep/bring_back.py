"""Bring back the articles of decisions that are lifted, from their kept pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cundang.model.page import Record
from cundang.model.publisher import Publishers
from cundang.raw.pages import read_page
from cundang.store import extras, redactions, run_log
from cundang.store.articles import find_id, find_known
from cundang.store.redactions import Redaction
from cundang.store.rows import Rows
from cundang.store.withdrawal import extend_times
from pipelines import line
from pipelines.files import find_attachment_type, find_picture_type
from upkeep.withdrawn_pages import KeptPage, read_kept

_FIND_TYPE = {"images": find_picture_type, "attachments": find_attachment_type}


def bring_back(
    rows: Rows, warc_folder: Path, lifted: Sequence[Redaction], publishers: Callable[[], Publishers]
) -> None:
    """Lift decisions, each in one transaction: it holds no more, and its article is there again."""
    rows.publishers = publishers()
    for redaction in lifted:
        addresses = redactions.read_addresses(rows.connection, redaction.url)
        pages = list(read_kept(rows.connection, warc_folder, addresses, publishers))
        with rows.transaction():
            redactions.lift_redaction(rows, redaction.id)
            redactions.admit_addresses(rows, redaction.url)
            for page in pages:
                _store(rows, page, redaction)
            article_id = find_id(rows.connection, redaction.url)
            if article_id is not None:
                extend_times(rows, article_id, redaction)
                _place_files(rows, article_id, warc_folder)


def _store(rows: Rows, page: KeptPage, redaction: Redaction) -> None:
    """Store a page as its fetch found it."""
    article = page.replayed.article
    if article is None:
        return
    moment = datetime.fromisoformat(page.fetched_at)
    article = replace(
        article, url=redaction.url, site=redaction.site or article.site, fetched_at=moment, is_sighting=page.is_sighting
    )
    record = Record(page.warc_file, page.warc_offset)
    outcome = line.write(rows, article, find_known(rows.connection, article), record)
    run_log.change_outcome(rows, page.fetch_id, outcome)


def _place_files(rows: Rows, article_id: int, warc_folder: Path) -> None:
    """Say of the article's pictures and attachments where their bytes are."""
    for table in extras.PURPOSES:
        for url in extras.select_missing(rows, table, article_id):
            record = extras.find_held(rows, url)
            page = read_page(warc_folder, record.warc_file, record.warc_offset) if record else None
            if record and page and (media_type := _FIND_TYPE[table](page)):
                extras.place(rows, table, article_id, {**extras.describe_held(page, media_type, record), "url": url})
