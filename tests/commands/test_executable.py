"""Each command once as the executable itself: an interpreter that imports what the command needs, and ends by itself.

The other tests run commands in processes forked from one that has imported everything (tests/helpers/programs.py).
"""

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from archive import main
from tests.helpers.databases import copy_of
from tests.helpers.loopback import answering, article, listing, path
from tests.helpers.pages import CHINESE, news_page
from tests.helpers.paths import ROOT

MODULE = [sys.executable, "-m", "archive"]
OWN_ADDRESS = '<link rel="canonical" href="http://www.baishui.gov.cn/news/20240403/1001.html">'
# What is asked of each (and --db), and what it says on standard output. {folder} has page.html and the archive other.db.
SAID = {
    "add": ("{folder}/page.html --into {folder} --name baishui", "wrote    {folder}/baishui.py"),
    "backup": ("{folder}/backups", "66 articles, 2 files of "),
    "check": ("", ""),
    "crawl": ("{site} --allow-private --delay 0", "1 new"),
    "demo": ("--no-serve", "demo: 66 new; 89 answers kept"),
    "export": ("--output {folder}/articles.csv", "66"),
    "recluster": ("", "clusters of articles that tell the same text"),
    "sources": ("", ""),
    "freeze": ("demo --into {folder}", "3 pages frozen in {folder}/demo"),
    "import": ("{folder}/page.html", "1 new of 1 file"),
    "init": ("--yes --force --contact me@baishui.example", "{folder}/archive.toml: written"),
    "merge": ("{folder}/other.db", "66"),
    "rebuild": ("--dry-run --cores 1", "66 articles"),
    "redact": ("1 --level erased --reason asked-for", "1 articles taken out"),
    "reindex": ("--check", "66"),
    "restore": ("{folder} --list", "{folder}: no backup is there"),
    "schedule": ("xiongan --contact me@harbour.example", " crawl xiongan "),
    "search": ("湿地公园 --limit 1", "湿地公园"),
    "show": ("{folder}/page.html", "www.baishui.gov.cn"),
    "sites": ("", "xiongan"),
    "snapshot": ("--output {folder}", "{folder}/2"),
    "status": ("", "demo: 66 articles"),
    "verify": ("", "66 articles"),
    "why": ("http://town.example/a.html", "the archive never heard of it"),
}


@pytest.fixture
def folder(demo_archive: Path, tmp_path: Path) -> Path:
    """A copy of the demo archive, another, and a page that somebody saved."""
    copy_of(demo_archive, tmp_path)
    copy_of(demo_archive, tmp_path, "other")
    (tmp_path / "page.html").write_text(news_page(CHINESE, OWN_ADDRESS, title="延时服务方便群众"), encoding="utf-8")
    return tmp_path


def test_every_command_is_here() -> None:
    assert {*SAID, "serve"} == set(main.commands)


@pytest.mark.parametrize("name", SAID)
def test_a_command_as_the_executable_itself(folder: Path, name: str) -> None:
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        asked, said = (text.format(folder=folder, site=server.address) for text in SAID[name])
        command = [*MODULE, name, *asked.split(), "--db", str(folder / "archive.db")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert said in done.stdout


def test_serve_as_the_executable_itself(folder: Path) -> None:
    command = [*MODULE, "serve", "--port", "0", "--db", str(folder / "archive.db")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        with urllib.request.urlopen(f"{server.stdout.readline().strip()}archive/articles/1.json", timeout=30) as answer:
            assert answer.status == 200
        server.terminate()
        _, said = server.communicate(timeout=30)
    assert (server.returncode, said) == (0, "")


def test_the_installed_script(folder: Path) -> None:
    script = Path(sys.executable).with_name("archive")
    command = [script, "status", "--db", folder / "archive.db"]
    assert "demo: 66 articles" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
