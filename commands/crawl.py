"""archive crawl"""

import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import db_option, json_option, print_json, warc_folder, warc_option
from cundang.model.errors import AskedWronglyError

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
@click.option(
    "--since", metavar="DATE", help="Fill back to this day (2024-01-31), by the days that addresses and lists give."
)
@click.option("--recheck", is_flag=True, help="Look at every stored article again, whether it is due or not.")
@click.option("--limit", type=click.IntRange(min=0), help="Fetch at most so many articles.")
@click.option(
    "--delay", type=click.FloatRange(min=0), help="Seconds between two requests.  [default: as the site asks, 3]"
)
@click.option("--jitter", type=click.IntRange(min=0), default=0, help="Wait up to so many seconds before the start.")
@click.option(
    "--contact", envvar="ARCHIVE_CONTACT", help="An address at which the site can reach you.  [env: ARCHIVE_CONTACT]"
)
@click.option("--allow-private", is_flag=True, help="Open the private host and port that SITE names, and no other.")
@click.option(
    "--proxy",
    is_flag=True,
    help="Use the proxy that the environment names; it sees what is fetched, the guard no more.",
)
@db_option
@warc_option
@json_option
def crawl(  # noqa: PLR0913 - one a option
    site: str | None,
    all_sites: bool,
    on: str | None,
    since: str | None,
    recheck: bool,
    limit: int | None,
    delay: float | None,
    jitter: int,
    contact: str | None,
    allow_private: bool,
    proxy: bool,
    db: Path,
    warc: Path | None,
    as_json: bool,
) -> None:
    """Crawl a site into the archive.

    SITE is the name of a site, as `scrapy list` shows them, or any address: then what is on its host and below its path
    is found by its sitemaps, feeds and links. Reads the site's lists and fetches the articles that they
    name and that are not in the archive. Every answer is kept in the WARC folder as it came; articles are stored, and
    pages that are none get a row in the table `problems`. A crawl that was interrupted goes on where it was.
    Articles that are stored are looked at again after half the time since they last changed (6 hours to a year).

    `scrapy crawl SITE` does the same, with Scrapy's own exit codes.

    Prints what came of it, and a line for each source of the site that gave nothing. Exit code 3 if none of them gave
    anything or the site fell below what it promises, 75 if another run of this site is under way, 2 if the address is
    refused, or a public host would not see whom to ask (--contact).
    """
    if all_sites == bool(site) or (on and not all_sites):
        raise AskedWronglyError("name a site, or ask for --all of them; --on goes with --all")
    if all_sites or site is None:
        crawl_all(db, warc_folder(db, warc), on, limit, delay, as_json)
        return
    from scrapers.adhoc_site import make_adhoc_site
    from scrapers.run import Options
    from scrapers.run import crawl as run
    from scrapers.sites import sites

    if since is not None:
        since = _day(since)
    if ":" in site:
        known: Site | None = make_adhoc_site(site, allow_private, 3.0 if delay is None else delay)
    else:
        known = sites().get(site)
        if known is not None and allow_private:
            known = replace(known, loopback=True)
    if known is None or not known.sources:
        crawlable = ", ".join(name for name, each in sites().items() if each.sources)
        why = "no such site" if known is None else "no sources are known for it yet"
        raise AskedWronglyError(f"{site}: {why}; sites that can be crawled: {crawlable}")
    time.sleep(random.uniform(0, jitter))  # noqa: S311 - not a secret
    options = Options(contact=contact, since=since, recheck=recheck, proxy=proxy)
    report = run(known, db, warc_folder(db, warc), limit, delay, options)
    tell(known, report, as_json)
    if report.reason in ("asked_to_wait", "outside its hours"):
        raise click.exceptions.Exit(BELOW if report.reason == "asked_to_wait" else 0)
    if report.reason != "finished":
        raise click.exceptions.Exit(1)
    if not any(report.named.values()) and any("the guard refuses" in why for why in report.reasons.values()):
        raise click.exceptions.Exit(2)
    if report.below or not any(report.named.values()):
        raise click.exceptions.Exit(BELOW)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise AskedWronglyError(f"--since {text}: not a day; write it like 2024-01-31") from None


def crawl_all(db: Path, warc: Path, on: str | None, limit: int | None, delay: float | None, as_json: bool) -> None:
    """Crawl all sites; the exit code is 1 if one failed, 3 if one gave nothing."""
    from scrapers.cluster import crawl_all as run
    from scrapers.cluster import make_jobs

    options = [
        *(["--limit", str(limit)] if limit is not None else []),
        *(["--delay", str(delay)] if delay is not None else []),
    ]
    codes = set()
    for done in run(make_jobs(db, options), db, warc, on):
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
        if not count and source and not source.optional:
            guess = " (its address is a guess)" if source.guess else ""
            click.echo(
                f"{site.name}: {name} gave nothing: {report.reasons.get(name, 'it named no article')}; {source.url}{guess}",
                err=True,
            )
    for broken in report.below:
        click.echo(f"{site.name}: {broken}", err=True)
    if report.reason != "finished":
        click.echo(f"{site.name}: stopped ({report.reason}); the same command goes on where it was", err=True)
    told = [
        f"{report.counts[n]} {n}" for n in ("new", "edited", "unchanged", "refused", "failed") if report.counts.get(n)
    ]
    click.echo(f"{site.name}: {', '.join(told) or 'nothing new'}; {report.counts.get('fetched', 0)} answers kept")
