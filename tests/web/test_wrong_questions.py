"""Wrong questions are answered as such: no address gives an error of the server, and none tells where the file lies."""

import itertools
import json
import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.web.test_web_pages import get

LIST = "/archive/articles"
HUGE = "9" * 40
NUMBERS = (
    "0",
    "-1",
    "1.5",
    HUGE,
    "x",
    "%00",
    "%ff",
    "1,2",
    "~00",
    "a" * 3000,
    "1'--",
    "%F0%9F%90%9F",
    "1e5",
    "+1",
    " ",
)
FORMATS = ("", ".json", ".csv", ".blob", ".jsono", ".xlsx", ".nosuch", ".json.json")
VALUES = ("nosuch", "", "%00", "x'y", HUGE, "(((", "%ff%fe", '{"a"', "[", ",,,", "~", "-1")
ARGUMENTS = (
    "_sort", "_sort_desc", "_facet", "_facet_array", "_facet_date", "_facet_month", "_facet_year", "_facet_size", "_col",
    "_nocol", "_size", "_next", "_where", "_shape", "_timelimit", "_ttl", "_through", "_search", "_searchmode",
    "_search_nosuch", "_label", "_labels", "_json", "_nl", "_trace", "_stream", "_filter_column", "_extras", "_lang",
    "_blob_column", "_sort_by_desc", "nosuch", "nosuch__gt", "id__nosuch", "id__gt", "id__in", "title__glob",
    "title__date", "id__arraycontains", "title__in", "__", "id__",
)  # fmt: skip
OWN = (
    "search?q=", "search?q=x&page=", "search?q=x&order=", "search?site=", "search?since=", "search.json?q=x&page=",
    "search.atom?q=", "changes?kind=", "changes?before=", "changes?since=", "changes?site=", "clusters?page=",
    "compare?a=1&b=", "compare?a=", "trends?q=", "trends?q=x&by=", "articles?_search=", "download/articles.csv?column=",
    "download/search.csv?q=", "download/articles.nosuch?x=", "articles/1?revision=", "articles/1?traces=",
    "articles/1/history?old=", "articles/1/raw?revision=", "articles/1/cite.gbt?revision=",
)  # fmt: skip
ROWS = ("articles", "revisions", "events", "keywords", "people", "images", "sites", "clusters", "relations", "urls")
OTHERS = (
    "/nosuch", "/nosuch.json", "/nosuch/nosuch", "/-/nosuch", "/-/metadata", "/-/databases.json", "/-/versions.json",
    "/-/static/nosuch", "/-/static/../../app.py", "/assets/nosuch", "/assets/%2e%2e/plugins/home.py", "/archive.db",
    "/archive.nosuch", "/archive.csv", "/archive.blob", "/archive.jsono", "/archive/sqlite_master", "/archive/nosuch.json",
    "/archive/nosuch/1.json", "/_memory", "/_internal", "/_internal.json", "/:memory:", "/archive//articles", "//archive",
    "/archive/articles/", "/%00", "/archive/%ff", "/archive/~zz", "/feeds/nosuch.atom", "/feeds/new.atom?site=nosuch",
    "/studies/nosuch", "/studies/hours?from=x", "/studies/hours.csv?from=x", "/downloads/nosuch", "/downloads/../a",
    "/archive/articles/1/nosuch", "/archive/articles/1/cite.nosuch", "/archive/articles/1/pictures/x", "/queries.json",
    "/sitemap-nosuch.xml", "/archive?" + "x" * 30_000, "/archive/articles_fts/1", "/archive/articles_fts_data/1.json",
)  # fmt: skip
SQL = (
    "", " ", "select", "selekt 1", "select nosuch", "select 1; select 2", "select '\0'", "select ?", "select :a, ?2",
    "delete from articles", "with a as (select 1) delete from articles", "select * from nosuch", "select nosuch()",
    "select * from pragma_database_list", "select * from pragma_database_list()", "select * from PRAGMA_DATABASE_LIST",
    "select (select file from pragma_database_list)", "with a as (select * from pragma_database_list) select * from a",
    "select group_concat(file) from main.pragma_database_list", "explain select * from pragma_database_list",
    "pragma database_list", "select * from pragma_temp_store_directory", "select hex(data) from sqlite_dbpage",
    "select * from sqlite_stmt", "select load_extension('x')", "select readfile('/etc/hostname')", "attach 'a.db' as b",
    "select fts3_tokenizer('simple')", "vacuum into '/tmp/x'", "select json('{')", "select abs(-9223372036854775808)",
    "select * from articles_fts where articles_fts match '\"'", "select 9e999", "select x'ff'", "select count(*) where sum(1)",
    "select randomblob(900000000)", "select substr(1)", "select " + "(" * 2000, "select '" + "’" * 2000,
)  # fmt: skip


