"""A module that is broken: each command tells it in one line, with file and field, and goes on with the others.

By the real commands, in a copy of the checkout that has a few modules only.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers.programs import run as run_program
from tests.project.test_adding_a_site import checkout

Write = Callable[..., None]
HEALTHY = "qingshidu"
BROKEN = "baihe"
MODULE = '''"""Baihe (白河): a site of the tests."""

from zoneinfo import ZoneInfo

from cundang.model.expect import Expect
from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList, Listing

SITE = Site(
    name="baihe",
    publisher="白河",
    homepage="http://www.baihe.test/",
    hosts=("baihe.test",),
    zone=ZoneInfo("Asia/Shanghai"),
    article=r"^http://www\\.baihe\\.test/a/\\d+\\.html$",
    sources=(
        Listing(
            name="要闻",
            url="http://www.baihe.test/yaowen/",
            evidence="seen 2026-11-28",
        ),
        JsonList(
            name="接口",
            url="http://www.baihe.test/list.json",
            rows="data.list",
        ),
    ),
    profiles=(
        Profile(
            name="baihe",
            mark="div.baihe",
            title=("h1",),
            body=("#zoom",),
            address=r"/(?P<content_id>\\d+)\\.html",
        ),
    ),
    expect=Expect(
        text=0.9,
    ),
)
'''
# What is replaced in the module, by what, and words of the line that tells it (the last are what to write instead).
FAULTS = {
    "a host that is no tuple": ('("baihe.test",)', '"baihe.test"', "hosts is", 'write hosts=("baihe.test",)'),
    "a host with a scheme": ('("baihe.test",)', '("http://baihe.test/",)', "hosts", '"baihe.test"'),
    "a port without loopback": ('("baihe.test",)', '("baihe.test:8000",)', "hosts", "loopback=True"),
    "no host": ('("baihe.test",)', "()", "hosts is ()", "write hosts="),
    "a host in capitals": ('("baihe.test",)', '("Baihe.test",)', "hosts", 'write "baihe.test"'),
    "a host in ideographs": ('("baihe.test",)', '("白河.test",)', "hosts", 'write "xn--'),
    "a blank in a host": ('("baihe.test",)', '("baihe test",)', "hosts", "www.x.cn"),
    "a number in a tuple": ('("baihe.test",)', '("baihe.test", 7)', "hosts", "7 is not"),
    "a list": ('("h1",)', '["h1"]', "profile baihe: title", "round brackets"),
    "a selector that is no tuple": ('("h1",)', '"h1"', "profile baihe: title", 'write title=("h1",)'),
    "a selector that is none": ('("h1",)', '("h1[",)', "profile baihe: title", "no CSS selector"),
    "a mark that is none": ('"div.baihe"', '"div..baihe"', "profile baihe: mark", "no CSS selector"),
    "a selector as Scrapy has it": ('("h1",)', '("h1::text",)', "profile baihe: title", "Pseudo-elements"),
    "a selector with a namespace": ('("h1",)', '("svg|h1",)', "profile baihe: title", "namespace"),
    "no title": ('("h1",)', "()", "profile baihe: title", "write title="),
    "a pattern that is none": (r"/a/\d+\.html$", r"/a/(\d+\.html$", "article", "no regular expression"),
    "a pattern that may take years": (r"/a/\d+\.html$", r"/a/(?:\d+-?)+\.html$", "article", "write one repeat"),
    "no pattern": ('article=r"^http://www\\.baihe\\.test/a/\\d+\\.html$"', 'article=""', "article", "write a pattern"),
    "an example that is none": ("    sources=(", '    example="http://www.baihe.test/b/1.html",\n    sources=(', "example is", "article"),
    "a day of another form": ("/yaowen/", "/{date:%Y}/", "source 要闻: url", "{day:%Y%m/%d}"),
    "a first day that is none": ('rows="data.list"', 'first="2015-02-1"', "source 接口: first", "2015-01-31"),
    "a first day that no month has": ('rows="data.list"', 'first="2015-02-31"', "source 接口: first", "2015-01-31"),
    "a day without a year": ("/yaowen/", "/{day:%m/%d}/", "source 要闻: url", "%Y"),
    "a day without a month": ("/yaowen/", "/{day:%Y/%d}/", "source 要闻: url", "%m"),
    "a day in words": ("/yaowen/", "/{day:%Y-%j}/", "source 要闻: url", "{day:%Y%m/%d}"),
    "a path in an address that is none": ('rows="data.list"', 'rows="a", article="{a[}"', "source 接口: article", "JMESPath"),
    "an address without a path": ('rows="data.list"', 'rows="a", article="/a/"', "source 接口: article", "{id}"),
    "paths without rows": ('rows="data.list"', 'link="url"', "source 接口: link", "write rows"),
    "a cursor that nothing takes": ('rows="data.list"', 'rows="a", cursor="b"', "source 接口: cursor", "page_parameter"),
    "a step of nothing": ('rows="data.list"', 'rows="a", step=0', "source 接口: step", "1 or more"),
    "two things to post": ('rows="data.list"', 'json={}, form={}', "source 接口: form", "leave the other out"),
    "further pages on a host": ('rows="data.list"', 'next="//b.cn/{page}.json"', "source 接口: next", "without a host"),
    "further pages without a number": ('rows="data.list"', 'next="list_2.json"', "source 接口: next", "{page}"),
    "a pattern of parts that is none": ('evidence="seen 2026-11-28"', 'parts="node_("', "source 要闻: parts", "correct"),
    "an id without its group": ("(?P<content_id>", "(", "profile baihe: address", "content_id"),
    "a path that is none": ('"data.list"', '"data.[list"', "source 接口: rows", "JMESPath"),
    "an address without a host": ('"http://www.baihe.test/yaowen/"', '"http:///yaowen/"', "source 要闻: url", "its host"),
    "an address of another scheme": ('"http://www.baihe.test/yaowen/"', '"ftp://www.baihe.test/"', "url", "http://"),
    "a source on another host": (
        '"http://www.baihe.test/yaowen/"',
        '"http://www.baihee.test/"',
        "source 要闻: url",
        'list_hosts=("www.baihee.test",)',
    ),
    "evidence of another form": ('"seen 2026-11-28"', '"from a friend"', "source 要闻: evidence", "write it as"),
    "two sources of a name": ('name="接口"', 'name="要闻"', "sources", "a name of its own"),
    "no sources": ("    sources=(", "    sources=()and(", "sources is empty", "scrapers/layouts"),
    "a zone that is none": ('"Asia/Shanghai"', '"Asia/Shangai"', "zone", "Asia/Shangai", 'ZoneInfo("Asia/Shanghai")'),
    "a zone in words": ('ZoneInfo("Asia/Shanghai"),', '"Asia/Shanghai",', "zone is", 'ZoneInfo("Asia/Shanghai")'),
    "a share of more than all": ("text=0.9", "text=90", "expect: text is 90", "from 0 to 1"),
    "a delay in words": ("    sources=(", '    delay="3",\n    sources=(', "delay is", "write a number"),
    "no delay at all": ("    sources=(", "    delay=-1,\n    sources=(", "delay is -1", "0 or more"),
    "another name than the file": ('name="baihe",\n    publisher', 'name="bh",\n    publisher', "name is", 'name="baihe"'),
    "a field that is none": ('    publisher="白河"', '    publsher="白河"', "publsher is no field of Site", "publisher"),
    "a field too few": ('            url="http://www.baihe.test/list.json",\n', "", "url is missing in JsonList", "url=..."),
    "a bracket too few": ("    hosts=(", "    hosts=((", "not Python", "correct"),
    "an import that is not there": ("import Expect\n", "import Expectation\n", "Expectation", "correct this line"),
    "a module that is not there": ("from scrapers.site import", "from scrapers.sight import", "scrapers.sight", "correct"),
    "an error": ("text=0.9", "text=1 / 0", "text: ZeroDivisionError", "correct"),
    "an exit": ("SITE = Site(", "raise SystemExit(0)\nSITE = Site(", "SystemExit", "correct"),
    "no site": ("SITE = Site(", "SIGHT = Site(", "SITE is missing", "write SITE = Site(...)"),
    "a layout": ("SITE = Site(", "LAYOUT = Site(", "SITE is missing", "move the file to scrapers/layouts"),
    "two profiles of a name": ("    profiles=(", "    profiles=2*(", "profiles has two", "a name of its own"),
    "a span of years": ('            name="baihe",\n', '            name="baihe",\n            since="last year",\n', "since", "2022-12"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with one healthy site."""
    copy = checkout(tmp_path_factory.mktemp("checkout"))
    for kind in ("sites", "layouts"):
        for module in (copy / "scrapers" / kind).glob("[a-z]*.py"):
            module.unlink()
    healthy = MODULE.replace("baihe", HEALTHY).replace("白河", "青石渡")
    (copy / f"scrapers/sites/{HEALTHY}.py").write_text(healthy, encoding="utf-8")
    return copy


