"""What is expected of a site."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Expect:
    """What a site promises; a run that falls far below it ends with exit code 3.

    `articles_a_week` that are new, on average, as far as the evidence gives dates or counts; `articles_a_week_from`
    says what evidence (`RSSHub's test of 2025-03: 20 rows of 6 days`). None: nobody knows; then the archive learns it
    from the first four weeks of runs. 0: nothing is promised. `title`, `date`, `text` are shares of its pages that have
    one, told of runs that store ten pages or more; a silence of `silence` times the usual gap between two articles is
    too long.
    """

    articles_a_week: float | None = None
    articles_a_week_from: str = ""
    title: float = 0.9
    date: float = 0.5
    text: float = 0.5
    silence: float = 3.0


USUAL = Expect()
UNKNOWN = Expect(title=0, date=0, text=0)  # of a site without a module: what its pages have is not known beforehand
