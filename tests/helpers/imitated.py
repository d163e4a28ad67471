"""A site of ours imitated from its declaration: the list of its first source that is no guess, and three articles.

Of a site whose sources are all guesses it is the first.
"""

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import jmespath

from cundang.text.address import canonicalize, find_day
from scrapers.lists.jpaas import UNIT
from scrapers.site import Site
from scrapers.sources import (
    Feed,
    Gkmlpt,
    Jpaas,
    JsonList,
    Links,
    Listing,
    Numbered,
    Sitemap,
    Source,
    Xhcloud,
    split_post_address,
)
from tests.helpers.sentences import text

Answer = tuple[int, dict[str, str], bytes]
DAY = date(2026, 1, 5)  # of articles whose address has none
NONE: Answer = 404, {}, b"<html><body>404</body></html>"
_PARTS = re.compile(r"[0-9a-f]{12,}|\d+|[0-9A-Za-z]{6,}")
_WORDS = re.compile(r"[a-z]+(?=/?$)")  # the last of an address without a number
_HASH = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Story:
    """An article of an imitation."""

    url: str
    title: str
    day: date
    paragraphs: tuple[str, ...]

    def answer(self) -> Answer:
        """Its page, in no system's markup."""
        body = "".join(f"<p>{each}</p>" for each in self.paragraphs)
        page = (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{self.title}</title></head><body>'
            '<div class="nav"><a href="/">首页</a> <a href="/about/">关于我们</a></div>'
            f'<h1>{self.title}</h1><div class="info"><span>{self.day} 08:30</span> <span>来源：清淀日报</span></div>'
            f'<div class="words">{body}</div><div class="foot">清淀县融媒体中心</div></body></html>'
        )
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()


@dataclass(frozen=True)
class ImitatedSite:
    """A site with one source, and what answers to its real addresses. Raises AssertionError where it has none."""

    site: Site
    stories: tuple[Story, ...]
    lists: Callable[[str, str], Answer]  # of an address without scheme and a posted body
    options: Mapping[str, Any]

    def answer(self, host: str, path: str, posted: str) -> Answer:
        """The answer to a request."""
        url = f"{host}{path}"
        for story in self.stories:
            if _is_same(url, story.url):
                return story.answer()
        return self.lists(url, posted)


def imitate(site: Site) -> ImitatedSite:
    """Imitate a site."""
    source = next((source for source in site.sources if not source.guess), site.sources[0])
    assert site.example, f"{site.name}: it gives no example of an article's address"
    day = date.fromisoformat(find_day(site.example) or DAY.isoformat())
    stories = tuple(_tell(site, url, day) for url in _vary(site, source))
    lists = _LISTS[next(kind for kind in _LISTS if isinstance(source, kind))](source, stories, day)
    options = {"since": day.isoformat(), "until": day.isoformat()} if source.is_by_day else {}
    return ImitatedSite(replace(site, sources=(source,), delay=0, hours=None), stories, lists, options)


def _tell(site: Site, url: str, day: date) -> Story:
    dice = random.Random(url)
    title = f"{dice.choice('苇海渔船码头堤岸')}村老桥{dice.choice('加固翻修通车验收')}后的{dice.randint(2, 99)}天见闻"
    return Story(url, title, date.fromisoformat(find_day(url) or day.isoformat()), tuple(text(dice, 9).split("\n\n")))


def _vary(site: Site, source: Source) -> list[str]:
    """Three addresses in the form of the example, which differ in a hash or number that is no day."""
    pattern, example = site.article_pattern, site.example
    assert pattern.search(example), f"{site.name}: its example is not of the form of its articles"
    if isinstance(source, JsonList) and source.article and not _find_fields(source.article, example):
        fields = re.findall(r"\{([^{}]+)\}", source.article)
        made = [re.sub(r"\{[^{}]+\}", lambda _, n=n: f"70000{n}", source.article) for n in range(3)]
        assert fields and all(map(pattern.search, made)), (
            f"{site.name}: {source.article} makes no address of an article"
        )
        return made
    start = example.index("/", 8)
    found = sorted(_PARTS.finditer(example, start), key=lambda part: (-len(part[0]), -part.start()))
    for part in [*found, *_WORDS.finditer(example, start)]:
        ends = (format(n, "x") for n in range(16))
        varied = [f"{example[: part.end() - 1]}{end}{example[part.end() :]}" for end in ends]
        good = [url for url in varied if pattern.search(url) and find_day(url) == find_day(example)]
        if len(good := list(dict.fromkeys(map(canonicalize, good)))) >= 3:
            return good[:3]
    raise AssertionError(f"{site.name}: {example} has no number that tells one article from another")


def _is_same(url: str, other: str) -> bool:
    """Whether two addresses are one, but for the scheme and the order of the query."""
    ours, theirs = (urlsplit(canonicalize("http://" + each.split("://")[-1])) for each in (url, other))
    return ours[1:3] == theirs[1:3] and sorted(parse_qsl(ours.query, True)) == sorted(parse_qsl(theirs.query, True))


