"""archive crawl"""

import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json, tell_broken
from commands.site_names import except_option, take_all
from cundang.files.settings import choose_contact
from cundang.model.errors import UsageError
from cundang.model.exit_codes import ExitCode
from cundang.text.shorten import shorten

if TYPE_CHECKING:
    from scrapers.run import Report
    from scrapers.site import Site

_LONGEST = 500  # characters of a line


@click.command()
@click.argument("site", required=False)
@click.option(
    "--all",
    "all_sites",
    is_flag=True,
    help="Crawl all sites, each in its own process and archive, and merge these archives.",
)
@except_option
@click.option(
    "--on",
    metavar="tcp://HOST:PORT",
    help="With --all: on the workers of a Dask scheduler (needs the extra `cluster`, and this folder at the same path "
    "there).",
)
@click.option(
    "--since",
    metavar="DATE",
    help="Also read older list pages, back to this day (2024-01-31), and fetch no article that its address or list "
    "dates before it.",
)
@click.option(
    "--until",
    metavar="DATE",
    help="Fetch no article from after this day. With --since, the lists of each day between the two are read where a "
    "site has lists by day; a later run with the same days goes on where this one stopped.",
)
@click.option("--recheck", is_flag=True, help="Fetch every article again that is not gone, due or not.")
@click.option("--limit", type=click.IntRange(min=0), help="Fetch at most so many articles.")
@click.option(
    "--delay", type=click.FloatRange(min=0), help="Seconds between two requests.  [default: as the site asks, 3]"
)
@click.option("--jitter", type=click.IntRange(min=0), default=0, help="Wait up to so many seconds before the start.")
@click.option(
    "--contact",
    envvar="ARCHIVE_CONTACT",
    help="An address at which the site can reach you.  [env: ARCHIVE_CONTACT; default: that of `archive init`]",
)
@click.option("--allow-private", is_flag=True, help="Allow the private host and port that SITE names, and no other.")
@click.option(
    "--proxy",
    is_flag=True,
    help="Use the proxy that the environment names. The proxy connects to the sites, so the guard cannot check the "
    "addresses that host names resolve to.",
)
@click.option(
    "--attachments",
    is_flag=True,
    help="Also keep the files that articles link to (.pdf, .doc, .xls, .ofd, .zip ...): at most 16 MiB each, 64 MiB an "
    "article.",
)
@click.option(
    "--requisites",
    is_flag=True,
    help="Also keep the pictures, style sheets and scripts that the pages of articles need to look as they did, within "
    "the same bounds.",
)
@archive_options("db_path", "warc")
@json_option
def crawl(  # noqa: PLR0913 - one for each option
    site: str | None,
    all_sites: bool,
    left_out: tuple[str, ...],
    on: str | None,
    since: str | None,
    until: str | None,
    recheck: bool,
    limit: int | None,
    delay: float | None,
    jitter: int,
    contact: str | None,
    allow_private: bool,
    proxy: bool,
    attachments: bool,
    requisites: bool,
    db_path: Path,
    warc: Path,
    as_json: bool,
) -> None:
    """Crawl a site into the archive.

    SITE is the name of a site, as `scrapy list` shows them, or a web address. Of an address, everything on its host and
    below its path is crawled, found by sitemaps, feeds and links. Reads the site's lists and fetches the articles that
    they name and that the archive does not have. Every response is kept in the WARC folder as it was received. Articles
    are stored; pages that are refused get a row in the table `problems`. An interrupted crawl continues where it
    stopped. Stored articles are fetched again after half the time since they last changed (6 hours to a year).

    `scrapy crawl SITE` does the same, with Scrapy's own exit codes.

    Prints the counts, and a line for each source of the site that gave nothing: which links its list has, and why
    they were left out. Exit code 3 if none of them gave anything, most pages gave no article (five or more), the site
    fell below what it promises or what is usual, or it asked for a long pause or shut the crawler out; 75 if another
    run of this site is running; 2 if the address is refused, or --contact is missing for a public host.
    """
    if all_sites == bool(site) or ((on or left_out) and not all_sites):
        raise UsageError("name one site, or crawl all of them with --all; --on and --except need --all")
    if all_sites or site is None:
        given = {"--limit": limit, "--delay": delay}
        words = [each for name, value in given.items() if value is not None for each in (name, str(value))]
        words += ["--contact", seen] if (seen := choose_contact(contact, db_path)) else []  # a shard has no settings
        flags = {"--attachments": attachments, "--requisites": requisites}
        names = take_all(left_out)
        _crawl_all(names, db_path, warc, on, [*words, *(name for name, is_set in flags.items() if is_set)], as_json)
        return
    from scrapers.run import Options
    from scrapers.run import crawl as crawl_site

    known = _find_site(site, allow_private, delay)
    options = Options(
        contact=contact,
        since=since and _parse_day("--since", since),
        until=until and _parse_day("--until", until),
        recheck=recheck,
        proxy=proxy,
        attachments=attachments,
        requisites=requisites,
    )
    if options.since and options.until and options.since > options.until:
        raise UsageError(f"--since {since} is after --until {until}; give the earlier day first")
    time.sleep(random.uniform(0, jitter))  # noqa: S311 - not a secret
    report = crawl_site(known, db_path, warc, limit, delay, options)
    print_report(known, report, as_json)
    if code := _choose_exit_code(report):
        raise click.exceptions.Exit(code)


