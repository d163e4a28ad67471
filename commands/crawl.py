"""archive crawl"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import db_option, json_option, print_json, warc_folder, warc_option
from pipelines.errors import AskedWronglyError

if TYPE_CHECKING:
    from scrapers.run import Report
    from scrapers.site import Site

BELOW = 3  # exit code: ran, but below what the site promises


@click.command()
@click.argument("site")
@click.option("--limit", type=click.IntRange(min=0), help="Fetch at most so many articles.")
@click.option(
    "--delay", type=click.FloatRange(min=0), help="Seconds between two requests.  [default: as the site asks, 3]"
)
@db_option
@warc_option
@json_option
def crawl(site: str, limit: int | None, delay: float | None, db: Path, warc: Path | None, as_json: bool) -> None:
    """Crawl a site into the archive.

    SITE is the name of a site, as `scrapy list` shows them. Reads the site's lists and fetches the articles that they
    name and that are not in the archive. Every answer is kept in the WARC folder as it came; articles are stored, and
    pages that are none get a row in the table `problems`. A crawl that was interrupted goes on where it was.

    `scrapy crawl SITE` does the same, with Scrapy's own exit codes.

    Prints what came of it, and a line for each source of the site that gave nothing. Exit code 3 if none of them gave
    anything, 75 if another run of this site is under way. Identify yourself to the site: set ARCHIVE_CONTACT to an
    address at which you can be reached.
    """
    from scrapers.run import crawl as run
    from scrapers.sites import sites

    known = sites().get(site)
    if known is None or not known.sources:
        crawlable = ", ".join(name for name, each in sites().items() if each.sources)
        why = "no such site" if known is None else "no sources are known for it yet"
        raise AskedWronglyError(f"{site}: {why}; sites that can be crawled: {crawlable}")
    report = run(known, db, warc_folder(db, warc), limit, delay)
    tell(known, report, as_json)
    if report.reason != "finished":
        raise click.exceptions.Exit(1)
    if not any(report.named.values()):
        raise click.exceptions.Exit(BELOW)


def tell(site: "Site", report: "Report", as_json: bool) -> None:
    """Say what came of a crawl."""
    if as_json:
        print_json(
            {"site": site.name, "run": report.run_id, "reason": report.reason, **report.counts, "sources": report.named}
        )
        return
    for name, count in report.named.items():
        source = site.source(name)
        if not count and source:
            guess = " (its address is a guess)" if source.guess else ""
            click.echo(
                f"{site.name}: {name} gave nothing: {report.reasons.get(name, 'it named no article')}; {source.url}{guess}",
                err=True,
            )
    if report.reason != "finished":
        click.echo(f"{site.name}: stopped ({report.reason}); the same command goes on where it was", err=True)
    told = [
        f"{report.counts[n]} {n}" for n in ("new", "edited", "unchanged", "refused", "failed") if report.counts.get(n)
    ]
    click.echo(f"{site.name}: {', '.join(told) or 'nothing new'}; {report.counts.get('fetched', 0)} answers kept")