@pytest.fixture
def write(folder: Path) -> Iterator[Write]:
    """A function that writes a module, by its path below scrapers/; it is removed in the end."""
    written = []

    def put(text: str, name: str = f"sites/{BROKEN}.py") -> None:
        path = folder / "scrapers" / name
        path.write_text(text, encoding="utf-8")
        written.append(path)

    yield put
    for path in written:
        path.unlink(missing_ok=True)


def run(folder: Path, *words: str, program: str = "archive") -> subprocess.CompletedProcess[str]:
    env = {"PATH": "/usr/bin:/bin", "SCRAPY_SETTINGS_MODULE": "scrapers.settings", "ARCHIVE_CONTACT": "a@x.test"}
    return run_program(program, *words, cwd=folder, checkout=folder, env=env)


def line_of(told: subprocess.CompletedProcess[str], *words: str) -> str:
    """The only line of standard error, which has some words."""
    (line,) = told.stderr.splitlines()
    assert [word for word in words if word not in line] == [], line
    return line


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_line_and_costs_its_own_site_alone(folder: Path, write: Write, fault: str) -> None:
    before, after, *words = FAULTS[fault]
    assert before in MODULE
    write(MODULE.replace(before, after, 1))
    told = run(folder, "sites")
    assert told.returncode == 1
    assert line_of(told, *words).startswith(f"scrapers/sites/{BROKEN}.py:")
    assert HEALTHY in told.stdout
    assert f"{BROKEN} " not in told.stdout


