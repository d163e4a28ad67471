"""What `archive add` makes of a page: the system by its markup, and a module that is Python whatever the page says."""

import re
import subprocess
import sys
from ast import literal_eval

import pytest

from cundang.text.address import canonicalize, host_of
from pipelines.line import Reader
from scrapers.checking import check, find_fault_of_pattern
from scrapers.site import Site
from scrapers.sites import publishers
from scrapers.sources import JsonList
from scrapers.wizard.article_pattern import make_pattern
from scrapers.wizard.looking import look
from scrapers.wizard.module_text import describe_site
from scrapers.wizard.names import choose_name
from scrapers.wizard.writing import format_source, quote_raw
from tests.helpers.pages import page
from tests.helpers.paths import ROOT
from tests.scrapers.sites.test_site_modules import faults

TEXT = "<p>白水镇的春茶比往年早了五天，清晨六点茶农已经在山坡上采完了第一篮，露水把袖口打得透湿。</p>" * 3
SYSTEMS = {
    "xinhua.PROFILES": f'<h1><span class="title">春茶</span></h1><div id="detail"><span id="detailContent">{TEXT}</span></div>',
    "standard.PROFILES": f'<meta name="ArticleTitle" content="春茶"><div class="TRS_Editor">{TEXT}</div>',
    "sohu.SITE.profiles": f'<div class="text-title"><h1>春茶</h1></div><article id="mp-editor">{TEXT}</article>',
}


URL = "http://www.baishui.gov.cn/a/20240403/1.html"


def described(body: str, title: str = "春茶_白水", url: str = URL, head: str = "") -> tuple[Site, str]:
    """The site of a page, its module having been run and checked, and the module."""
    one = page(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>", url=url)
    looked = look(one, {})
    article = Reader(publishers()).read([one])
    module = describe_site(
        one, article, choose_name(host_of(canonicalize(url)), ()), looked.pattern, looked.sources
    ).module
    names: dict[str, Site] = {}
    exec(compile(module, "module", "exec"), names)
    check(names["SITE"])
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


# The address of an article: the name of its site, and its host.
HOSTS = {
    "https://www.zaobao.com.sg/news/china/story20261102-4001": ("zaobao", "zaobao.com.sg"),
    "https://www.hk01.com/a/60123456/b": ("hk01", "hk01.com"),
    "https://www.info.gov.hk/gia/general/202611/02/P2026110200123.htm": ("info_gov_hk", "info.gov.hk"),
    "https://udn9.com.tw/news/story/6656/7000123": ("udn9", "udn9.com.tw"),
    "http://www.un.org.cn/info/6/1234.html": ("un", "un.org.cn"),
    "http://xw.shijing.gov.cn/a/20240403/1.html": ("shijing", "xw.shijing.gov.cn"),
    "http://www.166.com/a/20240403/1.html": ("n166", "166.com"),
    "http://www.import.com/a/20240403/1.html": ("import_site", "import.com"),
    "http://www.baishui.gov.cn:8080/a/20240403/1.html": ("baishui", "baishui.gov.cn"),
    "http://新茶.中国/a/20240403/1.html": ("xn_efv207d", "xn--efv207d.xn--fiqs8s"),
    "http://xn--efv207d.xn--fiqs8s/a/20240403/1.html": ("xn_efv207d", "xn--efv207d.xn--fiqs8s"),
}


@pytest.mark.parametrize("url", HOSTS)
def test_a_host_gives_a_name_and_a_module_that_can_be_loaded(url: str) -> None:
    site, _ = described(f'<h1>春茶</h1><div class="wen">{TEXT}</div>', url=url)
    assert (site.name, *site.hosts) == HOSTS[url]
    assert site.example == canonicalize(url)
    assert site.names_article(site.example)
    assert publishers(site).of_address(url).name == site.name  # its pages are found to be its own


def test_a_name_that_is_taken_is_not_given_again() -> None:
    assert choose_name("xw.shijing.gov.cn", {"shijing"}) == "xw_shijing"
    assert choose_name("www.shijing.gov.cn", {"shijing"}) == "shijing"  # there is no other: `archive add` refuses it


def test_a_meta_element_that_was_read_becomes_a_selector() -> None:
    head = '<meta name="PubDate" content="2024-04-03 09:15"><meta name="Author" content="秦晓禾">'
    site, _ = described(f'<h1 class="t">春茶</h1><div class="wen">{TEXT}</div>', head=head)
    profile = site.profiles[0]
    assert profile.published[0] == 'meta[name="PubDate"]'
    assert profile.author == ('meta[name="Author"]',)
    own = page(
        f'<html><head>{head}</head><body><h1 class="t">春茶</h1><div class="wen">{TEXT}</div></body></html>', url=URL
    )
    article = Reader(publishers(site)).read([own])
    assert (article.extractor.split()[0], article.published_at) == ("baishui", "2024-04-03T09:15:00+08:00")


ARTICLES = [f"http://www.baishui.gov.cn/xw/{name}/202611/t20261102_{n}.html" for n, name in enumerate(("a", "b"), 10)]


@pytest.mark.parametrize(
    ("example", "links", "allowed", "refused"),
    [
        (None, ARTICLES, "http://www.baishui.gov.cn/xw/c/202512/t20251231_7.html", "http://www.baishui.gov.cn/xw/a/"),
        (ARTICLES[0], [], "https://baishui.gov.cn/xw/a/202512/t20251231_7.html", ARTICLES[1]),
        (ARTICLES[0], ARTICLES, "http://baishui.gov.cn/xw/c/202512/t20251231_7.html", "http://x.cn/xw/a/202512/t20251231_7.html"),
        ("http://a.cn/show.aspx?id=12", [], "http://a.cn/show.aspx?id=45", "http://a.cn/show.aspx"),
        ("http://a.cn/x/3f1c2ab4-11d2-4c3e-9f00-0123456789ab.html", [], "http://a.cn/x/00000000-aaaa-bbbb-cccc-0123456789ff.html", "http://a.cn/x/index.html"),
        ("http://a.cn/doc-inabcde1234567.shtml", [], "http://a.cn/doc-ikxyzab7654321.shtml", "http://a.cn/doc-.shtml"),
        (None, ["http://a.cn/x/12345.html", "http://b.a.cn/x/12346.html"], "http://c.a.cn/x/1.html", "http://da.cn/x/1.html"),
    ],
)  # fmt: skip
def test_a_pattern_of_articles(example: str | None, links: list[str], allowed: str, refused: str) -> None:
    pattern, _ = make_pattern(example, links)
    assert all(re.search(pattern, url) for url in filter(None, [example, *links, allowed]))
    assert not re.search(pattern, refused)
    assert find_fault_of_pattern(pattern) == ""


def test_a_list_of_navigation_gives_no_pattern() -> None:
    assert make_pattern(None, ["http://a.cn/", "http://a.cn/zw/index.html", "http://a.cn/index_1000.html"]) == ("", "")


@pytest.mark.parametrize("text", ["\ud800", '"', "\\", "a\\\\", "\r\n", "\x00", '😀"', "\u2028"])
def test_what_a_page_says_stays_a_string_in_the_module(text: str) -> None:
    """Half a character, too, as the names in JSON can have, and no file."""
    source = JsonList(name="a", url="https://x.cn/l", rows="r", day=f"a{text}b")
    written = "\n".join(format_source(source)).encode().decode()
    assert eval(written.strip().rstrip(","), {"JsonList": JsonList}) == source
    assert literal_eval(quote_raw(f"a{text}b")) == f"a{text}b"
