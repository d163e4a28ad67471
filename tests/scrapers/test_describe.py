"""What `archive add` makes of a page: the system by its markup, and a module that is Python whatever the page says."""

import subprocess
import sys

import pytest
from scrapers.site_wizard import describe_site

from pipelines.line import Reader
from scrapers.site import Site
from scrapers.sites import publishers
from tests.helpers.pages import page
from tests.helpers.paths import ROOT
from tests.scrapers.sites.test_site_modules import faults

TEXT = "<p>白水镇的春茶比往年早了五天，清晨六点茶农已经在山坡上采完了第一篮，露水把袖口打得透湿。</p>" * 3
SYSTEMS = {
    "xinhua.PROFILES": f'<h1><span class="title">春茶</span></h1><div id="detail"><span id="detailContent">{TEXT}</span></div>',
    "standard.PROFILES": f'<meta name="ArticleTitle" content="春茶"><div class="TRS_Editor">{TEXT}</div>',
    "sohu.SITE.profiles": f'<div class="text-title"><h1>春茶</h1></div><article id="mp-editor">{TEXT}</article>',
}


def described(
    body: str, title: str = "春茶_白水", url: str = "http://www.baishui.gov.cn/a/20240403/1.html"
) -> tuple[Site, str]:
    """The site of a page, its module having been run, and the module."""
    one = page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", url=url)
    module = describe_site(one, Reader(publishers()).read([one])).module
    names: dict[str, Site] = {}
    exec(compile(module, "module", "exec"), names)
    return names["SITE"], module


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_known_system_is_recognised(system: str) -> None:
    site, module = described(SYSTEMS[system])
    assert f"profiles={system}" in module
    assert (site.name, site.hosts) == ("baishui", ("baishui.gov.cn",))
    assert site.article_pattern.search("http://www.baishui.gov.cn/a/20250101/22.html")
    assert not site.article_pattern.search("http://www.baishui.gov.cn/a/index.html")
    assert all(source.guess for source in site.sources)


@pytest.mark.parametrize("hostile", ['白水"""\nimport os#', "x_白水\\", '春茶_\'"""+exit()+\'', "春茶_</title>"])
def test_no_title_gets_out_of_its_string(hostile: str) -> None:
    site, module = described(f'<h1>春茶</h1><div class="wen">{TEXT}</div>', title=hostile)
    assert site.name == "baishui"
    assert "import os#" not in module.partition("SITE")[2].replace(site.publisher or "", "")
    assert module.count("\nimport") == 0


FORMS = {
    **{system: {"body": body} for system, body in SYSTEMS.items()},
    "no system": {"body": f'<h1>春茶</h1><div class="wen">{TEXT}</div>'},
    "long names": {
        "title": f"春茶_{'白水镇' * 10}",
        "body": f'<meta name="source" content="白水日报"><h1 class="{"题" * 55}">春茶</h1><p class="{"t" * 80}">白水日报</p>'
        f'<div class="{"w" * 80}">{TEXT}</div>',
    },
    "a long address": {
        "body": f'<div class="wen">{TEXT}</div>',
        "url": f"http://www.baishui.gov.cn/{'chun.cha/' * 10}1.html",
    },
    "a long name of a file": {
        "body": f'<div class="wen">{TEXT}</div>',
        "url": f"http://www.baishui.gov.cn/{'a.b' * 30}.html",
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_a_module_is_written_as_the_others_are(form: str) -> None:
    site, module = described(**FORMS[form])
    assert faults(module) == []
    command = [sys.executable, "-m", "ruff", "format", "-"]
    formatted = subprocess.run(command, input=module, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    assert module == formatted
    assert site.article_pattern.search(FORMS[form].get("url", "http://www.baishui.gov.cn/a/20240403/1.html"))
