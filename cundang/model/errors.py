"""What can go wrong, as one line that names the object, the cause and the next step."""


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

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(f"{stage}: {reason}")
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type["RefusedError"], tuple[str, str]]:
        """So that a process can hand it to another."""
        return RefusedError, (self.stage, self.reason)