# --- the pages of a list


def _find_second(source: Source, url: str) -> str:
    """The address of the second page of a numbered list, with what is posted; empty where there is none."""
    at, form, body = split_post_address(url)
    if not isinstance(source, Numbered):
        return ""
    if source.next:
        made = re.sub(r"\{page(?::(0?\d))?\}", lambda field: format(source.page, field[1] or ""), source.next)
        return urljoin(at, made)
    if not source.page_parameter:
        return ""
    cursor = getattr(source, "cursor", "")
    fields = json.loads(body) if form == "json" else dict(parse_qsl(body if form else urlsplit(at).query, True))
    before = fields.get(source.page_parameter)
    after: object = "7700" if cursor else source.page if before is None else int(before) + source.step
    fields[source.page_parameter] = after
    return f"{at}#{form}#{json.dumps({name: str(value) for name, value in fields.items()})}"


def _is_page(address: str, url: str, posted: str) -> bool:
    """Whether a request asks for a page as `_find_second` gives it."""
    at, _, rest = address.partition("#")
    if not rest:
        return _is_same(url, at)
    form, _, wanted = rest.partition("#")
    parts = urlsplit("http://" + url)
    fields = json.loads(posted) if form == "json" else dict(parse_qsl(posted if form else parts.query, True))
    bare = urlsplit("http://" + at.split("://")[-1])
    return (parts.netloc, parts.path) == (bare.netloc, bare.path) and {
        name: str(value) for name, value in fields.items()
    } == json.loads(wanted)


def _make_pages(
    source: Source, stories: tuple[Story, ...], day: date, write: Callable[[tuple[Story, ...], bool], Answer]
) -> Callable[[str, str], Answer]:
    """Two pages, of two articles and of one, or one of three. `write` is told whether another page follows."""
    first = source.make_address(day)
    second, at = _find_second(source, first), split_post_address(first)[0]

    def answer(url: str, posted: str) -> Answer:
        if second and _is_page(second, url, posted):
            return write(stories[2:], False)
        if _is_same(url, at) and posted == split_post_address(first)[2]:
            return write(stories[:2] if second else stories, bool(second))
        return NONE

    return answer


def _html(body: str) -> Answer:
    return (
        200,
        {"Content-Type": "text/html; charset=utf-8"},
        f'<html><meta charset="utf-8"><body>{body}</body></html>'.encode(),
    )


def _write_links(stories: tuple[Story, ...]) -> str:
    return "<ul>" + "".join(f'<li><a href="{s.url}">{s.title}</a><span>{s.day}</span></li>' for s in stories) + "</ul>"


def _imitate_html(source: Listing, stories: tuple[Story, ...], day: date) -> Callable[[str, str], Answer]:
    """Links, on two pages, or on the parts of an issue."""
    first = source.make_address(day)
    part = urljoin(
        first, re.sub(r"\d+(?=\D*$)", lambda n: format(int(n[0]) + 1, f"0{len(n[0])}"), first.rpartition("/")[2])
    )
    if source.parts and part != first and re.search(source.parts, urlsplit(part).path):
        pages = {first: _write_links(stories[:2]) + f'<a href="{part}">第二版</a>', part: _write_links(stories[2:])}
        return lambda url, _: next((_html(page) for at, page in pages.items() if _is_same(url, at)), NONE)
    return _make_pages(source, stories, day, lambda told, _: _html(_write_links(told)))


def _imitate_xhcloud(source: Xhcloud, stories: tuple[Story, ...], day: date) -> Callable[[str, str], Answer]:
    """A page without a link, and the file that it names."""
    first, rows = source.make_address(day), [{"publishUrl": s.url, "title": s.title} for s in stories]
    data = json.dumps({"datasource": rows}).encode()

    def answer(url: str, _: str) -> Answer:
        if _is_same(url, urljoin(first, f"ds_{_HASH}.json")):
            return 200, {"Content-Type": "application/json"}, data
        shell = f'<ul id="list" data="datasource:{_HASH}" datatype="ds" preview="ds_"></ul>'
        return _html(shell) if _is_same(url, first) else NONE

    return answer


def _imitate_xml(source: Source, stories: tuple[Story, ...], day: date) -> Callable[[str, str], Answer]:
    if isinstance(source, Sitemap):
        entries = "".join(f"<url><loc>{_escape(s.url)}</loc><lastmod>{s.day}</lastmod></url>" for s in stories)
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    else:
        entries = "".join(
            f"<item><title>{s.title}</title><link>{_escape(s.url)}</link><pubDate>{s.day:%a, %d %b %Y} 08:30:00 +0800</pubDate></item>"
            for s in stories
        )
        body = f'<rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'
    answer = 200, {"Content-Type": "text/xml"}, f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()
    return _make_pages(source, stories, day, lambda *_: answer)


