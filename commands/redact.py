"""archive redact"""

import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import Folder, archive_options, json_option, print_json, show_status, tell_broken
from commands.personal_numbers import print_report
from cundang.model.errors import UsageError
from cundang.model.exit_codes import ExitCode
from cundang.text.personal_numbers import KINDS

if TYPE_CHECKING:
    import sqlite3

    from cundang.store.redactions import Redaction
    from upkeep.redact import Decision, Redacted, Subject

_HITS = "SELECT id, substr(published_at, 1, 10), site, title FROM articles"


@click.command()
@click.argument("articles", nargs=-1)
@click.option("--query", metavar="QUERY", help="Withdraw all that a search finds; it is listed, and asked about.")
@click.option("--level", type=click.Choice(["hidden", "embargo", "erased"]), help="How much goes; see below.")
@click.option("--reason", help="Why; all can read it. Do not name what is withdrawn.")
@click.option("--until", metavar="DAY", help="The day from which an embargo does not hold any more, as 2027-03-01.")
@click.option("--case", "case_number", metavar="TEXT", help="Your own number for it.")
@click.option("--copies", is_flag=True, help="Withdraw the articles that have the same text as well.")
@click.option("--yes", is_flag=True, help="Do not ask about what --query finds.")
@click.option("--lift", is_flag=True, help="Lift the decisions that hold on ARTICLES.")
@click.option("--due", is_flag=True, help="Lift embargoes whose day has come, and end what was interrupted.")
@click.option("--list", "lists", is_flag=True, help="List all decisions.")
@click.option("--report", is_flag=True, help="List telephone and identity numbers in articles, for you to decide.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Which numbers, with --report.  [default: all]"
)
@click.option("--unmasked", is_flag=True, help="With --report, print the numbers in full.")
@click.option(
    "--snapshots",
    type=click.Choice(["remake", "delete", "keep"]),
    default="remake",
    show_default=True,
    help="What becomes of snapshots that hold it; exports that do are deleted, but for `keep`.",
)
@click.option("--downloads", type=Folder(), help="Their folder.  [default: beside the archive, .downloads for .db]")
@archive_options("db_path", "warc")
@json_option
def redact(  # noqa: PLR0913 - its options
    articles: tuple[str, ...],
    query: str | None,
    level: str | None,
    reason: str | None,
    until: str | None,
    case_number: str | None,
    copies: bool,
    yes: bool,
    lift: bool,
    due: bool,
    lists: bool,
    report: bool,
    kinds: tuple[str, ...],
    unmasked: bool,
    snapshots: str,
    downloads: Path | None,
    db_path: Path,
    warc: Path,
    as_json: bool,
) -> None:
    """Withdraw articles, so that nothing shows them any more.

    ARTICLES are addresses or ids. Their texts, versions and everything that was read of their pages are taken out of
    the archive for good, and so is their headline where other rows carry it along. The decision stays, without any of
    the content, and holds for what comes later: crawls, imports, merges and rebuilds do not bring the articles back.

    Levels: `hidden` keeps the raw pages in the WARC folder, and nothing shows them; `embargo` does so until a day;
    `erased` also takes the raw pages out of the WARC files, and masks the headline in raw pages of others. That cannot
    be lifted. docs/takedown.md says what each reaches.

    Snapshots in the folder of downloads are made anew without it, under their own names, and exports there that hold it
    are deleted and named.

    Prints what was done, and what could not be. Exit code 1 if something could not be done; 75 if a run is under way;
    what was interrupted is ended by the next run.
    """
    from exchange.downloads import find_downloads_folder
    from exchange.withdraw import Withdrawn, hold_downloads
    from scrapers.sites import publishers
    from upkeep import redact as upkeep
    from upkeep.withdrawn_copies import collect, remove_old_files, withdraw_downloads

    if sum((lift, due, lists, report)) > 1 or ((due or lists or report) and (articles or query)):
        raise UsageError(
            "--lift, --due, --list and --report are asked for one at a time; but for --lift without articles"
        )
    if (kinds or unmasked) and not report:
        raise UsageError("--kind and --unmasked: for --report; add it, or leave them out")
    if report:
        print_report(db_path, kinds, unmasked, as_json)
        return
    if lists:
        _list(db_path, as_json)
        return
    tell_broken()
    folder, withdrawn = downloads or find_downloads_folder(db_path), Withdrawn()
    with show_status() as show, hold_downloads(folder):
        if due:
            needles = collect(db_path)
            lifted = upkeep.lift_due(db_path, warc, publishers)
            redacted = upkeep.apply_pending(db_path, warc, publishers, show)
            withdrawn = withdraw_downloads(db_path, folder, needles, snapshots, show)
        elif lift:
            lifted = upkeep.lift(db_path, warc, _find_numbers(db_path, articles), publishers)
            redacted = upkeep.Redacted()
        else:
            lifted = []
            decision = _make_decision(level, reason, until, case_number)
            subjects = _select(db_path, articles, query, yes, as_json)
            needles = collect(db_path, subjects, copies)
            redacted = upkeep.redact(db_path, warc, subjects, decision, copies, publishers, show)
            withdrawn = withdraw_downloads(db_path, folder, needles, snapshots, show)
    is_erased = any(each.level == "erased" for each in redacted.decisions)
    old = remove_old_files(db_path) if is_erased else []
    if as_json:
        print_json(
            {
                **asdict(redacted),
                "old_files": old,
                "lifted": [asdict(each) for each in lifted],
                "downloads": asdict(withdrawn),
            }
        )
    else:
        _print(redacted, lifted, copies)
        for line in (*withdrawn.list_lines(folder), *old):
            click.echo(line)
    if redacted.left or withdrawn.failed:
        raise click.exceptions.Exit(ExitCode.FAILED)


