"""Times in the form in which the archive stores them."""

from datetime import UTC, datetime


def now() -> str:
    """The current time, as it is stored."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC, ISO 8601 to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
