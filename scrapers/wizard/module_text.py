"""Write the module of an unknown site: what was found about it, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cundang.model.article import Article
from cundang.model.page import Page
from cundang.text.address import canonicalize, host_of
from pipelines.decode import decode
from pipelines.extract.tree import parse
from scrapers.sources import Source
from scrapers.wizard.layout import choose_layout, find_publisher
from scrapers.wizard.names import find_domain
from scrapers.wizard.writing import format_pattern, format_source, format_text, quote


@dataclass(frozen=True, slots=True)
class DescribedSite:
    """What was found about a site: name and hosts, the text of its module, its CMS, whether selectors are guessed."""

    name: str
    hosts: tuple[str, ...]
    system: str
    module: str
    guessed: bool


def describe_site(
    page: Page, article: Article, name: str, pattern: str, sources: Sequence[Source], private: bool = False
) -> DescribedSite:
    """Write the module for the site of a page, from the `article` read from it. `private` allows a private host."""
    tree = parse(decode(page).text)
    url = canonicalize(page.url)
    parts = urlsplit(url)
    host = host_of(url).removeprefix("www.")
    publisher = find_publisher(tree, host)
    layout = choose_layout(tree, article, name)
    kinds = ", ".join(sorted({type(source).__name__ for source in sources}))
    imports = [*layout.imports, f"from scrapers.sources import {kinds}", "from scrapers.site import Site"]
    hosts = (parts.netloc,) if private and parts.port else list_hosts(host, pattern)
    lines = [
        f'"""{publisher}: written by `archive add` from one article."""',
        "",
        *sorted(imports),
        "",
        "SITE = Site(",
        f"    name={quote(name)},",
        f"    publisher={quote(publisher)},",
        f"    homepage={quote(f'{parts.scheme}://{parts.netloc}/')},",
        f"    hosts={_format_tuple(hosts)},",
        *format_pattern("    article", pattern),
        *format_text("    example", url),
        "    sources=(",
        *(line for source in sources for line in format_source(source)),
        "    ),",
        *([] if private else format_list_hosts(sources, hosts)),
        *layout.profiles,
        *(["    loopback=True,"] if private else []),
        ")",
        "",
    ]
    return DescribedSite(name, hosts, layout.system, "\n".join(lines), layout.guessed)


def list_hosts(host: str, pattern: str) -> tuple[str, ...]:
    """The hosts of a site: that of its article, or where its pattern allows others of the domain, the domain."""
    return (find_domain(host),) if r"(?:[\w-]+\.)*" in pattern else (host,)


def format_list_hosts(sources: Sequence[Source], hosts: Sequence[str]) -> list[str]:
    """The line of a module that names the hosts on which only its lists are; none where they are on its own."""
    found = dict.fromkeys(host_of(source.url) for source in sources)
    other = tuple(host for host in found if not any(host == own or host.endswith(f".{own}") for own in hosts))
    return [f"    list_hosts={_format_tuple(other)},"] if other else []


def _format_tuple(values: Sequence[str]) -> str:
    return f"({', '.join(map(quote, values))}{',' * (len(values) == 1)})"