def test_the_commands_tell_what_is_broken_and_go_on(folder: Path, write: Write, tmp_path: Path) -> None:
    write(MODULE.replace('("baihe.test",)', '"baihe.test"'))
    fault = f'scrapers/sites/{BROKEN}.py:14: hosts is "baihe.test"; write hosts=("baihe.test",)'
    db, page = str(tmp_path / "archive.db"), tmp_path / "page.html"
    page.write_text("<h1>春茶</h1><p>" + "白河的春茶比往年早了五天，茶农清晨就采完了第一篮。" * 5, encoding="utf-8")

    crawled = run(folder, "crawl", BROKEN, "--db", db)
    assert (crawled.returncode, crawled.stderr) == (2, f"archive: {fault}\n")
    scheduled = run(folder, "schedule", BROKEN, "--db", db)
    assert (scheduled.returncode, scheduled.stderr) == (2, f"archive: {fault}\n")
    assert run(folder, "schedule", HEALTHY, "--db", db).returncode == 0
    listed = run(folder, "list", program="scrapy")
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, f"{HEALTHY}\n", f"{fault}\n")
    alone = run(folder, "sites", BROKEN)
    assert (alone.returncode, alone.stdout, alone.stderr) == (1, "", f"{fault}\n")
    assert run(folder, "sites", HEALTHY).stderr == ""
    shown = run(folder, "show", str(page))
    assert (shown.returncode, shown.stderr) == (0, f"{fault}\n")
    assert "春茶" in shown.stdout
    imported = run(folder, "import", str(page), "--db", db)
    assert (imported.returncode, imported.stderr) == (0, f"{fault}\n")
    checked = run(folder, "check", "--db", db)
    assert (checked.returncode, checked.stderr) == (3, f"{fault}\n")