def _escape(url: str) -> str:
    return url.replace("&", "&amp;")


def _imitate_jpaas(source: Source, stories: tuple[Story, ...], day: date) -> Callable[[str, str], Answer]:
    """The page of a column with its parameters, and the list that they lead to, of two pages."""
    first = source.make_address(day)

    def answer(url: str, _: str) -> Answer:
        if UNIT in url:
            is_second = re.search(r"pageNo(?:%22|\")(?::|%3A)2\b", url) is not None
            rows = _write_links(stories[2:] if is_second else stories[:2])
            pager = f'<div rows="2" count="3" pageNo="{1 + is_second}"></div>'
            return 200, {}, json.dumps({"success": True, "data": {"html": rows + pager}}).encode()
        query = "{'webId':'1','pageId':'2','tplSetId':'3','pageType':'column'}"
        return _html(f'<script parseType="bulidstatic" queryData="{query}"></script>') if _is_same(url, first) else NONE

    return answer


def _imitate_gkmlpt(source: Source, stories: tuple[Story, ...], day: date) -> Callable[[str, str], Answer]:
    assert isinstance(source, Gkmlpt)
    rows = [{"url": s.url, "title": s.title, "display_publish_time": f"{s.day} 08:30:00"} for s in stories]
    answers = {"/gkmlpt/index": _html("<script>var _CONFIG = {SID: '755001', TREE: []};</script>")}
    answers[f"/gkmlpt/api/all/{source.category}"] = 200, {}, json.dumps({"articles": rows, "total": 3}).encode()
    return lambda url, _: next((answers[end] for end in answers if urlsplit(f"http://{url}").path.endswith(end)), NONE)


# --- JSON, from the paths that read it


def _imitate_json(source: JsonList, stories: tuple[Story, ...], day: date) -> Callable[[str, str], Answer]:
    def write(told: tuple[Story, ...], has_more: bool) -> Answer:
        rows = [_make_row(source, story) for story in told]
        answer = _put(source.rows, rows) if source.rows else {"data": rows}
        if source.cursor and has_more:
            answer = _merge(answer, _put(source.cursor, 7700))
        name = re.search(r"callback=(\w+)", source.url)
        body = json.dumps(answer, ensure_ascii=False)
        return (
            200,
            {},
            (f"{name[1]}({body})" if name else f"news({body});" if ".jsonp" in source.url else body).encode(),
        )

    return _make_pages(source, stories, day, write)


def _make_row(source: JsonList, story: Story) -> object:
    if source.article:
        row: object = {}
        for path, value in _find_fields(source.article, story.url).items():
            row = _merge(row, _put(path, value))
    else:
        row = _put(source.link or "url", story.url)
    return _merge(row, _put(source.day, f"{story.day} 08:30:00")) if source.day else row


def _find_fields(template: str, url: str) -> dict[str, str]:
    """The values of which a template makes an address; none where it does not."""
    names = re.findall(r"\{([^{}]+)\}", template)
    pattern = "".join(
        re.escape(piece) if n % 2 == 0 else "([^/]+?)" for n, piece in enumerate(re.split(r"\{([^{}]+)\}", template))
    )
    found = re.fullmatch(pattern, url)
    return dict(zip(names, found.groups(), strict=True)) if found else {}


def _put(path: str, value: object) -> object:
    """JSON that has a value at a path of JMESPath."""
    return _build(jmespath.compile(path).parsed, value)


def _build(node: dict[str, Any], value: Any) -> object:
    kind, children = node["type"], node["children"]
    if kind in ("current", "identity"):
        return value
    if kind == "field":
        return {node["value"]: value}
    if kind == "index":
        return [None] * node["value"] + [value]
    if kind in ("subexpression", "index_expression"):
        for child in reversed(children):
            value = _build(child, value)
        return value
    if kind in ("flatten", "or_expression"):
        return _build(children[0], value)
    if kind in ("projection", "filter_projection"):
        return _build(children[0], [_build(children[1], each) for each in value])
    raise AssertionError(
        f"no imitation can be made of a path with a {kind}; give a simpler one, or build it in tests/helpers/imitated.py"
    )


def _merge(one: Any, other: Any) -> Any:
    """Both of two structures."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            name: _merge(one[name], other[name]) if name in one and name in other else {**other, **one}[name]
            for name in {**one, **other}
        }
    if isinstance(one, list) and isinstance(other, list):
        return [_merge(a, b) for a, b in zip(one, other, strict=True)]
    return one


_LISTS: dict[type[Source], Callable[[Any, tuple[Story, ...], date], Callable[[str, str], Answer]]] = {
    Xhcloud: _imitate_xhcloud,
    Listing: _imitate_html,
    Links: _imitate_html,
    Sitemap: _imitate_xml,
    Feed: _imitate_xml,
    Jpaas: _imitate_jpaas,
    Gkmlpt: _imitate_gkmlpt,
    JsonList: _imitate_json,
}
