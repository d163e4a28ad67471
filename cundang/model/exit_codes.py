"""The exit codes of every command: the only place that gives them numbers."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended. click uses 2 for wrong options too; 75 is EX_TEMPFAIL of sysexits.h."""

    DONE = 0
    FAILED = 1
    USAGE = 2  # wrong options, or something that does not exist was asked for
    BELOW = 3  # the command ran, and a site is below what it promises
    LOCKED = 75  # another run holds the lock
