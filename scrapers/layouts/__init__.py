"""The layouts: every module in this folder that defines LAYOUT, a publisher whose pages are read but not crawled."""

from cundang.model.publisher import Publisher
from scrapers.loading import load


def layouts() -> dict[str, Publisher]:
    """All layouts by name."""
    return load().layouts
