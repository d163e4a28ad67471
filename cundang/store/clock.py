"""Times in the form in which the archive stores them."""

from datetime import UTC, datetime

from cundang.model.article import Article
from cundang.model.page import Page


def now() -> str:
    """The current time, as it is stored."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC, ISO 8601 to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def stamp_sighting(page: Page | Article) -> str | None:
    """When the site showed a page, as it is stored; None where nobody knows."""
    return stamp(page.fetched_at) if page.is_sighting else None
