"""The clock of the archive, and times in the form in which the archive stores them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what knows an article takes longer to load than `archive status` to count
    from cundang.model.article import Article
    from cundang.model.page import Page

_clock: Callable[[], datetime] | None = None  # that of the machine


def set_clock(clock: Callable[[], datetime] | None) -> None:
    """Let the archive of this process go by another clock, whose moments have a zone; None for the machine's."""
    global _clock  # noqa: PLW0603 - one clock for a process
    _clock = clock


def read_clock() -> datetime:
    """The current moment, in UTC."""
    return _clock().astimezone(UTC) if _clock else datetime.now(UTC)


def now() -> str:
    """The current time, as it is stored."""
    return stamp(read_clock())


def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC, ISO 8601 to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def stamp_sighting(page: "Page | Article") -> str | None:
    """When the site showed a page, as it is stored; None where nobody knows."""
    return stamp(page.fetched_at) if page.is_sighting else None
