"""TRS, the CMS of most ministries: static lists (index.html, index_1.html ...) and articles in folders by month."""

from collections.abc import Mapping

from scrapers.sources import Listing

# The path of an article, for the pattern of a site: xwdt/202601/t20260105_1400001.html, whose page 2 ends in _1.
ARTICLE = r"(?:[\w-]+/)*\d{6}/[tP]\d{8}_\d{3,12}(?:_\d{1,3})?\.s?html?$"


def columns(home: str, evidence: str, named: Mapping[str, str], suffix: str = "html") -> tuple[Listing, ...]:
    """The columns of a site, by their names, each with its path below `home`. `suffix` is that of the further pages."""
    return tuple(
        Listing(
            name=name,
            url=home + path,
            evidence=evidence,
            next=f"index_{{page}}.{suffix}",
            page=1,
        )
        for name, path in named.items()
    )
