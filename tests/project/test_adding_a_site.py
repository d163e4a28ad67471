"""docs/adding-a-site.md: its steps in a copy of the checkout, and its examples, each added and crawled."""

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from demo.server import DemoServer
from scrapers.checking import check
from scrapers.site import Site
from scrapers.sources import Epaper
from tests.helpers.crawls import Crawled, Plan, crawl_sites
from tests.helpers.databases import rows
from tests.helpers.examples import EXAMPLES, HOST
from tests.helpers.loopback import answering
from tests.helpers.paths import ROOT
from tests.helpers.programs import archive
from tests.helpers.programs import run as run_program
from tests.helpers.servers import demo_site_on
from tests.scrapers.sites.test_frozen import wrong
from tests.scrapers.sites.test_site_modules import faults

DOC = (ROOT / "docs/adding-a-site.md").read_text(encoding="utf-8")
PARAGRAPHS = (
    "白水镇的春茶比往年早了五天。清晨六点，茶农陆桂芳已经在山坡上采完了第一篮，露水把她的袖口打得透湿。",
    "镇里今年修好了通往三号茶山的路，收茶的车可以一直开到地头。陆桂芳说，从前要挑着担子走四十分钟。",
    "傍晚，合作社的秤前排起了队。社长把当天的价钱写在黑板上：每斤一百二十元，和去年一样。",
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>春茶早了五天_白水镇</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zw/">政务</a></div>
<div class="wen-biaoti">春茶早了五天</div>
<div class="wen-xinxi">2024-04-03 09:15　来源：白水镇融媒体中心　责任编辑：秦晓禾</div>
<div class="wen-neirong"><p>{"</p><p>".join(PARAGRAPHS)}</p></div>
<div class="foot">白水镇人民政府 版权所有</div></body></html>"""
URL = "http://www.baishui.gov.cn/news/20240403/1001.html"


def checkout(folder: Path) -> Path:
    """A copy of the packages, with a page that somebody saved."""
    for name in (
        "archive.py",
        "commands",
        "scrapers",
        "pipelines",
        "cundang",
        "exchange",
        "upkeep",
        "datasette_config",
        "demo",
    ):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    saved = folder / "saved"
    saved.mkdir()
    (saved / "1001.html").write_text(PAGE, encoding="utf-8")
    (saved / "MANIFEST.tsv").write_text(f"path\turl\n1001.html\t{URL}\n", encoding="utf-8")
    return folder


def run(folder: Path, command: str, code: int = 0) -> str:
    """What a command prints, or says on standard error where it is to fail."""
    done = archive(*shlex.split(command), cwd=folder, checkout=folder)
    assert done.returncode == code, f"archive {command}: {done.stderr}"
    return done.stderr if code else done.stdout


def section(title: str) -> str:
    """What stands below a heading of the page, up to the next one of its level or above."""
    own = re.search(rf"^(##+) {re.escape(title)}\n(.*?)(?=^#{{2,3}} |\Z)", DOC, re.MULTILINE | re.DOTALL)
    assert own, title
    return own[2]


def commands(text: str) -> list[str]:
    """The commands of `archive` in a text, each on one line."""
    return re.findall(r"^\$ archive (.+)$", text.replace("\\\n", " "), re.MULTILINE)


def at_server(text: str, address: str) -> str:
    """A command or a module of the page, for the address at which its site is imitated."""
    pattern = re.escape(address.partition("//")[2]).replace(r"\-", "-")
    text = text.replace(rf"(?:www\.)?{re.escape('baishui.gov.cn')}", pattern)
    return text.replace(f"http://{HOST}", address).replace("seen 2026-11-28", f"seen {datetime.now(UTC).date()}")


@dataclass(frozen=True)
class Added:
    """A site that was added by an example of the page: its module, and what its crawl stored, and reported."""

    module: str
    expected: str
    site: Site
    db: Path
    report: Crawled


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Added]]:
    """All examples: added by their commands, loaded, and crawled at the same time."""
    folder, found = tmp_path_factory.mktemp("examples"), {}
    with ExitStack() as servers:
        for number, (title, example) in enumerate(EXAMPLES.items()):
            server = servers.enter_context(answering({}))
            address = server.address.rstrip("/")
            server.answers.update(example.answers(address))
            command = at_server(commands(section(title))[0], address)
            options = ("--allow-private", "--delay", 0, "--name", f"site{number}", "--into", folder)
            done = archive(*shlex.split(command), *options, "--db", folder / f"add{number}.db")
            assert done.returncode == 0, f"{title}: {done.stderr}"
            module = (folder / f"site{number}.py").read_text(encoding="utf-8")
            names: dict[str, Site] = {}
            exec(compile(module, title, "exec"), names)
            check(names["SITE"])
            block = re.search(r"```python\nSITE = Site\(\n    \.\.\.,\n(.*?)\)\n```", section(title), re.DOTALL)
            assert block, title
            found[title] = (module, at_server(block[1], address), names["SITE"], folder / f"crawl{number}.db")
        days = {"since": "2026-11-01", "until": "2026-11-02"}
        plans = [
            Plan(replace(site, delay=0), db, days if isinstance(site.sources[0], Epaper) else {})
            for _, _, site, db in found.values()
        ]
        reports = crawl_sites(plans)
        yield {title: Added(*one, report) for (title, one), report in zip(found.items(), reports, strict=True)}


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_writes_what_the_page_shows(title: str, added: dict[str, Added]) -> None:
    assert added[title].expected in without_example(added[title].module)
    assert faults(added[title].module) == []
    assert section(title).count("$ make docs lint test") == 1


def without_example(module: str) -> str:
    """A module without the line that has the address of its article."""
    return "".join(line for line in module.splitlines(keepends=True) if not line.startswith("    example="))


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_site_of_an_example_is_crawled(title: str, added: dict[str, Added]) -> None:
    one, example = added[title], EXAMPLES[title]
    assert one.report.error == ""
    assert one.site.example.endswith(example.notices[0].path)
    stored = dict(rows(one.db, "SELECT title, substr(published_at, 1, 10) FROM articles"))
    assert stored == {notice.title: notice.day.isoformat() for notice in example.notices}
    texts = {text.split("\n\n")[0] for (text,) in rows(one.db, "SELECT text FROM articles")}
    assert texts == {notice.paragraphs[0] for notice in example.notices}


def test_every_example_is_run_and_is_in_the_table() -> None:
    examples = DOC.partition("## One example a system")[2]
    assert re.findall(r"^### (.+)$", examples, re.MULTILINE) == list(EXAMPLES)
    assert {f"#{title.lower().replace(' ', '-').replace(',', '').replace(chr(39), '')}" for title in EXAMPLES} - set(
        re.findall(r"\((#[\w-]+)\)", DOC)
    ) <= {"#json-by-post"}


def test_the_walk(tmp_path: Path) -> None:
    """The numbered steps, in a copy of the checkout; then the commands that `archive add` printed, as printed."""
    steps = commands(DOC.partition("## One example a system")[0])
    assert [step.split()[0] for step in steps] == ["add", "add", "show", "crawl", "freeze", "sites"]
    folder, example = checkout(tmp_path), EXAMPLES["TRS"]
    with answering({}) as server:
        address = server.address.rstrip("/")
        server.answers.update(example.answers(address))
        said = []
        for step in steps:
            more = {"add": "--allow-private --delay 0", "show": "--allow-private", "crawl": "--delay 0"}
            named = " --name baishui" if not said else ""
            said.append(run(folder, f"{at_server(step, address)} {more.get(step.split()[0], '')}{named}"))
        printed = re.findall(r"`archive ([^`]+)`", said[0])
        assert [command.split()[0] for command in printed] == ["show", "crawl", "freeze"]
        for command in printed:
            run(folder, command.replace("--limit 5", "--limit 5 --delay 0"))
    first, again, show, crawled, frozen, listed = said
    assert "5 articles (3 + 2 by page)" in first
    assert 'evidence="seen ' in again
    assert example.notices[0].title in show
    assert crawled.startswith("baishui: 4 new")  # one was stored when the site was added
    assert "3 pages frozen" in frozen
    assert "baishui" in listed
    pages = folder / "tests/pages"
    look = tmp_path / "look.py"  # with the copy's sites, and our tests
    look.write_text(f"from tests.scrapers.sites.test_frozen import *; print(*wrong(Path({str(pages)!r})), sep='\\n')")
    assert "not confirmed" in run_program(look, cwd=folder, checkout=folder).stdout
    table = pages / "baishui/expected.toml"
    confirmed = table.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true")
    table.write_text(confirmed, encoding="utf-8")
    done = run_program(look, cwd=folder, checkout=folder)
    assert (done.stdout.strip(), done.stderr) == (
        "",
        "",
    )  # though these articles are later than the time that other tests read pages at
    assert confirmed.count('published_at = "2026-1') == 3


def test_a_page_at_hand_of_no_known_layout(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    (folder / "saved/1001.html").write_text("<html><body><a href='/a'>一</a></body></html>", encoding="utf-8")
    assert URL in run(folder, "add saved/1001.html", code=1)  # no article
    assert not (folder / "scrapers/sites/baishui.py").exists()
    (folder / "saved/1001.html").write_text(PAGE, encoding="utf-8")

    said = run(folder, "add saved/1001.html")
    for part in ("春茶早了五天", "2024-04-03T09:15:00+08:00", "白水镇融媒体中心", "秦晓禾", "baishui.py"):
        assert part in said
    module = (folder / "scrapers/sites/baishui.py").read_text(encoding="utf-8")
    for line in ('mark="div.wen-neirong"', 'title=("div.wen-biaoti",)', 'published=("div.wen-xinxi",)'):
        assert line in module
    assert "evidence=" not in module  # nobody looked at a list
    shown = run(folder, "show saved/1001.html")
    assert "by baishui" in shown  # the new module's own profile answers
    assert PARAGRAPHS[0] in shown
    assert "版权所有" not in shown.partition("text  ")[2]
    run(folder, "import saved")
    run(folder, "freeze baishui")

    table = folder / "tests/pages/baishui/expected.toml"
    assert "not confirmed" in wrong(folder / "tests/pages")[0]
    table.write_text(
        table.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true"), encoding="utf-8"
    )
    assert wrong(folder / "tests/pages") == []
    table.write_text(table.read_text(encoding="utf-8").replace("秦晓禾", "另一人"), encoding="utf-8")
    assert "editor not as confirmed" in wrong(folder / "tests/pages")[0]
    assert "has a module" in run(folder, "add saved/1001.html", code=2)


def test_an_article_of_a_private_host_is_fetched_only_if_that_is_allowed(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    with demo_site_on() as site:
        url = an_article(site)
        assert "private" in run(folder, f"add {url} --contact a@b.cn", code=1)
        assert "contact" in run(folder, f"add {url}", code=2)
        assert not list((folder / "scrapers/sites").glob("n127*"))
        said = run(folder, f"add {url} --allow-private --name here --delay 0")
        module = (folder / "scrapers/sites/here.py").read_text(encoding="utf-8")
        crawled = run(folder, "crawl here --limit 2 --delay 0")
    assert "xinhua-g5" in said
    assert "profiles=xinhua.PROFILES" in module
    assert "loopback=True" in module
    assert crawled.startswith("here: 2 new")


def an_article(site: DemoServer) -> str:
    front = urlopen(site.address).read().decode()
    return next(link for link in re.findall(r'href="([^"]+)"', front) if link.endswith("/c.html"))