def list_addresses() -> Iterator[str]:
    """Each argument with some of the values, in turn; `²` is a digit to Python, and no number."""
    values = itertools.cycle(VALUES)
    for argument in ARGUMENTS:
        yield from (f"{LIST}?{argument}={value}" for value in ("²", *itertools.islice(values, 4)))
        yield f"/archive/keywords.json?{argument}={next(values)}"
    for page in OWN:
        yield from (f"/archive/{page}{value}" for value in itertools.islice(values, 4))
    formats = itertools.cycle(FORMATS)
    for place, number in enumerate(NUMBERS):
        yield from (f"/archive/{table}/{number}{next(formats)}" for table in ROWS[place % 2 :: 2])
    yield from (f"{LIST}{form}" for form in FORMATS)
    yield from (f"{LIST}/1{form}" for form in FORMATS)
    yield from OTHERS
    forms = itertools.cycle(("", ".json", ".csv"))
    for sql in SQL:
        yield f"/archive{next(forms)}?sql={quote(sql)}"
        yield f"{LIST}.json?_where={quote(sql)}"


def test_no_wrong_address_is_an_error_of_the_server(aged_web: str, aged_archive: Path) -> None:
    addresses = list(dict.fromkeys(list_addresses()))
    assert len(addresses) > 500
    signs = re.compile(f"{re.escape(str(aged_archive.parent))}|{aged_archive.name}|Traceback|site-packages|\\.py\\b")
    wrong = {}
    with closing(HTTPConnection(urlsplit(aged_web).netloc, timeout=60)) as connection:
        for address in addresses:
            raw = address.encode() if address.isascii() else quote(address, safe="/?&=%:").encode()
            connection.putrequest("GET", raw.decode().replace(" ", "+"))
            connection.putheader("Accept-Language", "en")
            connection.endheaders()
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace").replace(address, "")
            if answer.status >= 500 or (answer.status >= 400 and signs.search(body)) or str(aged_archive) in body:
                wrong[address[:100]] = answer.status
    assert wrong == {}


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("articles?_sort=nosuch", 400, "_sort=nosuch: no such column"),
        ("articles.json?_sort_desc=nosuch", 400, "_sort_desc=nosuch: no such column"),
        ("articles?_sort=id&_sort_desc=id", 400, "_sort and _sort_desc exclude each other"),
        ("articles?_facet=nosuch", 400, "_facet=nosuch: no such column"),
        ("articles?_col=nosuch", 400, "_col=nosuch - invalid columns"),
        ("articles?_size=many", 400, "_size must be a positive integer"),
        ("articles?_next=x", 400, "_next=x: take it from the link to the next page"),
        ("articles?_timelimit=x", 400, "_timelimit=x: not a number"),
        ("articles?colour=red", 400, "colour=red: no such column"),
        ("articles.json?colour__gt=1", 400, "colour__gt=1: no such column"),
        ("articles?id__near=1", 400, "id__near=1: no such comparison"),
        ("articles?title__in=[", 400, "a list of values is JSON or has commas between them"),
        ("articles?_search=水+since:2024-02-30", 400, "_search=2024-02-30: a date is like 2024"),
        ("articles?_search=site:demo", 400, "_search=site:demo: write a word too"),
        ("download/articles.csv?_search=水+since:", 400, "_search=since:: nothing follows the colon"),
        ("download/articles.csv?_search=OR", 400, "_search=OR: nothing to search for"),
        ("changes?q=水+since:+2024", 400, "q=since:: nothing follows the colon"),
        ("articles?_where=(((", 400, "The grammar breaks at"),
        ("articles?_where=1;select+1", 400, "Only one query runs at a time"),
        ("articles.json?_where=nosuch=1", 400, "no such column: nosuch"),
        ("articles.nosuch", 404, "there is no file of this format"),
        ("articles/1.nosuch", 404, "there is no file of this format"),
        ("revisions/99999999999999999999", 404, "nothing in the archive has this number"),
        ("keywords/1", 404, "nothing in the archive has this number"),
        ("nosuch/1.json", 404, "nothing in the archive has this number"),
        ("nosuch", 404, "there is no page at this address"),
        ("articles/99999999999999999999/history.json", 404, ""),
    ],
)
def test_what_was_wrong_is_told_in_words(aged_web: str, address: str, status: int, said: str) -> None:
    address = quote(address, safe="/?&=+:;(%[.,'")
    told, _, body = get(f"{aged_web}archive/{address}", Accept_Language="en")
    assert told == status
    if ".json" in address:
        assert json.loads(body)["ok"] is False
        assert said in json.loads(body)["error"]
    else:
        assert re.search(f'<p class="hint"[^>]*>[^<]*{re.escape(said)}', body)
        chinese = get(f"{aged_web}archive/{address}", Accept_Language="zh")[2]
        assert re.search('<p class="hint">[^<]*[\u4e00-\u9fff]', chinese)


