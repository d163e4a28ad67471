"""What the end of a crawl and `archive check` say of a site that does not keep what is expected of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unmet:
    """What was not kept, since which day, and up to two pages that show it.

    `next_step` is what to do with these pages; where there is one, a run's line names them.
    """

    what: str
    since: str
    examples: tuple[str, ...]
    next_step: str = ""

    @property
    def line(self) -> str:
        """What the end of a run says of it."""
        return f"{self.what}; {self.next_step} {' and '.join(self.examples)}" if self.next_step else self.what
