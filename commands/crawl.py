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
@click.argument("site", required=False)
@click.option(
    "--all",
    "all_sites",
    is_flag=True,
    help="Crawl all sites, each in a process and an archive of its own, and merge them.",
)
@click.option(
    "--on",
    metavar="tcp://HOST:PORT",
    help="With --all: on the workers of a Dask scheduler (needs the extra `cluster`, and this folder at the same path there).",
)
@click.option("--limit", type=click.IntRange(min=0), help="Fetch at most so many articles.")
@click.option(
    "--delay", type=click.FloatRange(min=0), help="Seconds between two requests.  [default: as the site asks, 3]"
)
@db_option
@warc_option
@json_option
def crawl(  # noqa: PLR0913 - its options
    site: str | None, all_sites: bool, on: str | None, limit: int | None, delay: float | None,
    db: Path, warc: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Crawl a site into the archive.

    SITE is the name of a site, as `scrapy list` shows them. Reads the site's lists and fetches the articles that they
    name and that are not in the archive. Every answer is kept in the WARC folder as it came; articles are stored, and
    pages that are none get a row in the table `problems`. A crawl that was interrupted goes on where it was.

    `scrapy crawl SITE` does the same, with Scrapy's own exit codes.

    Prints what came of it, and a line for each source of the site that gave nothing. Exit code 3 if none of them gave
    anything, 75 if another run of this site is under way. Identify yourself to the site: set ARCHIVE_CONTACT to an
    address at which you can be reached.
    """
    if all_sites == bool(site) or (on and not all_sites):
        raise AskedWronglyError("name a site, or ask for --all of them; --on goes with --all")
    if all_sites or site is None:
        crawl_all(db, warc_folder(db, warc), on, limit, delay, as_json)
        return
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


def crawl_all(db: Path, warc: Path, on: str | None, limit: int | None, delay: float | None, as_json: bool) -> None:
    """Crawl all sites; the exit code is 1 if one failed, 3 if one gave nothing."""
    from scrapers.cluster import crawl_all as run
    from scrapers.cluster import jobs

    options = [
        *(["--limit", str(limit)] if limit is not None else []),
        *(["--delay", str(delay)] if delay is not None else []),
    ]
    codes = set()
    for done in run(jobs(db, options), db, warc, on):
        codes.add(done.exit_code)
        if as_json:
            print_json({"site": done.name, "exit_code": done.exit_code, "said": done.said})
        elif done.said:
            click.echo(done.said, err=done.exit_code != 0)
    if bad := codes - {0}:
        raise click.exceptions.Exit(1 if bad != {BELOW} else BELOW)


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
