"""Errors whose text is one line: the object, the cause and the next step."""

from typing import Literal

from cundang.model.exit_codes import ExitCode

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
    """A command cannot go on. `str()` is the line that the user reads, `exit_code` the exit code of the command."""

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class UsageError(ArchiveError):
    """A command was called with options that do not go together, or for something that does not exist: exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, ExitCode.USAGE)


class Interrupted(KeyboardInterrupt):
    """A signal asks the command to end. `str()` says which: `interrupted by SIGHUP`."""

    def __init__(self, signal: str) -> None:
        super().__init__(f"interrupted by {signal}")


class RefusedError(Exception):
    """A stage refuses a page. The page stays in the WARC; `stage` and `reason` become a row in `problems`."""

    def __init__(self, stage: Stage, reason: str) -> None:
        super().__init__(f"{stage}: {reason}")
        self.stage: Stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type["RefusedError"], tuple[Stage, str]]:
        """Pickle the two arguments, so that a worker process can return the error."""
        return RefusedError, (self.stage, self.reason)


class FramedError(RefusedError):
    """A page has no text of its own, but a frame that may hold it: `frame` is the address of that page."""

    def __init__(self, stage: Stage, reason: str, frame: str) -> None:
        super().__init__(stage, reason)
        self.frame = frame

    def __reduce__(self) -> tuple[type["RefusedError"], tuple[Stage, str]]:
        return FramedError, (self.stage, self.reason, self.frame)  # type: ignore[return-value]