def _make_decision(level: str | None, reason: str | None, until: str | None, case_number: str | None) -> "Decision":
    from upkeep.redact import Decision

    if not level or not reason or not reason.strip():
        raise UsageError(f"{'--reason' if level else '--level'}: not given; a decision has a level and a reason")
    if until is not None:
        if level != "embargo":
            raise UsageError(f"--until: a decision `{level}` has no end; give --level embargo, or leave the day out")
        try:
            day = date.fromisoformat(until)
        except ValueError:
            raise UsageError(f"--until: {until} is no day; write it as 2027-03-01") from None
        if day <= datetime.now(UTC).date():
            raise UsageError(f"--until: {day} is past, or today; give a day to come")
        until = day.isoformat()
    return Decision(level, reason.strip(), until, case_number)


def _select(db_path: Path, names: tuple[str, ...], query: str | None, yes: bool, as_json: bool) -> "list[Subject]":
    """What ARTICLES and --query name; what the query finds is listed and asked about."""
    from contextlib import closing

    from cundang.store.schema import open_archive, require_file
    from upkeep.redact import find_subjects

    if not names and not query:
        raise UsageError("no article is named; give addresses, ids, or --query")
    require_file(db_path)
    with closing(open_archive(db_path)) as db:
        found = find_subjects(db.conn, names)
        if not query:
            return found
        hits = _search(db.conn, query)
        if not as_json:
            for article_id, day, site, title in hits:
                click.echo(f"{article_id}  {day or '–'}  {site}  {title}")
        if not yes:
            if as_json or not sys.stdin.isatty():
                raise UsageError(f"--query: finds {len(hits)} articles, and nobody can be asked here; check, add --yes")
            if not click.confirm(f"Withdraw these {len(hits)} articles?", err=True):
                raise click.exceptions.Exit(ExitCode.DONE)
        return list(dict.fromkeys([*found, *find_subjects(db.conn, [str(hit[0]) for hit in hits])]))


def _search(connection: "sqlite3.Connection", query: str) -> list[tuple[int, str | None, str, str]]:
    """The id, day, site and title of each article that a query finds. Raises UsageError where it finds none."""
    from cundang.search.fold import load_fold
    from cundang.search.query import parse_query
    from cundang.search.results import make_ids_sql

    parsed = parse_query(query, load_fold(connection), connection)
    if parsed.hints or not parsed.is_searchable:
        raise UsageError(f"--query: {query}: not a search that finds anything; `archive search` says why")
    sql, bound = make_ids_sql(parsed)
    hits = connection.execute(f"{_HITS} WHERE id IN ({sql}) ORDER BY id", bound).fetchall()
    if not hits:
        raise UsageError(f"--query: {query} finds nothing; try it with `archive search`")
    return hits


def _find_numbers(db_path: Path, names: tuple[str, ...]) -> list[int]:
    """The decisions that hold on ARTICLES."""
    from contextlib import closing

    from cundang.store.redactions import find_redaction
    from cundang.store.schema import open_archive, require_file
    from upkeep.redact import find_subjects

    if not names:
        raise UsageError("--lift: no article is named; give addresses or ids, `archive redact --list` lists them")
    require_file(db_path)
    numbers = []
    with closing(open_archive(db_path)) as db:
        for name in names:
            found = find_redaction(db.conn, find_subjects(db.conn, [name])[0].url)
            if found is None:
                raise UsageError(f"{name}: not withdrawn; `archive redact --list` lists what is")
            numbers.append(found.id)
    return list(dict.fromkeys(numbers))


def _list(db_path: Path, as_json: bool) -> None:
    from contextlib import closing

    from cundang.store.redactions import read_redactions
    from cundang.store.schema import open_readonly

    with closing(open_readonly(db_path)) as db:
        found = read_redactions(db.conn)
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        click.echo(f"{each.id}  {_describe(each)}: {each.reason}")


def _describe(each: "Redaction") -> str:
    until = f" until {each.until}" if each.until else ""
    case = f", case {each.case_number}" if each.case_number else ""
    lifted = f", lifted {each.lifted_at[:10]}" if each.lifted_at else "" if each.applied_at else ", not ended yet"
    return f"{each.decided_at[:10]}  {each.url}  {each.level}{until}{case}{lifted}"


def _print(redacted: "Redacted", lifted: "list[Redaction]", copies: bool) -> None:
    for each in lifted:
        click.echo(f"decision {each.id}: lifted, {each.url}")
    for each in redacted.decisions:
        click.echo(f"decision {each.id}: {each.level}, {each.url}, {each.revisions} versions")
    if redacted.decisions:
        click.echo(
            f"{redacted.articles} articles taken out, {redacted.records} raw records erased, "
            f"headlines masked in {redacted.masked} raw records and {redacted.rows_masked} rows of others"
        )
    for others in redacted.copies.values():
        click.echo(f"articles {', '.join(map(str, others))} are copies and keep the text; --copies takes them too")
    if redacted.quoting:
        click.echo(
            f"the raw pages of articles {', '.join(map(str, redacted.quoting))} have passages of it and keep them"
        )
    for line in redacted.left:
        click.echo(line, err=True)
    if not (redacted.decisions or lifted):
        click.echo("nothing was due")
