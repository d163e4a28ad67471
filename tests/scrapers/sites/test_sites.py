"""Every site on every page of it that lies beside the checkout: what a reader sees there must be what is stored.

What stands on the pages is in sites.toml, and was read there, not copied from the output (docs/sites-review.md says how).
"""

import csv
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.model.profile import STATE, Profile
from exchange.importer import read_file
from pipelines.extract.tree import parse, select
from pipelines.line import Reader
from scrapers.layouts import layouts
from scrapers.lists import read_list
from scrapers.sites import list_broken, publishers, sites
from scrapers.sources import Listing
from tests.helpers.pages import NOW
from tests.helpers.paths import ROOT, SHARED, shared

PAGES = SHARED / "pages"
TABLE = tomllib.loads(Path(__file__).with_name("sites.toml").read_text(encoding="utf-8"))
SEEN = TABLE["page"]
# Furniture that the pages show around their texts. Two texts say such a word themselves.
FURNITURE = (
    "责任编辑", "分享到", "返回搜狐", "点击进入专题", "加载更多", "打印本页", "关闭窗口", "我要反馈", "延伸閱讀", "相關新聞", "本文来源：",
    "查看更多", "【纠错】", "扫一扫 手机阅读",
)  # fmt: skip
FIELDS = ("title", "published_at", "source_name", "editor")


def attempt(path: Path) -> Article | RefusedError:
    try:
        return Reader(publishers()).read([read_file(path, PAGES, NOW)])
    except RefusedError as refusal:
        return refusal


@pytest.mark.parametrize("seen", SEEN, ids=[seen["path"].removesuffix(".html.gz") for seen in SEEN])
def test_page(seen: dict[str, Any]) -> None:
    look = f"see for yourself: archive show ../shared/pages/{seen['path']}"
    article = attempt(shared(f"pages/{seen['path']}"))
    if "refused" in seen:
        assert isinstance(article, RefusedError), f"it is no article, and must be refused; {look}"
        return
    assert isinstance(article, Article), f"refused: {article}; {look}"
    assert {name: getattr(article, name) for name in FIELDS} == {name: seen.get(name) for name in FIELDS}, look
    text = " ".join(article.text.split())
    assert text.startswith(seen["begins"]), look
    assert text.endswith(seen["ends"]), look
    assert [word for word in FURNITURE if word in text] == [], look
    assert article.extractor == seen["profile"], f"another profile answered: {article.extractor}; {look}"


def test_every_module_is_a_site_or_a_layout() -> None:
    modules = [p for folder in ("sites", "layouts") for p in (ROOT / "scrapers" / folder).glob("[a-z0-9]*.py")]
    assert list_broken() == []
    assert {*sites()} & {*layouts()} == set()
    assert {*sites(), *layouts()} == {module.stem for module in modules}
    assert all(site.sources for site in sites().values())


def profiles() -> list[Profile]:
    return list(dict.fromkeys(profile for site in publishers().known for profile in site.profiles))


def test_no_two_profiles_have_one_name() -> None:
    names = [profile.name for profile in profiles()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.name)
def test_every_selector_can_be_used(profile: Profile) -> None:
    tree = parse("<p>text</p>")
    for name in Profile.__slots__:
        value = getattr(profile, name)
        if name in ("name", "address", "general", "since", "until"):
            continue
        for css in (value,) if isinstance(value, str) else value:
            if not css.startswith(STATE):  # the check of the module compiles its path
                select(tree, css)
    if profile.address:
        assert "content_id" in re.compile(profile.address).groupindex


@cache
def addresses() -> list[tuple[str, str]]:
    if not (PAGES / "MANIFEST.tsv").exists():
        return []
    with (PAGES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(r["url"], r["kind"]) for r in rows if r["url"].startswith("http") and "web.archive.org" not in r["url"]]


def test_the_pattern_of_a_site_matches_its_articles_and_not_its_lists() -> None:
    shared("pages/MANIFEST.tsv")
    wrong = []
    for url, kind in addresses():
        site = publishers().of_address(url)
        if site.article and urlsplit(url).path.strip("/") and (kind == "article") != site.names_article(url):
            wrong.append(f"{site.name}: {url} ({kind})")
    assert wrong == []


# List pages that lie beside the checkout, and how many articles of the site they name at least.
LISTS = {
    "sina": ("sina/ee208_news.sina.com.cn_.html.gz", 50),
    "eastday": ("eastday/ee208_news.eastday.com.html.gz", 3),
    "youth": ("youth/ee208_news.youth.cn_.html.gz", 20),
    "people": ("people/ee208_cpc.people.com.cn_.html.gz", 30),
    "chinanews": ("chinanews/ee208_www.chinanews.com_shipin_.html.gz", 10),
    "hebnews": ("hebei.hebnews.cn/ee208_hebei.hebnews.cn_.html.gz", 30),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_source_names_articles(name: str) -> None:
    path, least = LISTS[name]
    site = sites()[name]
    source = next(source for source in site.sources if isinstance(source, Listing))
    named = read_list(source, read_file(shared(f"pages/{path}"), PAGES, NOW), site)
    assert len(named.articles) >= least
