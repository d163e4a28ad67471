"""archive why"""

from dataclasses import asdict
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json


@click.command()
@click.argument("url")
@archive_options("db_path", "warc")
@json_option
def why(url: str, db_path: Path, warc: Path, as_json: bool) -> None:
    """Tell all that happened to one address, from its discovery to the search index.

    Prints in order of time when what named URL, each fetch and what came of it, each problem and its reason, the
    revisions and events of its article, when it was missing, and decisions to withdraw it; then how it stands now: when
    and why it is asked for again, whether the search index has it, and which articles tell the same text; then what the
    modules of sites and the last robots.txt say of it. Other forms of the address are looked up too: http and https,
    with a slash at the end or without, on a host for phones, and addresses that redirect to it or from it.

    Of an address that the archive never heard of it says that, and what the modules say. Exit code 2 if URL is no
    address of the web. Changes nothing.
    """
    from contextlib import closing

    from cundang.model.errors import UsageError
    from cundang.store.schema import open_readonly
    from cundang.store.story import read_story
    from cundang.text.address import is_web
    from scrapers.forecast import tell_modules, tell_robots

    if not is_web(url):
        raise UsageError(f"{url[:200]}: no address of the web; give one like https://example.org/a.html")
    with closing(open_readonly(db_path)) as db:
        story = read_story(db.conn, url)
        forecast = [*tell_modules(story.known[0] if story.known else url)]
        forecast += tell_robots(db.conn, warc, [*story.known, url])
    if as_json:
        print_json({**asdict(story), "modules": forecast})
        return
    others = [known for known in story.known if known != url]
    if not story.known:
        click.echo(f"{url}: the archive never heard of it, nor of another form of it")
    elif url not in story.known:
        click.echo(f"{url}: known in another form")
    for entry in story.past:
        at = "?" if entry.at is None else entry.at[:19].replace("T", " ")
        click.echo(f"{at:<19}  {_name(entry.url, url, others)}{entry.said}")
    for entry in story.now:
        click.echo(f"{'now':<19}  {_name(entry.url, url, others)}{entry.said}")
    for line in forecast:
        click.echo(f"{'by rule':<19}  {line}")


def _name(of: str, url: str, others: list[str]) -> str:
    """Which address a line is about, where there are several."""
    return f"{of}: " if others and of != url else ""