def _parse_day(option: str, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{option} {text}: not a day; write it like 2024-01-31") from None


def _find_site(name: str, allow_private: bool, delay: float | None) -> "Site":
    """The site of a name, or one made for an address. Raises UsageError where it cannot be crawled."""
    from scrapers.adhoc_site import make_adhoc_site
    from scrapers.sites import find_site

    if ":" in name:
        return make_adhoc_site(name, allow_private, 3.0 if delay is None else delay)
    site = find_site(name)
    return replace(site, loopback=True) if allow_private else site


def _choose_exit_code(report: "Report") -> ExitCode:
    if report.reason == "outside its hours":
        return ExitCode.DONE
    if report.reason in ("asked_to_wait", "blocked"):
        return ExitCode.BELOW
    if report.reason != "finished":
        return ExitCode.FAILED
    if not report.article_counts or any(report.article_counts.values()):  # no counts: all days were read before
        return ExitCode.BELOW if report.unmet else ExitCode.DONE
    is_refused = any("the guard refuses" in reason for reason in report.reasons.values())
    return ExitCode.USAGE if is_refused else ExitCode.BELOW


def _crawl_all(names: list[str], db_path: Path, warc: Path, on: str | None, options: list[str], as_json: bool) -> None:
    """Crawl many sites. The exit code is 1 if a crawl failed, 3 if the worst is a site below what it promises."""
    from scrapers.cluster import crawl_all, make_jobs

    codes: set[int] = {ExitCode.FAILED} if tell_broken() else set()
    for done in crawl_all(make_jobs(names, db_path, options), db_path, warc, on):
        codes.add(done.exit_code)
        if as_json:
            print_json({"site": done.name, "exit_code": done.exit_code, "said": done.output})
        elif done.output:
            click.echo(done.output, err=done.exit_code != ExitCode.DONE)
    if bad := codes - {ExitCode.DONE}:
        raise click.exceptions.Exit(ExitCode.BELOW if bad == {ExitCode.BELOW} else ExitCode.FAILED)


def _tell(line: str) -> None:
    """Print to standard error what a site had a part in: on one line, however long that is."""
    click.echo(shorten(line, _LONGEST), err=True)


def print_report(site: "Site", report: "Report", as_json: bool) -> None:
    """Print the counts of a crawl, and to standard error what went wrong."""
    if as_json:
        print_json(
            {
                "site": site.name,
                "run": report.run_id,
                "reason": report.reason,
                **report.counts,
                "sources": report.article_counts,
            }
        )
        return
    for name, count in report.article_counts.items():
        source = site.source(name)
        if not count and source and not source.optional:
            reason = report.reasons.get(name, "it named no article")
            guess = " (its address is a guess)" if source.guess else ""
            _tell(f"{site.name}: {name} gave nothing: {reason}; {source.url}{guess}")
    for broken in report.unmet:
        _tell(f"{site.name}: {broken}")
    if report.reason != "finished":
        _tell(f"{site.name}: stopped ({report.reason}); run the same command again to continue")
    counts = [
        f"{report.counts[name]} {name}"
        for name in ("new", "edited", "unchanged", "refused", "failed")
        if report.counts.get(name)
    ]
    more = "".join(
        f", {report.counts[name]} of {name}" for name in ("attachments", "requisites") if report.counts.get(name)
    )
    kept = f"{report.counts.get('fetched', 0)} answers kept{more}"
    click.echo(f"{site.name}: {', '.join(counts) or 'nothing new'}; {kept}")
