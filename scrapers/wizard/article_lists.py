"""Propose where a site lists its articles, from the address and the page of one of them."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from cundang.model.page import Page
from cundang.text.address import canonicalize, find_day, join
from pipelines.decode import decode
from pipelines.extract.tree import base_of, parse, select
from scrapers.lists.html import find_data_files
from scrapers.sources import Epaper, Gkmlpt, Listing, Xhcloud
from scrapers.wizard.list_forms import Form, put_day

_PARTS = re.compile(Epaper.parts)
# By the address of an article: its system, and where its column is.
_HANWEB = re.compile(r"^(.*/)art/\d{4}/\d{1,2}/\d{1,2}/art_(\d+)_\w+\.html$")
_WEBPLUS = re.compile(r"^.*/\d{4}/\d{4}/c(\d+)a\d+/page\.(htm|psp)$")
_TRS = re.compile(r"^(.*/)\d{6}/t\d{8}_\d+\.s?html?$")
_GKMLPT = re.compile(r"^(.*/gkmlpt/)content/")
_FOUNDER = re.compile(r"^(.*/)(?:contents?|c)/(\d{6}/\d\d|\d{8})/")


def propose_lists(page: Page) -> dict[str, Form]:
    """Propose the lists of a site by their addresses, the likeliest first and its front page last, from an article.

    Nothing was looked at: the sources are guesses, in the forms that the systems of publishers give their addresses.
    """
    parts = urlsplit(canonicalize(page.url))
    home = f"{parts.scheme}://{parts.netloc}/"
    found = dict(islice(_propose(page, parts.path, home), 1))
    return {**found, **({} if home in found else {home: Form("front page", Listing(name="首页", url=home))})}


def _propose(page: Page, path: str, home: str) -> Iterator[tuple[str, Form]]:
    tree = parse(decode(page).text)
    base = base_of(tree, page.url)
    if find_data_files(tree, base):
        yield home, Form("Xinhua's hosting", Xhcloud(name="首页", url=home))
    if found := _HANWEB.match(path):
        url = urljoin(home, f"{found[1]}col/col{found[2]}/index.html")
        yield url, Form("Hanweb", Listing(name=f"栏目 {found[2]}", url=url))
    if found := _GKMLPT.match(path):
        url = urljoin(home, f"{found[1]}index")
        yield url, Form("gkmlpt", Gkmlpt(name="政务公开", url=url))
    if found := _WEBPLUS.match(path):
        url = urljoin(home, f"/{found[1]}/list.{found[2]}")
        yield url, Form("Webplus", Listing(name=f"栏目 {found[1]}", url=url, next=f"list{{page}}.{found[2]}"))
    if found := _TRS.match(path):
        url = urljoin(home, f"{found[1]}index.html")
        yield url, Form("TRS", Listing(name="列表", url=url, next="index_{page}.html", page=1))
    day = find_day(page.url)
    links = {join(base, (a.get("href") or "").strip()).partition("#")[0] for a in select(tree, "a[href], area[href]")}
    issue = sorted(link for link in links if day and find_day(link) == day and _PARTS.search(urlsplit(link).path))
    if not issue and (found := _FOUNDER.match(path)):
        issue = [urljoin(home, f"{found[1]}layout/{found[2]}/node_01.html")]
    if issue:
        yield issue[0], Form("Founder e-paper", Epaper(name="版面", url=put_day(issue[0])))
