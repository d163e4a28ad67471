"""docs/adding-a-site.md, taken step by step in a copy of the checkout."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from demo.server import DemoServer
from tests.helpers.paths import ROOT
from tests.helpers.servers import demo_site_on
from tests.scrapers.sites.test_frozen import wrong

DOC = (ROOT / "docs/adding-a-site.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ archive (.+)$", DOC, re.MULTILINE)
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
    line = [sys.executable, "-m", "archive", *command.split()]
    done = subprocess.run(line, check=False, capture_output=True, text=True, cwd=folder)
    assert done.returncode == code, f"archive {command}: {done.stderr}"
    return done.stderr if code else done.stdout


def an_article(site: DemoServer) -> str:
    front = urlopen(site.address).read().decode()
    return next(link for link in re.findall(r'href="([^"]+)"', front) if link.endswith("/c.html"))


def test_an_article_is_fetched_and_its_site_can_be_crawled_then(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    with demo_site_on() as site:
        url = an_article(site)
        assert "private" in run(folder, f"add {url}", code=1)  # not unless it is asked for
        assert not (folder / "scrapers/sites/n1.py").exists()
        said = run(folder, f"add {url} --allow-private --name here")
        written = folder / "scrapers/sites/here.py"
        module = written.read_text(encoding="utf-8")
        written.write_text(module.replace("loopback=True", "delay=0, loopback=True"), encoding="utf-8")
        crawled = run(folder, "crawl here --limit 2")
    assert "xinhua-g5" in said
    assert "profiles=xinhua.PROFILES" in module
    assert "loopback=True" in module
    assert crawled.startswith("here: 2 new")


def test_the_walk(tmp_path: Path) -> None:
    assert [command.split()[0] for command in COMMANDS] == ["add", "show", "import", "freeze", "sites"]
    folder = checkout(tmp_path)
    (folder / "saved/1001.html").write_text("<html><body><a href='/a'>一</a></body></html>", encoding="utf-8")
    assert URL in run(folder, COMMANDS[0], code=1)  # no article
    assert not (folder / "scrapers/sites/baishui.py").exists()
    (folder / "saved/1001.html").write_text(PAGE, encoding="utf-8")

    said = {command.split()[0]: run(folder, command) for command in COMMANDS}

    for part in ("春茶早了五天", "2024-04-03T09:15:00+08:00", "白水镇融媒体中心", "秦晓禾", "baishui.py"):
        assert part in said["add"]
    module = (folder / "scrapers/sites/baishui.py").read_text(encoding="utf-8")
    for line in ('mark="div.wen-neirong"', 'title=("div.wen-biaoti",)', 'published=("div.wen-xinxi",)', "guess=True"):
        assert line in module
    assert "by baishui" in said["show"]  # the new module's own profile answers
    assert PARAGRAPHS[0] in said["show"]
    assert "版权所有" not in said["show"].partition("text  ")[2]
    assert "baishui" in said["sites"]

    table = folder / "tests/pages/baishui/expected.toml"
    assert "not confirmed" in wrong(folder / "tests/pages")[0]
    table.write_text(
        table.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true"), encoding="utf-8"
    )
    assert wrong(folder / "tests/pages") == []
    table.write_text(table.read_text(encoding="utf-8").replace("秦晓禾", "另一人"), encoding="utf-8")
    assert "editor not as confirmed" in wrong(folder / "tests/pages")[0]
    assert "has a module" in run(folder, COMMANDS[0], code=2)