def test_what_is_right_is_not_refused(aged_web: str) -> None:
    for address in (
        "articles?_sort=title", "articles?_sort_desc=id&_facet=site&_facet_size=max", "articles?id__gt=1&site=demo",
        "articles?title__contains=x&_size=max", "keywords?_sort=keyword", "removed?_sort=rowid", "articles?id__in=1,2",
        "articles?_where=id=1&_ttl=0", "events?kind__not=new", "articles.json?_shape=objects&_timelimit=1000",
    ):  # fmt: skip
        assert get(f"{aged_web}archive/{address}")[0] == 200, address
    for table in ("articles", "keywords", "removed", "events"):
        page = json.loads(get(f"{aged_web}archive/{table}.json?_size=2")[2])
        following = json.loads(get(f"{aged_web}archive/{table}.json?_size=2&_next={page['next']}")[2])
        assert following["rows"] and following["rows"] != page["rows"], table


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND", "TRACE"])
def test_the_site_can_only_be_read(aged_web: str, method: str) -> None:
    for path in ("/", "/about", "/archive/articles", "/archive?sql=select+1", "/nosuch"):
        with closing(HTTPConnection(urlsplit(aged_web).netloc, timeout=30)) as connection:
            connection.request(method, path)
            answer = connection.getresponse()
            assert answer.status == 405, path
            assert answer.getheader("allow") == "GET, HEAD, OPTIONS"
            assert answer.getheader("content-security-policy")


@pytest.mark.parametrize(
    "sql",
    ["select * from pragma_database_list", "select file from pragma_database_list()", "select * from sqlite_dbpage"],
)
def test_no_query_tells_where_the_file_lies(aged_web: str, sql: str) -> None:
    for form in ("", ".json", ".csv"):
        status, _, body = get(f"{aged_web}archive{form}?sql={quote(sql)}")
        assert (status, "archive.db" in body) == (400, False)
    assert get(f"{aged_web}archive/articles?_where=exists({quote(sql)})")[0] == 400


def test_an_error_of_ours_tells_no_file(aged_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import asyncio

    from datasette_config import make_application

    application = make_application(aged_archive)

    def fail(*_: object, **__: object) -> None:
        raise FileNotFoundError(f"{aged_archive} is away")

    application.table_metadata = fail
    for path in ("/archive/articles", "/archive/articles.json"):
        answer = asyncio.run(application.client.get(path))
        assert answer.status_code == 500
        assert str(aged_archive.parent) not in answer.text
    assert str(aged_archive) in capsys.readouterr().err  # the log has it
