"""How `archive add` prints what it found, and what to do next."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import get_warc_folder, print_json

if TYPE_CHECKING:
    from cundang.model.article import Article
    from scrapers.wizard.looking import Listed, Looked
    from scrapers.wizard.module_text import DescribedSite

_FIELDS = ("title", "published_at", "source_name", "author", "editor", "section")
_DEFAULT_DB = Path("archive.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options that the commands to come need too."""

    page: str
    into: Path | None
    allow_private: bool
    contact: str | None
    db_path: Path
    warc: Path

    def archive_options(self) -> list[str]:
        """--db and --warc, where they are not as usual."""
        db = ["--db", str(self.db_path)] if self.db_path != _DEFAULT_DB else []
        return [*db, *(["--warc", str(self.warc)] if self.warc != get_warc_folder(self.db_path) else [])]


def print_lists(looked: "Looked", as_json: bool) -> None:
    """Print what tried lists gave, and the lines that declare them in a module."""
    from scrapers.wizard.module_text import format_list_hosts
    from scrapers.wizard.writing import format_pattern, format_source

    if as_json:
        print_json({"pattern": looked.pattern, "lists": [_as_json(one) for one in looked.lists]})
        return
    for one in looked.lists:
        _print_list(one, looked)
    found = [one for one in looked.lists if one.naming.articles]
    if found:
        kinds = ", ".join(sorted({type(one.source).__name__ for one in found}))
        click.echo(f"\nFor its module:\n\nfrom scrapers.sources import {kinds}\n")
        if looked.origin.startswith(("made", "guessed", "as given")):
            click.echo("\n".join(format_pattern("    article", looked.pattern)))
        click.echo("    sources=(")
        for one in found:
            click.echo("\n".join(format_source(one.source)))
        click.echo("    ),")
        for line in format_list_hosts([one.source for one in found], looked.hosts):
            click.echo(line)


def _as_json(one: "Listed") -> dict[str, object]:
    from scrapers.wizard.writing import format_source

    return {
        "url": one.address,
        "form": one.form,
        "articles": list(one.naming.articles),
        "left_out": one.left_out,
        "problem": one.naming.barren,
        "source": "\n".join(format_source(one.source, "")),
    }


def _print_list(one: "Listed", looked: "Looked") -> None:
    naming = one.naming
    if not one.read:
        click.echo(f"list     {one.address}: {naming.barren}")
        return
    more = f", {one.unread} more not read in this trial" if one.unread else ""
    click.echo(f"list     {one.address}: {one.form}; {one.read} of its pages read{more}")
    pages = f" ({' + '.join(map(str, naming.pages))} by page)" if len(naming.pages) > 1 else ""
    click.echo(f"         {len(naming.articles)} articles{pages}, by the pattern {looked.origin}: {looked.pattern}")
    for url in naming.articles[:2]:
        click.echo(f"         {naming.days.get(url, 'no day    ')} {url}")
    if one.left_out:
        click.echo(f"         left out: {one.left_out}")
    for odd in naming.odd[:3]:
        click.echo(f"         {odd}")


def print_site(
    looked: "Looked", article: "Article", site: "DescribedSite", module: Path, given: Given, as_json: bool
) -> None:
    """Print what was found on a site's article and in its lists, where its module is, and what to do next."""
    if as_json:
        fields = {field: getattr(article, field) for field in (*_FIELDS, "characters", "text")}
        lists = [_as_json(one) for one in looked.lists]
        found = {"site": site.name, "system": site.system, "guessed": site.guessed, "module": str(module)}
        print_json({**found, "article": fields, "lists": lists})
        return
    click.echo(f"system   {site.system}{' (its selectors are guesses)' if site.guessed else ''}")
    for field in _FIELDS:
        raw = article.found.get(field.removesuffix("_at"))
        where = f"  ({raw.where})" if raw else ""
        click.echo(f"{field:<14} {getattr(article, field) or '– not found'}{where}")
    click.echo(f"{'text':<14} {article.characters} characters: {article.text[:30]} ... {article.text[-20:]}")
    for one in looked.lists:
        _print_list(one, looked)
    click.echo(f"wrote    {module}\n")
    private = ["--allow-private"] if given.allow_private else []
    contact = ["--contact", given.contact] if given.contact else []
    show = shlex.join(["archive", "show", given.page, *private])
    click.echo(f"Next: read the module and correct it; `{show}` shows the effect of each change.")
    if not any(one.naming.articles for one in looked.lists):
        click.echo("No list of it named an article: `archive add --list URL` tries one, and prints what to put there.")
    if given.into:
        click.echo(f"Move it to scrapers/sites: only there it is found as the site {site.name}.")
    options = given.archive_options()
    named = [one for one in looked.lists if one.naming.articles]
    days = sorted(day for one in named if len(day := one.source.find_day(one.address) or "") == len("2015-01-31"))
    span = ["--since", days[0], "--until", days[-1]] if days else []  # of a list a day: a crawl without reads the last
    crawl = shlex.join(["archive", "crawl", site.name, "--limit", "5", *span, *private, *contact, *options])
    freeze = shlex.join(["archive", "freeze", site.name, *options])
    click.echo(f"Then: `{crawl}`, `{freeze}`, `make docs lint test`; see docs/adding-a-site.md.")
