"""archive add"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import db_option, warc_folder, warc_option

if TYPE_CHECKING:
    from cundang.model.page import Page


@click.command()
@click.argument("page")
@click.option("--name", help="The site's short name.  [default: from its host]")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the module goes.  [default: scrapers/sites of this checkout]",
)
@click.option("--allow-private", is_flag=True, help="Open the private host and port that PAGE names, and no other.")
@db_option
@warc_option
def add(page: str, name: str | None, into: Path | None, allow_private: bool, db: Path, warc: Path | None) -> None:
    """Add a site, by one of its articles.

    PAGE is the address of an article, which is fetched with the manners of a crawl, or a file of it. Recognises by the
    markup which system runs the site, guesses how its articles' addresses look and where they are named, and selectors
    where no known layout fits; stores the article in the archive, with its raw page; and writes the site's module.

    Prints field by field what was found and where on the page, and what to do next. Exit code 1 if the page cannot be
    read as an article, 2 if there is such a module already.
    """
    import re
    from urllib.parse import urlsplit

    from cundang.model.errors import ArchiveError, AskedWronglyError, RefusedError
    from cundang.model.publisher import Publisher, Publishers
    from cundang.store.session import Session
    from pipelines import line
    from pipelines.line import read
    from scrapers import sites as package
    from scrapers.site_wizard import describe_site
    from scrapers.sites import publishers, sites

    if name is not None and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise AskedWronglyError(f"{name}: a site's name is small letters, digits and _, as it is that of a module")
    known = publishers()
    one = _page(page, allow_private)
    if (owner := known.of_address(one.url)).name in sites():
        raise AskedWronglyError(f"{one.url}: this is a page of {owner.name}, which has a module; see `archive sites`")
    try:
        article = read([one], known)
    except RefusedError as refusal:
        raise ArchiveError(
            f"{one.url}: {refusal}; name the address of an article, with its text in the page"
        ) from refusal
    site = describe_site(one, article, name, allow_private)
    module = (into or Path(package.__path__[0])) / f"{site.name}.py"
    if module.exists():
        raise AskedWronglyError(f"{module}: is there already; name the site otherwise with --name")
    host = (urlsplit(one.url).hostname or "").removeprefix("www.")
    new = Publishers((Publisher(name=site.name, hosts=(host,)), *known.known))
    with Session(db, warc_folder(db, warc), new, "add") as session:
        line.run(session, [one])
        session.end("finished")
    module.write_text(site.module, encoding="utf-8")
    click.echo(f"system   {site.system}{' (its selectors are guesses)' if site.guessed else ''}")
    for field in ("title", "published_at", "source_name", "author", "editor", "section"):
        raw = article.found.get(field.removesuffix("_at"))
        where = f"  ({raw.where})" if raw else ""
        click.echo(f"{field:<14} {getattr(article, field) or '– not found'}{where}")
    click.echo(f"{'text':<14} {article.characters} characters: {article.text[:30]} ... {article.text[-20:]}")
    click.echo(f"wrote    {module}\n")
    click.echo(f"Next: read the module and mend what is wrong; `archive show {page}` shows what each change does.")
    click.echo(f"Then: `archive crawl {site.name} --limit 5`, `archive freeze {site.name}`, and docs/adding-a-site.md.")


def _page(name: str, allow_private: bool) -> "Page":
    from datetime import UTC, datetime

    from cundang.model.errors import ArchiveError, AskedWronglyError, RefusedError
    from cundang.text.address import is_web
    from exchange.importer import read_file

    if is_web(name):
        from scrapers.fetch import fetch

        return fetch([name], allow_private)[-1]
    path = Path(name)
    if not path.is_file():
        raise AskedWronglyError(f"{name}: neither an address of the web nor a file")
    try:
        page = read_file(path, path.parent, datetime.now(UTC))
    except RefusedError as refusal:
        raise ArchiveError(f"{name}: {refusal}") from refusal
    if not is_web(page.url):
        raise AskedWronglyError(f"{name}: its address is not known; put it in a MANIFEST.tsv beside it (path, url)")
    return page
