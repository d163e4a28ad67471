"""Lists that are broken, endless or hostile: a line in `problems` each, and the next list is read."""

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from demo.site import make_demo_site
from scrapers.site import Site
from scrapers.sources import Feed, Jpaas, JsonList, Listing, Source
from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.families.imitation import EVIDENCE, HTML, JSON, XML
from tests.helpers.loopback import Answer, answering, article, listing

ARTICLE = r"/a/\d+\.htm$"
MOST_PAGES = 4
LIST = {"url": "/list", "rows": "list", "link": "url"}


@dataclass(frozen=True)
class Bad:
    """A site whose first list is bad. `told` is a pattern for the one line in `problems` that says so.

    `stored` are the articles that are stored beside the one of the next list, `asked` the requests for the bad list.
    """

    answers: dict[str, Any]
    told: str
    kind: type[Source] = JsonList
    declared: dict[str, Any] = field(default_factory=dict)
    stored: int = 0
    asked: int = 1

    def make_site(self, address: str, name: str) -> Site:
        declared = {**(LIST if self.kind is JsonList else {"url": "/list"}), **self.declared}
        declared["url"] = f"{address}{declared['url']}"
        bad = self.kind(name="bad", evidence=EVIDENCE, **declared)
        good = Listing(name="good", url=f"{address}/good", evidence=EVIDENCE)
        demo = make_demo_site(f"{address}/")
        return Site(
            name=name, publisher=name, homepage=f"{address}/", hosts=("127.0.0.1",), article=ARTICLE,
            sources=(bad, good), delay=0, loopback=True, profiles=demo.profiles,
        )  # fmt: skip


def answer(value: object) -> Answer:
    return 200, JSON, json.dumps(value).encode()


def told_rows(*urls: object, **more: object) -> Answer:
    return answer({"list": [{"url": url, **more} if isinstance(url, str) else url for url in urls]})


def endless() -> Callable[[Any], Answer]:
    """Another article and another cursor on each page."""
    count = iter(range(1, 10_000))

    def reply(handler: Any) -> Answer:
        n = next(count)
        return answer({"list": [{"url": f"/a/{n}.htm"}], "next": f"c{n}"})

    return reply


def redirect(status: int, to: str) -> Answer:
    return status, {"Location": to}, b""


def repost(handler: Any) -> Answer:
    return told_rows("/a/1.htm") if handler.posted == '{"page":1}' else told_rows()


PAGED = {"page_parameter": "page", "url": "/list?page=1"}
POSTED = {"json": {"page": 1}}
DEEP = b'{"list":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
GROUP = '<datastore><nextgroup><![CDATA[<a href="{}"></a>]]></nextgroup><recordset><record><![CDATA[<li><a href="/a/1.htm">x</a></li>]]></record></recordset></datastore>'
COLUMN = "<script queryData=\"{'webId':'1','pageId':'2','tplSetId':'3'}\"></script>"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"

