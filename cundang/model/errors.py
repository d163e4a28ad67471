"""What can go wrong, as one line that names the object, the cause and the next step."""

from typing import Literal

# The stages that may refuse a page, an address or a file: the values of `problems.stage`. `read` stands for a fault of
# this software, whichever stage it happened in.
Stage = Literal[
    "discover",
    "fetch",
    "import",
    "keep",
    "read",
    "decode",
    "extract",
    "clean",
    "normalise",
    "compare",
]


class ArchiveError(Exception):
    """The command cannot go on. `str()` is the line that its user reads; `exit_code` is 1 (failed) unless said."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class AskedWronglyError(ArchiveError):
    """The command was asked for something that is not there: exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=2)


class RefusedError(Exception):
    """A stage refuses a page. The page stays in the WARC; `stage` and `reason` become a row in `problems`."""

    def __init__(self, stage: Stage, reason: str) -> None:
        super().__init__(f"{stage}: {reason}")
        self.stage: Stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type["RefusedError"], tuple[Stage, str]]:
        """Pickle as stage and reason, so that one process can hand the error to another."""
        return RefusedError, (self.stage, self.reason)
