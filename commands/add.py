"""archive add"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json, tell_broken

if TYPE_CHECKING:
    from cundang.model.article import Article
    from cundang.model.page import Page
    from scrapers.site_wizard import DescribedSite

_FIELDS = ("title", "published_at", "source_name", "author", "editor", "section")


@click.command()
@click.argument("page")
@click.option("--name", help="The site's short name.  [default: from its host]")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the module to.  [default: scrapers/sites of this checkout]",
)
@click.option("--allow-private", is_flag=True, help="Allow the private host and port that PAGE names, and no other.")
@archive_options("db_path", "warc")
@json_option
def add(
    page: str, name: str | None, into: Path | None, allow_private: bool, db_path: Path, warc: Path, as_json: bool
) -> None:
    """Add a site, starting from one of its articles.

    PAGE is the address of an article, which is fetched under the rules of a crawl (robots.txt, delay), or a file that
    holds the page. The command recognises from the markup which CMS runs the site. It guesses the pattern of its
    article addresses, where the site lists its articles, and CSS selectors if no known layout fits. It stores the
    article in the archive, with its raw page, and writes the site's module.

    Prints each field that was found and where on the page, and what to do next. Exit code 1 if the page cannot be read
    as an article, 2 if such a module already exists.
    """
    import re
    from urllib.parse import urlsplit

    from cundang.model.errors import ArchiveError, RefusedError, UsageError
    from cundang.model.publisher import Publisher, Publishers
    from cundang.store.session import Session
    from pipelines import line
    from scrapers import sites as package
    from scrapers.site_wizard import describe_site
    from scrapers.sites import publishers

    if name is not None and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"{name}: a site's name becomes the name of a module; use small letters, digits and _")
    tell_broken()
    known = publishers()
    found = _load(page, allow_private)
    if known.of_name((owner := known.of_address(found.url)).name):
        raise UsageError(f"{found.url}: this is a page of {owner.name}, which has a module; see `archive sites`")
    try:
        article = line.Reader(known).read([found])
    except RefusedError as refusal:
        raise ArchiveError(
            f"{found.url}: {refusal}; name the address of an article whose text is in the page itself"
        ) from refusal
    site = describe_site(found, article, name, allow_private)
    module = (into or Path(package.__path__[0])) / f"{site.name}.py"
    if module.exists():
        raise UsageError(f"{module}: this file already exists; choose another name for the site with --name")
    host = (urlsplit(found.url).hostname or "").removeprefix("www.")
    new = Publishers((Publisher(name=site.name, hosts=(host,)), *known.known))
    with Session(db_path, warc, new, "add") as session:
        line.run(session, [found])
        session.end("finished")
    module.write_text(site.module, encoding="utf-8")
    if as_json:
        fields = {field: getattr(article, field) for field in (*_FIELDS, "characters", "text")}
        print_json(
            {
                "site": site.name,
                "system": site.system,
                "guessed": site.guessed,
                "module": str(module),
                "article": fields,
            }
        )
    else:
        _print_report(page, article, site, module)


def _print_report(page: str, article: "Article", site: "DescribedSite", module: Path) -> None:
    click.echo(f"system   {site.system}{' (its selectors are guesses)' if site.guessed else ''}")
    for field in _FIELDS:
        raw = article.found.get(field.removesuffix("_at"))
        where = f"  ({raw.where})" if raw else ""
        click.echo(f"{field:<14} {getattr(article, field) or '– not found'}{where}")
    click.echo(f"{'text':<14} {article.characters} characters: {article.text[:30]} ... {article.text[-20:]}")
    click.echo(f"wrote    {module}\n")
    click.echo(f"Next: read the module and correct it; `archive show {page}` shows the effect of each change.")
    click.echo(f"Then: `archive crawl {site.name} --limit 5`, `archive freeze {site.name}`, and docs/adding-a-site.md.")


def _load(name: str, allow_private: bool) -> "Page":
    """Fetch the page at an address, or read it from a file."""
    from datetime import UTC, datetime

    from cundang.model.errors import ArchiveError, RefusedError, UsageError
    from cundang.text.address import is_web
    from exchange.importer import read_file

    if is_web(name):
        from scrapers.fetch import fetch

        return fetch([name], allow_private)[-1]
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"{name}: neither a web address nor a file; give http://... or the path of a page")
    try:
        page = read_file(path, path.parent, datetime.now(UTC))
    except RefusedError as refusal:
        raise ArchiveError(f"{name}: {refusal}") from refusal
    if not is_web(page.url):
        raise UsageError(f"{name}: its address is not known; put it in a MANIFEST.tsv beside it (path, url)")
    return page
