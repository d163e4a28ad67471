"""What is expected of a site."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Expect:
    """What a site promises; a run that falls below it ends with exit code 3.

    `articles_a_week` that are new, on average; `title`, `date`, `text` are shares of its pages that have one, told of
    runs that store ten pages or more; a silence of `silence` times the usual gap between two articles is too long.
    """

    articles_a_week: float = 0
    title: float = 0.9
    date: float = 0.5
    text: float = 0.5
    silence: float = 3.0


USUAL = Expect()
