"""Recognise what form a list has, and declare the source that reads it: from its address and its first page."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from urllib.parse import parse_qsl, urljoin, urlsplit

from cundang.model.page import Page
from cundang.model.publisher import BEIJING
from cundang.text.address import find_day, join
from pipelines.decode import decode
from pipelines.extract.tree import Element, base_of, parse, select, text_of, to_line
from scrapers.lists.hanweb import PROXY, find_records
from scrapers.lists.html import find_data_files, find_refreshes
from scrapers.lists.jpaas import UNIT, find_unit
from scrapers.lists.json_rows import JSONP, load_answer
from scrapers.lists.reader import unzip
from scrapers.lists.xml import is_xml
from scrapers.sources import (
    Epaper,
    Feed,
    Gkmlpt,
    Jpaas,
    JsonList,
    Listing,
    Numbered,
    Sitemap,
    Source,
    Xhcloud,
    split_post_address,
)
from scrapers.wizard.json_paths import find_value_path, propose_paths
from scrapers.wizard.writing import clean

_PARTS = re.compile(Epaper.parts)
_GKMLPT = re.compile(r"^(.*?/gkmlpt/)(?:index|api/all/(\d+))?")
_TRS = re.compile(
    r"createPageHTML\w{0,20}\s{0,9}\(\s{0,9}[\"']?\d{1,6}[\"']?\s{0,9},\s{0,9}[\"']?\d{1,6}[\"']?\s{0,9},"
    r"\s{0,9}[\"']([\w-]{1,40})[\"']\s{0,9},\s{0,9}[\"'](\w{1,8})[\"']"
)
_WEBPLUS = re.compile(r"/list(?:\d{1,4})?\.(?:htm|psp)$")
# A day between two marks: /202611/28/, -20261128., =2026-11-28; then a month: /2026-11/, _202611.
_DAYS = (
    (re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-/_]?)(\d\d)([-/_]?)(\d\d)(?![0-9A-Za-z])"), ("%Y", "%m", "%d")),
    (re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-/_]?)(\d\d)(?![0-9A-Za-z])"), ("%Y", "%m")),
)
# Parameters of the number of a page and of an offset, as APIs call them, in lower case.
_PAGES = ("page", "pageno", "pagenum", "pageindex", "currentpage", "curpage", "pagenumber", "p", "pn", "cp", "pg")
_OFFSETS = ("offset", "start", "skip")
_CURSORS = ("cursor", "starttime", "lastid", "last", "maxid", "minid", "before", "sinceid", "next", "nextpage")


@dataclass(frozen=True, slots=True)
class Form:
    """What a list is, in words, and the source that reads it."""

    name: str
    source: Source


def recognise(page: Page, address: str, example: str | None = None, zone: tzinfo = BEIJING) -> Form:
    """Recognise the form of a list by its address, with what is posted, and by its page.

    `example` is the address of an article of the site. Raises RefusedError for a page that cannot be read.
    """
    text = decode(unzip(page)).text
    url = split_post_address(address)[0]
    if found := _GKMLPT.match(url):
        return Form("gkmlpt", Gkmlpt(name="政务公开", url=f"{found[1]}index", category=int(found[2] or 0)))
    if UNIT in url:
        return Form("Hanweb jpaas", Jpaas(name=_name_by_path(url), url=url))
    if PROXY in url:
        return Form("Hanweb jpage", Listing(name=_name_by_path(url), url=url))
    if is_xml(text):
        return _recognise_xml(text, url)
    if text.lstrip()[:1] in ("{", "[") or JSONP.fullmatch(text):
        return _recognise_json(text, address, example, zone, page.fetched_at)
    return _recognise_html(text, url)


def _recognise_xml(text: str, url: str) -> Form:
    head = text[:2000].lower()
    if "<urlset" in head or "<sitemapindex" in head:
        name = "sitemap index" if "<sitemapindex" in head else "sitemap"
        return Form(name, Sitemap(name="sitemap", url=put_day(url, months=True)))
    return Form("feed", Feed(name="feed", url=url))


def _recognise_html(text: str, url: str) -> Form:  # noqa: PLR0911 - a list of forms
    tree = parse(text)
    base, name = base_of(tree, url), _name_by_title(tree, url)
    if re.search(r"\bSID[\"']?\s{0,9}[:=]", text) and "gkmlpt" in text:
        return Form("gkmlpt", Gkmlpt(name=name, url=urljoin(url, "/gkmlpt/index")))
    if find_unit(text, base):
        return Form("Hanweb jpaas", Jpaas(name=name, url=url))
    if find_records(text, base)[0]:
        return Form("Hanweb jpage", Listing(name=name, url=url))
    if issue := _find_issue(tree, url, base):
        return Form("Founder e-paper", Epaper(name=name, url=put_day(issue)))
    if find_data_files(tree, base):
        return Form("Xinhua's hosting", Xhcloud(name=name, url=url))
    if pager := _TRS.search(text):
        following = f"{pager[1]}_{{page}}.{pager[2]}"
        return Form("TRS, pages by number", Listing(name=name, url=url, next=following, page=1))
    if found := _WEBPLUS.search(urlsplit(url).path):
        ending = found[0].rpartition(".")[2]
        return Form("Webplus", Listing(name=name, url=url, next=f"list{{page}}.{ending}", page=2))
    return Form("HTML", _number(Listing(name=name, url=url), tree, url, base))


def _find_issue(tree: Element, url: str, base: str) -> str:
    """The page of a newspaper's issue that a page is, or that it leads to by a meta refresh; empty where neither is so.

    It has a day in its address, and links to other pages of that day.
    """
    for refresh in find_refreshes(tree, base):
        if find_day(refresh) and (_PARTS.search(urlsplit(refresh).path) or "/layout/" in refresh):
            return refresh
    day = find_day(url)
    links = {join(base, (a.get("href") or "").strip()) for a in select(tree, "a[href], area[href]")}
    parts = [link for link in links if find_day(link) == day and _PARTS.search(urlsplit(link).path)]
    return url if day and parts else ""


def _number(source: Listing, tree: Element, url: str, base: str) -> Listing:
    """Add how the further pages are numbered, where links show it: index_2.html beside index.html, ?page=2."""
    path = urlsplit(url).path
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    links = {join(base, (a.get("href") or "").strip()) for a in select(tree, "a[href]")}
    if dot:
        beside = re.compile(rf"{re.escape(urljoin(url, stem))}([-_]?)(\d{{1,3}})\.{re.escape(ending)}")
        if numbers := sorted((int(found[2]), found[1]) for link in links if (found := beside.fullmatch(link))):
            return replace(source, next=f"{stem}{numbers[0][1]}{{page}}.{ending}", page=numbers[0][0])
    for link in sorted(links):
        parts = urlsplit(link)
        if parts.path == path and parts.netloc == urlsplit(url).netloc:
            for name, value in parse_qsl(parts.query):
                if name.lower() in _PAGES and value == "2" and name in dict(parse_qsl(urlsplit(url).query)):
                    return replace(source, page_parameter=name)
    return source


def _recognise_json(text: str, address: str, example: str | None, zone: tzinfo, at: datetime) -> Form:
    answer = load_answer(text)
    url, form, body = split_post_address(address)
    posted = _read_posted(form, body)
    source = JsonList(
        name=_name_by_path(url),
        url=put_day(url),
        json=posted if form == "json" else None,
        form=posted if form == "form" else None,
    )
    paths = propose_paths(answer, url, example, zone, at)
    if paths is None:
        return Form("JSON", source)
    source = replace(source, rows=paths.rows, link=paths.link, article=paths.article, day=paths.day)
    return Form("JSON", _page_json(source, posted or dict(parse_qsl(urlsplit(url).query)), answer, paths.count))


def _read_posted(form: str, body: str) -> dict[str, object] | None:
    if form == "json":
        values = json.loads(body)
        return values if isinstance(values, dict) else None
    return dict(parse_qsl(body, keep_blank_values=True)) if form else None


def _page_json(source: JsonList, asked: Mapping[str, object], answer: object, rows: int) -> JsonList:
    """Add which of the parameters that were asked with leads to the next page."""

    def find(names: tuple[str, ...], fits: Callable[[object], bool]) -> str:
        plain = {re.sub(r"[-_]", "", name.lower()): name for name, value in asked.items() if fits(value)}
        return next((plain[name] for name in names if name in plain), "")

    def is_number(value: object) -> bool:
        return re.fullmatch(r"\d{1,9}", str(value)) is not None

    if name := find(_PAGES, is_number):
        return replace(source, page_parameter=name)
    if name := find(_OFFSETS, is_number):
        return replace(source, page_parameter=name, step=rows)
    name = find(_CURSORS, lambda value: isinstance(value, str | int))
    if name and (path := find_value_path(answer, name)):
        return replace(source, page_parameter=name, cursor=path)
    return source


def put_day(url: str, months: bool = False) -> str:
    """Put `{day:...}` for the days in an address; with `months` also for a month. The address itself if it has none.

    >>> put_day("http://paper.cn/layout/202611/28/node_01.html"), put_day("http://a.cn/list?date=2026-11-28&page=1")
    ('http://paper.cn/layout/{day:%Y%m/%d}/node_01.html', 'http://a.cn/list?date={day:%Y-%m-%d}&page=1')
    >>> put_day("http://a.cn/cm_yaowen20200213/"), put_day("http://a.cn/sitemap_202611.xml", months=True)
    ('http://a.cn/cm_yaowen20200213/', 'http://a.cn/sitemap_{day:%Y%m}.xml')
    """
    root = "/".join(url.split("/", 3)[:3])
    rest = url[len(root) :]
    for pattern, directives in _DAYS[: 2 if months else 1]:
        found = [each for each in pattern.finditer(rest) if _is_past_day(each.groups()[::2])]
        for each in reversed(found):
            format_ = directives[0] + "".join(map("".join, zip(each.groups()[1::2], directives[1:], strict=True)))
            rest = f"{rest[: each.start()]}{{day:{format_}}}{rest[each.end() :]}"
        if found:
            break
    return root + rest


def _is_past_day(numbers: tuple[str, ...]) -> bool:
    try:
        day = date(*map(int, (*numbers, "1")[:3]))
    except ValueError:
        return False
    return day <= datetime.now(UTC).date() + timedelta(days=2)


def _name_by_title(tree: Element, url: str) -> str:
    """The name of a list by the title of its page, without that of the site; 首页 for the front page."""
    if urlsplit(url).path.strip("/") == "":
        return "首页"
    title = next((to_line(text_of(each)) for each in select(tree, "title")), "")
    return clean(re.split(r"[-_|–—>]", title, maxsplit=1)[0]).strip()[:30] or _name_by_path(url)


def _name_by_path(url: str) -> str:
    """The name of a list by the last part of its path that tells something."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    telling = [part for part in parts if not re.fullmatch(r"(?:index|list|page|\d+)(?:\.\w+)?", part)]
    return clean((telling or parts or ["list"])[-1].partition(".")[0])[:30] or "list"


def is_numbered(source: Source) -> bool:
    """Whether a source knows the addresses of its further pages."""
    return isinstance(source, Numbered) and bool(source.next or source.page_parameter)
