"""The sites that can be crawled: every module in this folder that defines SITE. Nothing is registered by hand."""

from difflib import get_close_matches

from cundang.model.errors import UsageError
from cundang.model.publisher import Publisher, Publishers
from scrapers.loading import load
from scrapers.site import Site


def sites() -> dict[str, Site]:
    """All sites by name."""
    return load().sites


def publishers(*others: Publisher) -> Publishers:
    """All sites and layouts, in the order of their names, after `others`, which no module defines."""
    known = {**load().sites, **load().layouts}
    return Publishers((*others, *(known[name] for name in sorted(known))))


def list_broken(name: str | None = None) -> list[str]:
    """A line on each module of a site or layout that is broken and therefore left out, or on those of a name."""
    return [line for file, line in load().broken.items() if name is None or file.endswith(f"/{name}.py")]


def list_names() -> set[str]:
    """The names that modules have, of sites and layouts, broken ones too."""
    loaded = load()
    return {*loaded.sites, *loaded.layouts, *(file.rpartition("/")[2].removesuffix(".py") for file in loaded.broken)}


def find_site(name: str) -> Site:
    """The site of a name. Raises UsageError where it cannot be crawled, with the reason."""
    if site := sites().get(name):
        return site
    if broken := list_broken(name):
        raise UsageError(broken[0])
    if name in load().layouts:
        raise UsageError(
            f"{name}: a layout, which reads pages but cannot be crawled; scrapers/layouts/{name}.py says why"
        )
    close = get_close_matches(name, sites(), n=3)
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    raise UsageError(f"{name}: no such site; {hint}`archive sites` lists them")
