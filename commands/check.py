"""archive check"""

import sys
from pathlib import Path

import click

from commands.options import db_option, json_option, print_json

_RATES = """
    SELECT site, profile, count(*) AS pages, sum(agreement < :agrees) AS disagree, min(agreement) AS least,
      (SELECT c2.url FROM comparisons c2 WHERE c2.site = c.site AND c2.profile = c.profile ORDER BY agreement LIMIT 1) AS example
    FROM comparisons c WHERE :site IS NULL OR site = :site GROUP BY site, profile ORDER BY site, profile
"""
_MOST = 0.1  # of the sampled pages of a profile; more, and the profile or the generic extractor has rotted
_LEAST_PAGES = 10  # sampled; fewer say nothing


@click.command()
@click.argument("site", required=False)
@db_option
@json_option
def check(site: str | None, db: Path, as_json: bool) -> None:
    """Say where a site's profiles and the generic extractor disagree.

    One page in twenty is read both ways. Prints for each profile how many of those pages disagree. Exits with 3 where
    more than a tenth of ten pages or more do: then the layout of the site has probably changed.
    """
    from pipelines.remember import AGREES
    from pipelines.schema import open_readonly

    rows = list(open_readonly(db).query(_RATES, {"site": site, "agrees": AGREES}))
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            example = f", e.g. {row['example']} ({row['least']:.2f})" if row["disagree"] else ""
            click.echo(
                f"{row['site']} {row['profile']}: {row['disagree']} of {row['pages']} compared pages disagree{example}"
            )
        if not rows:
            click.echo("no page has been compared yet; one in twenty of those that a profile answers for will be")
    if any(row["pages"] >= _LEAST_PAGES and row["disagree"] > _MOST * row["pages"] for row in rows):
        sys.exit(3)
