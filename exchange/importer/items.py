"""What a reader of files finds: pages, and what is none, each with its reason: every record is accounted for."""

from dataclasses import dataclass
from datetime import datetime

from cundang.model.errors import RefusedError
from cundang.model.page import Page


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no page, and why: a picture, a redirect, a request."""

    reason: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A crawler found the page at an address as it was before (a WARC `revisit` record)."""

    url: str
    at: datetime


class DamageError(RefusedError):
    """A place in a file that cannot be read: how many records were there is not known."""

    def __init__(self, reason: str) -> None:
        super().__init__("import", reason)


Item = Page | Skipped | Sighting | RefusedError