def test_the_other_sites_are_crawled(folder: Path, write: Write, tmp_path: Path) -> None:
    """Nobody answers at the port, which is told of the site that was asked for; nothing is told of the broken one."""
    write("SITE = Site(")
    private = MODULE.replace("www.baihe.test", "127.0.0.1:9").replace("baihe", "here")
    write(private.replace("    expect=", "    delay=0,\n    loopback=True,\n    expect="), "sites/here.py")
    told = run(folder, "crawl", "here", "--db", str(tmp_path / "archive.db"))
    assert told.returncode == 3
    assert "here: 要闻 gave nothing" in told.stderr
    assert BROKEN not in told.stderr


def test_of_two_that_claim_a_name_or_a_host_one_is_kept(folder: Path, write: Write) -> None:
    write(MODULE)
    write(MODULE.replace('name="baihe",\n    pub', 'name="xianghe",\n    pub'), "sites/xianghe.py")
    told = run(folder, "sites")
    assert told.returncode == 1
    line_of(told, "scrapers/sites/xianghe.py:14: ", '"baihe.test"', "scrapers/sites/baihe.py", "kept")
    assert "baihe " in told.stdout
    assert "xianghe " not in told.stdout

    write(MODULE.replace("baihe.test", "xianghe.test"), "sites/xianghe.py")
    line_of(
        run(folder, "sites"),
        "scrapers/sites/xianghe.py:11: ",
        "scrapers/sites/baihe.py, which is kept",
        'name="xianghe"',
    )

    write(LAYOUT, "layouts/baihe.py")
    (folder / "scrapers/sites/xianghe.py").write_text(MODULE.replace("baihe", "xianghe"), encoding="utf-8")
    line_of(run(folder, "sites"), "scrapers/layouts/baihe.py:6: ", "name", "scrapers/sites/baihe.py, which is kept")


LAYOUT = '''"""Baihe (白河), of which only pages are read."""

from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="baihe",
    hosts=("old.baihe.test",),
)
'''


def test_a_layout_is_read_and_not_crawled(folder: Path, write: Write) -> None:
    write(LAYOUT, "layouts/baihe.py")
    told = run(folder, "sites", BROKEN)
    assert (told.returncode, told.stderr) == (0, "")
    assert "a layout" in told.stdout
    assert run(folder, "list", program="scrapy").stdout == f"{HEALTHY}\n"
    refused = run(folder, "crawl", BROKEN)
    assert refused.returncode == 2
    line_of(refused, "baihe: a layout", "scrapers/layouts/baihe.py")

    write(MODULE.replace("SITE = Site(", "LAYOUT = Site("), "layouts/xianghe.py")
    line_of(run(folder, "sites"), "scrapers/layouts/xianghe.py:", "write Publisher(...)")


def test_a_module_that_another_imports_is_named(folder: Path, write: Write) -> None:
    write("x = (")
    write("from scrapers.sites import baihe\n\nSITE = baihe.SITE\n", "sites/xianghe.py")
    told = run(folder, "sites").stderr.splitlines()
    assert [line.split(" ")[0] for line in told] == ["scrapers/sites/baihe.py:1:", "scrapers/sites/xianghe.py:1:"]
    assert "it imports scrapers/sites/baihe.py, which fails in line 1" in told[1]


@pytest.mark.parametrize(("name", "better"), [("bai-he", "bai_he.py"), ("Baihe", "baihe.py"), ("9baihe", "baihe.py")])
def test_the_name_of_a_file_is_one_that_can_be_typed(folder: Path, write: Write, name: str, better: str) -> None:
    write(MODULE, f"sites/{name}.py")
    line_of(run(folder, "sites"), f"scrapers/sites/{name}.py: ", better)


def test_what_reads_pages_is_not_loaded_to_list_sites(folder: Path) -> None:
    heavy = ("lxml", "numpy", "bs4", "scrapy", "twisted", "sqlite_utils")
    code = f"import sys, archive; archive.main(['sites'], standalone_mode=False); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert HEALTHY in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_declaration_is_not_shown_in_full(folder: Path, write: Write) -> None:
    write(MODULE.replace('("baihe.test",)', f'"{"x" * 100_000}"'))
    assert len(line_of(run(folder, "sites"), "hosts")) < 300
