"""The sites: every module in this folder that defines SITE. Nothing is registered by hand."""

import pkgutil
from functools import cache
from importlib import import_module

from cundang.model.publisher import Publishers
from scrapers.site import Site


@cache
def sites() -> dict[str, Site]:
    """All sites by name."""
    modules = (
        import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__) if not module.ispkg
    )
    return {module.SITE.name: module.SITE for module in modules}


def publishers(*others: Site) -> Publishers:
    """All sites as publishers, after `others`, which no module defines."""
    return Publishers((*others, *sites().values()))
