"""archive add"""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from commands.added import Given, print_lists, print_site
from commands.options import archive_options, json_option
from cundang.files.settings import choose_contact
from cundang.model.errors import ArchiveError, RefusedError, UsageError

if TYPE_CHECKING:
    from cundang.model.article import Article
    from cundang.model.page import Page
    from scrapers.wizard.looking import Looked
    from scrapers.wizard.module_text import DescribedSite

_SITES = Path(__file__).resolve().parents[1] / "scrapers" / "sites"


@click.command()
@click.argument("page", required=False)
@click.option(
    "--list",
    "list_url",
    metavar="URL",
    help="Try a list of the site's articles. Its day may be written as {day:%Y%m/%d}.",
)
@click.option("--post", metavar="DATA", help="What is posted to get the list: JSON, or fields as in a=1&b=2.")
@click.option(
    "--article",
    metavar="PATTERN",
    help="A regular expression that the addresses of articles match.  [default: made from PAGE and the list's links]",
)
@click.option("--name", help="The site's short name.  [default: from its host]")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the module to.  [default: scrapers/sites of this checkout]",
)
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between two requests.  [default: 3]")
@click.option(
    "--contact", envvar="ARCHIVE_CONTACT", help="An address at which sites can reach you.  [env: ARCHIVE_CONTACT]"
)
@click.option(
    "--allow-private", is_flag=True, help="Allow the private hosts and ports that PAGE and --list name, and no other."
)
@archive_options("db_path", "warc")
@json_option
def add(  # noqa: PLR0913 - one for each option
    page: str | None,
    list_url: str | None,
    post: str | None,
    article: str | None,
    name: str | None,
    into: Path | None,
    delay: float | None,
    contact: str | None,
    allow_private: bool,
    db_path: Path,
    warc: Path,
    as_json: bool,
) -> None:
    """Add a site, starting from one of its articles, or try a list.

    PAGE is the address of an article, which is fetched under the rules of a crawl (robots.txt, delay, contact), or a
    file that holds the page. The command recognises from the markup which CMS runs the site, tries the lists that such
    a site has (or the one that --list names), makes the pattern of article addresses, and CSS selectors if no known
    layout fits. It stores the article in the archive, with its raw page, and writes the site's module.

    With --list alone nothing is stored or written: the command says what form the list has, how many articles it names,
    which links are left out and why, and prints the lines that declare it in a module. Of a list at most six pages are
    fetched.

    Exit code 1 if the page cannot be read as an article or the list names none, 2 if such a module already exists.
    """
    from scrapers.wizard import asking
    from scrapers.wizard.looking import look

    if page is None and list_url is None:
        raise UsageError("name an article, or a list with --list; see `archive add --help`")
    if post and not list_url:
        raise UsageError("--post needs --list, the address that it is posted to")
    if name is not None:
        asking.check_name(name)
    if article:
        asking.check_pattern(article)
    lists = asking.make_lists(list_url, post) if list_url else {}
    start = page if page is None or not Path(page).is_file() else _load(page)
    address = (start if isinstance(start, str) else start.url) if start else next(iter(lists))
    owner = asking.find_owner(address)
    if start:
        asking.refuse_owned(address, owner, name)
    looked = look(
        start, lists, None if start else owner, article or "", allow_private, choose_contact(contact, db_path), delay
    )
    if looked.page is None:
        print_lists(looked, as_json)
        if not any(one.naming.articles for one in looked.lists):
            reasons = "; ".join(one.naming.barren for one in looked.lists)
            raise ArchiveError(f"{list_url}: it named no article: {reasons}; --article gives the pattern of articles")
        return
    read = _read_article(looked)
    site, module = _describe(looked, read, name, into, allow_private)
    _store(looked.page, site, db_path, warc)
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(site.module, encoding="utf-8")
    given = click.get_current_context().get_parameter_source("contact")
    options = Given(
        page=str(page),
        into=into,
        allow_private=allow_private,
        contact=contact if given is ParameterSource.COMMANDLINE else None,
        db_path=db_path,
        warc=warc,
    )
    print_site(looked, read, site, module, options, as_json)


def _read_article(looked: "Looked") -> "Article":
    """Read the page as an article. Raises ArchiveError where it is none."""
    from pipelines import line
    from scrapers.sites import publishers

    assert looked.page is not None
    try:
        return line.Reader(publishers()).read([looked.page])
    except RefusedError as refusal:
        raise ArchiveError(
            f"{looked.page.url}: {refusal}; name the address of an article whose text is in the page itself"
        ) from refusal


def _describe(
    looked: "Looked", article: "Article", name: str | None, into: Path | None, allow_private: bool
) -> "tuple[DescribedSite, Path]":
    """Write the module, and choose its file. Raises UsageError where its name is taken."""
    from cundang.text.address import canonicalize, host_of
    from scrapers.sites import list_names
    from scrapers.wizard.module_text import describe_site
    from scrapers.wizard.names import choose_name

    assert looked.page is not None
    folder = into or _SITES
    taken = {*list_names(), *(path.stem for path in folder.glob("*"))}
    name = name or choose_name(host_of(canonicalize(looked.page.url)), taken)
    module = folder / f"{name}.py"
    if name in taken:
        what = f"{module}: this file already exists" if module.exists() else f"{name}: a module has this name"
        raise UsageError(f"{what}; choose another name for the site with --name")
    return describe_site(looked.page, article, name, looked.pattern, looked.sources, allow_private), module


def _store(page: "Page", site: "DescribedSite", db_path: Path, warc: Path) -> None:
    """Store the article in the archive, as one of the new site."""
    from cundang.model.publisher import Publisher, Publishers
    from cundang.store.session import Session
    from pipelines import line
    from scrapers.sites import publishers

    new = Publishers((Publisher(name=site.name, hosts=site.hosts), *publishers().known))
    with Session(db_path, warc, new, "add") as session:
        line.run(session, [page])
        session.end("finished")


def _load(name: str) -> "Page":
    """Read the page in a file."""
    from datetime import UTC, datetime

    from cundang.text.address import is_web
    from exchange.importer import read_file

    path = Path(name)
    try:
        page = read_file(path, path.parent, datetime.now(UTC))
    except RefusedError as refusal:
        raise ArchiveError(f"{name}: {refusal}") from refusal
    if not is_web(page.url):
        raise UsageError(f"{name}: its address is not known; put it in a MANIFEST.tsv beside it (path, url)")
    return page
