"""The exit codes of every command: the only place that gives them numbers."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell sees when a command ends. `2` is what click uses for wrong options, 75 is EX_TEMPFAIL of sysexits.h."""

    DONE = 0
    FAILED = 1
    USAGE = 2  # wrong options, or something that does not exist was asked for
    BELOW = 3  # the command ran, and a site is below what it promises
    LOCKED = 75  # another run holds the lock