CASES = {
    "HTML for JSON": Bad({"/list": (200, HTML, b"<html><body>login</body></html>")}, r"HTML where JSON is due.*"),
    "nothing for JSON": Bad({"/list": (200, JSON, b"")}, r".*(?:empty|JSON).*"),
    "a page that repeats": Bad(
        {"/list": told_rows("/a/1.htm")},
        r"bad: this page names the same articles as the one before; its next pages are not read",
        declared=PAGED,
        stored=1,
        asked=2,
    ),
    "a cursor that repeats": Bad(  # the list ends
        {"/list": answer({"list": [{"url": "/a/1.htm"}], "next": "x"})},
        "",
        declared={"cursor": "next", "page_parameter": "after"},
        stored=1,
        asked=2,
    ),
    "an endless cursor": Bad(
        {"/list": endless()},
        rf"bad: {MOST_PAGES} pages were read in this run; the page after this one is not",
        declared={"cursor": "next", "page_parameter": "after"},
        stored=MOST_PAGES + 1,
        asked=MOST_PAGES + 1,
    ),
    "a hundred thousand rows": Bad(
        {"/list": told_rows("/a/1.htm", *(f"/b/{n}.htm" for n in range(99_999)))},
        r"bad: it names 100000 addresses, of which the first 50000 are taken",
        stored=1,
    ),
    "rows without host": Bad(
        {"/list": told_rows("http:///a/1.htm", "https://", "//", "javascript:;", "", 7, "http://[1", "/a/1.htm")},
        r'bad: 7 of 8 rows have no address, e\.g\. \{"url": "http:///a/1\.htm"\}',
        stored=1,
    ),
    "rows that are no objects": Bad(
        {"/list": told_rows(None, [[[]]], 1.5, True, {"url": {"a": []}}, "/a/1.htm")},
        r"bad: 5 of 6 rows have no address, e\.g\. null",
        stored=1,
    ),
    "a date that is none": Bad(
        {"/list": told_rows("/a/1.htm", t="2025-02-30 08:00")},
        r'bad: 1 of 1 rows have a day that is none, e\.g\. "2025-02-30 08:00"',
        declared={"day": "t"},
        stored=1,
    ),
    "a zone that is none": Bad(
        {"/list": told_rows("/a/1.htm", "/a/2.htm", t="2025-02-03T08:00:00+99:99")},
        r'bad: 2 of 2 rows have a day that is none, e\.g\. "2025-02-03T08:00:00\+99:99"',
        declared={"day": "t"},
        stored=2,
    ),
    "another shape": Bad(
        {"/list": answer({"list": {"url": "/a/1.htm"}, "code": 7})},
        r"JSON without a list at list; it has the names list, code",
    ),
    "deep JSON": Bad({"/list": (200, JSON, DEEP)}, r"not JSON, though it begins like JSON \(.{1,200}\)"),
    "cut JSON": Bad({"/list": (200, JSON, b'{"list": [{"url": "/a/1.h')}, r"not JSON, though it begins like JSON .*"),
    "jpaas that failed": Bad(
        {"/list": (200, HTML, COLUMN.encode()), UNIT: answer({"success": False, "code": "500", "data": None})},
        r"jpaas answered without rows \(data\.html\): False, 500",
        Jpaas,
        asked=2,
    ),
    "jpaas without parameters": Bad({"/list": (200, HTML, b"<p>x</p>")}, r"no column of jpaas: .*", Jpaas),
    "a next group elsewhere": Bad(
        {"/list": (200, HTML, GROUP.format("http://other.example/module/web/jpage/dataproxy.jsp?page=2").encode())},
        r"bad: its nextgroup leads to another host, which is not read: http://other\.example/.*",
        Listing,
        stored=1,
    ),
    "a next group that is itself": Bad(
        {"/module/web/jpage/dataproxy.jsp": (200, HTML, GROUP.format("./dataproxy.jsp?b=2&amp;a=1").encode())},
        r"bad: its nextgroup leads to itself",
        Listing,
        {"url": "/module/web/jpage/dataproxy.jsp?a=1&b=2"},
        stored=1,
    ),
    "a refresh elsewhere": Bad(
        {"/list": (200, HTML, b'<meta http-equiv="refresh" content="0;url=http://other.example/x.htm">')},
        r"bad: its meta refresh leads to another host, which is not read: http://other\.example/x\.htm",
        Listing,
    ),
    "a POST sent on to HTML": Bad(
        {"/list": redirect(302, "/login"), "/login": (200, HTML, b"<html><body>login</body></html>")},
        r"HTML where JSON is due.*",
        declared=POSTED,
    ),
    "a POST sent to itself": Bad({"/list": redirect(307, "/list")}, r"it redirects to itself", declared=POSTED),
    "a POST sent on": Bad({"/list": redirect(308, "/new"), "/new": repost}, r"", declared=POSTED, stored=1),
    "a feed without addresses": Bad(
        {"/list": (200, XML, b"<rss><channel><item><title>x</title></item><item><link>/a/1.htm</link><pubDate>soon</pubDate></item></channel></rss>")},
        r"bad: 1 of 2 rows have (?:no address, e\.g\. empty|a day that is none, e\.g\. soon)",
        Feed,
        stored=1,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Crawled, list[str]]]:
    """All bad sites, crawled in one process."""
    folder, plans, found = tmp_path_factory.mktemp("bad"), [], {}
    articles = {f"/a/{n}.htm": (200, {}, article(n)) for n in range(10)}

    with ExitStack() as stack:
        servers = []
        for number, bad in enumerate(CASES.values()):
            server = stack.enter_context(answering({"/good": listing(["/a/9.htm"]), **articles, **bad.answers}))
            servers.append(server)
            plans.append(Plan(bad.make_site(server.address.rstrip("/"), f"bad{number}"), folder / f"{number}.db"))
        reports = crawl_sites(plans, {"MOST_PAGES": MOST_PAGES})
        for name, plan, report, server in zip(CASES, plans, reports, servers, strict=True):
            found[name] = plan.db, report, server.paths()
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_bad_list_is_a_line_and_the_run_goes_on(
    name: str, crawled: dict[str, tuple[Path, Crawled, list[str]]]
) -> None:
    bad, (db, report, asked) = CASES[name], crawled[name]
    assert (report.reason, report.error) == ("finished", "")
    told = [reason for (reason,) in rows(db, "SELECT reason FROM problems WHERE reason NOT LIKE 'bad gave nothing%'")]
    for reason in told:
        assert re.fullmatch(bad.told, reason), reason
        assert "\n" not in reason
    assert len(told) == (2 if bad.kind is Feed else bool(bad.told)), told
    assert len(rows(db, "SELECT 1 FROM articles WHERE url LIKE '%/a/%'")) == 1 + bad.stored
    assert asked.count("/good") == 1
    lists = [path for path in asked if not path.startswith(("/a/", "/good", "/login", "/new", "/robots.txt"))]
    assert len(lists) == bad.asked, lists
