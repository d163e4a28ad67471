"""What the modules of sites declare of their lists: where it is known from, days, numbers of pages, and variety."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from cundang.model.page import Page
from scrapers.lists import read_list
from scrapers.lists.numbering import find_following
from scrapers.site import Site
from scrapers.sites import sites
from scrapers.sources import EVIDENCE, Numbered, Source

DAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 6, tzinfo=UTC)
FEWEST = 110  # sites that can be crawled
MOST_ALIKE = 30  # sites that differ only in host and column
_HOST = r"(?:\[[^]]*\]|\\.|\((?:[^()]|\([^()]*\))*\)[?+*]?(?:\{[^}]*\})?|[^/])*/"  # in a pattern, up to the path
SOURCES = [(site, source) for site in sites().values() for source in site.sources]


def label(value: Site | Source) -> str:
    return value.name


@pytest.mark.parametrize("site", sites().values(), ids=label)
def test_a_site_says_where_its_lists_are_known_from_and_how_its_articles_are_addressed(site: Site) -> None:
    assert [source.name for source in site.sources if not EVIDENCE.fullmatch(source.evidence)] == []
    assert site.example and site.article_pattern.search(site.example)


@pytest.mark.parametrize(("site", "source"), SOURCES, ids=label)
def test_a_list_is_no_article_and_has_its_day_and_its_next_page(site: Site, source: Source) -> None:
    address = source.make_address(DAY)
    assert not site.article_pattern.search(address.partition("#")[0])
    if source.is_by_day:
        assert DAY.isoformat().startswith(source.find_day(address) or "none")
    if isinstance(source, Numbered) and (source.next or (source.page_parameter and not getattr(source, "cursor", ""))):
        second = find_following(source, address)
        third = find_following(source, second) if second else None
        assert len({address, second, third, None}) == 4, f"{address}, {second}, {third}"


def test_as_many_sites_can_be_crawled_as_are_promised_from_lists_that_somebody_uses() -> None:
    assert sum(not all(source.guess for source in site.sources) for site in sites().values()) >= FEWEST


def describe(site: Site) -> tuple[object, ...]:
    """What a site is but for its host, its columns, and the folders that its addresses name."""
    path = re.sub(rf"^\^https\?://{_HOST}", "", site.article)
    fields = ("rows", "link", "page_parameter", "parts")
    kinds = {
        (
            type(source).__name__,
            source.is_by_day,
            re.sub(r"\d{3,}|^\w+(?=_\{)|^[\w/]*/(?=[^/]*$)|\.\w+$", "", getattr(source, "next", "")),
            *(getattr(source, name, "") for name in fields),
        )
        for source in site.sources
    }
    return re.sub(r"(?<![\\\w\[(?:])[a-zA-Z]\w*/", "", path), tuple(sorted(kinds))


def test_few_sites_differ_only_in_host_and_column() -> None:
    groups = defaultdict(list)
    for site in sites().values():
        groups[describe(site)].append(site.name)
    largest = max(groups.values(), key=len)
    assert len(largest) <= MOST_ALIKE, f"{len(largest)} sites are alike: {', '.join(largest)}"


def test_the_front_page_of_a_newspaper_names_its_articles_where_their_links_have_no_href() -> None:
    site = sites()["mrdx"]
    markup = (
        '<h4><a href="Page01BC.htm">01版：要闻</a></h4><ul><li><a daoxiang="Articel01002NR.htm">老桥重新开放</a></li></ul>'
        '<h4><a href="Page02BC.htm">02版：文化</a></h4><ul><li><a daoxiang="Articel02002NR.htm">石匠画图三个月</a></li></ul>'
    )
    url = "http://mrdx.cn/content/20260105/Page01BC.htm"
    page = Page(url, NOW, 200, (("content-type", "text/html; charset=utf-8"),), markup.encode())
    found = read_list(site.sources[0], page, site)
    assert found.articles == (
        "http://mrdx.cn/content/20260105/Articel01002NR.htm",
        "http://mrdx.cn/content/20260105/Articel02002NR.htm",
    )
    assert found.parts == ("http://mrdx.cn/content/20260105/Page02BC.htm",)
    assert set(found.days.values()) == {"2026-01-05"}
