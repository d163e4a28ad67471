"""Every string in Chinese and English, on Datasette's own pages too, and which language a reader gets."""

import html
import re
import tomllib

import pytest

from cundang.store.data_dictionary import describe_columns, describe_tables
from datasette_config.language import Words, choose_language, load_strings
from datasette_config.lists import SAID
from tests.helpers.paths import ROOT
from tests.web.test_web_pages import get

TEMPLATES = ROOT / "datasette_config" / "templates"


def test_every_string_is_in_both_languages_and_used() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "datasette_config").rglob("*")
        if path.suffix in (".html", ".py")
    )
    prefixes = set(re.findall(r"t\(f?'([a-z]+_)' \+", sources)) | {
        "feed_",
        "field_",
        "form_",
        "help_",
        "in_",
        "span_",
        "state_",
        "wrong_",
        *(f"status_{part}_" for part in ("is", "ended", "task", "fault")),
        *("site_", "sites_by_", "gap_", "trouble_", "month_short_", "pace_"),
        *(key.format("") for key in SAID.values()),
    }
    for key, entry in load_strings().items():
        assert {"zh", "en"} <= entry.keys() <= {"zh", "en", "en_one", "hant"}, key
        assert set(re.findall(r"\{(\w+)\}", entry["zh"])) == set(re.findall(r"\{(\w+)\}", entry["en"])), key
        assert f"t('{key}'" in sources or f't("{key}"' in sources or any(key.startswith(p) for p in prefixes), (
            f"{key}: unused"
        )


def test_every_table_and_column_is_described_in_chinese() -> None:
    said = tomllib.loads((ROOT / "datasette_config" / "dictionary.toml").read_text(encoding="utf-8"))
    translated = {(table, column) for table, texts in said.items() for column in texts}
    assert translated == {(table, "") for table in describe_tables()} | {
        (each.table, each.name) for each in describe_columns()
    }


@pytest.mark.parametrize(
    "path", ["queries", "archive?sql=select+1+as+id", "archive?sql=select+1+where+0", "archive/runs/1", "archive/events",
             "archive/events?_facet=kind", "archive/sites", "archive/articles?title__contains=x"],
)  # fmt: skip
def test_datasettes_own_pages_speak_chinese(aged_web: str, path: str) -> None:
    """All that is said on them but data, names of the schema and of formats."""
    _, _, markup = get(aged_web + path, Accept_Language="zh-CN")
    data = r"<(script|style|textarea|td|option|footer)\b.*?</\1>|<dd class.*?</dd>|<li(?: class=.site.)?>.*?</li>"
    shown = " ".join(re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', markup)) + re.sub(
        r"<[^>]*>", " ", re.sub(data, " ", markup, flags=re.DOTALL)
    )
    word = r"[A-Za-z_][A-Za-z_0-9]{2,}"
    meanings = (ROOT / "datasette_config" / "dictionary.toml").read_text(encoding="utf-8")
    names = {name for each in describe_columns() for name in (each.table, each.name)} | set(re.findall(word, meanings))
    said = set(re.findall(word, html.unescape(shown))) - names
    assert said <= {
        "SQL",
        "SQLite",
        "JSON",
        "CSV",
        "Lines",
        "Excel",
        "Parquet",
        "Cundang",
        "English",
        "LIKE",
        "GLOB",
        "Shift",
        "Enter",
    }


def test_a_query_that_was_stopped_is_told_in_the_readers_words(aged_web: str) -> None:
    endless = "with+recursive+n(i)+as+(select+1+union+all+select+i+from+n)+select+count(*)+from+n"
    status, _, body = get(f"{aged_web}archive?sql={endless}", Accept_Language="zh-CN")
    assert status == 400
    assert Words("zh")("fault_slow") in body


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("archive/clusters/99", "存档中没有这个编号"), ("archive/articles/99999999/history", "存档中没有这个编号"),
        ("archive/clusters?page=999", "page=999：最后一页是第 1 页"), ("archive/compare?a=1", "请写明两篇文章的编号"),
        ("archive/changes?kind=x:%20y", "kind=x: y：只能是 new, edited, gone"), ("studies/none", "没有这个名称的研究"),
        ("archive/changes?site=x", "没有这个站点"), ("archive/changes?trivial=x", "只能是 no"),
        ("archive/changes?before=x", "请从“较早”的链接进入"), ("archive/changes?since=2026-02-30", "不是日、月或年"),
        ("archive/changes?q=-x", "其中没有可检索的词"), ("archive/changes?q=date:soon", "日期写作 2024"),
        ("studies/hours.csv?from=x", "from=x：不能用"),
    ],
)  # fmt: skip
def test_errors_are_explained_in_chinese(aged_web: str, path: str, said: str) -> None:
    status, _, markup = get(aged_web + path, Accept_Language="zh-CN")
    assert status in (400, 404)
    assert re.search(f'<p class="hint">[^<]*{re.escape(said)}', markup)


def test_no_template_has_words_of_its_own() -> None:
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"[\u4e00-\u9fff]", text), path.name
        text = re.sub(r"\{% block (main|body)_class %\}.*?\{% endblock %\}", "", text)
        said = re.sub(
            r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<script.*?</script>|<pre>.*?</pre>|<[^>]*>",
            " ",
            text,
            flags=re.DOTALL,
        )
        words = set(re.findall(r"[A-Za-z]{3,}", said)) - {
            "JSON",
            "CSV",
            "Lines",
            "Atom",
            "Datasette",
            "SHA",
            "archive",
            "crawl",
            "import",
            "nbsp",
            "amp",
            "BibTeX",
            "HTTP",
        }
        assert not words, f"{path.name}: {words}"


@pytest.mark.parametrize(
    ("asked", "cookie", "accept", "language"),
    [
        (None, None, None, "zh"), (None, None, "en-GB,en;q=0.9,zh;q=0.8", "en"), (None, None, "fr,zh-TW;q=0.5,en;q=0.3", "zh-Hant"),
        (None, "en", "zh", "en"), ("zh", "en", "en", "zh"), ("xx", "<b>", "de", "zh"), (None, None, "en;q=0,zh;q=0.1", "zh"),
        (None, None, "en;q=0.1.5.9,,;;q=", "en"),
    ],
)  # fmt: skip
def test_the_language_is_chosen(asked: str | None, cookie: str | None, accept: str | None, language: str) -> None:
    assert choose_language(asked, cookie, accept) == language


def test_plurals_and_dates_are_right() -> None:
    en, zh = Words("en"), Words("zh")
    assert [en("n_articles", n=n) for n in (0, 1, 2, 12345)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "12,345 articles",
    ]
    assert zh("n_articles", n=1) == "1 篇文章"
    assert en.moment("2024-05-07T09:05:00+08:00") == "7 May 2024 09:05 UTC+8"
    assert zh.moment("2024-05-07T09:05:00+00:00") == "2024年5月7日 09:05 UTC"
    assert en.moment("2024-05-07T09:05:00+05:30") == "7 May 2024 09:05 UTC+5:30"
    assert zh.moment("2024-05-07") == "2024年5月7日"


def test_the_switch_is_remembered(aged_web: str) -> None:
    status, headers, body = get(f"{aged_web}?_lang=en")
    assert status == 200
    assert '<html lang="en">' in body
    assert headers["set-cookie"].startswith("lang=en")
    assert "Accept-Language" in headers["vary"]
    assert '<html lang="en">' in get(f"{aged_web}about", Cookie="lang=en", Accept_Language="zh")[2]
    assert '<html lang="zh-Hans">' in get(f"{aged_web}about", Accept_Language="zh-CN")[2]


def test_traditional_chinese_is_a_language_of_its_own(aged_web: str) -> None:
    words = Words("zh-Hant")
    assert (words("articles"), words.day("2024-05-07T10:00")) == ("文章", "2024年5月7日")
    assert words("published_as_shown") == "網頁所示時間"
    assert words.meaning("articles") != Words("zh").meaning("articles")
    for key, entry in load_strings().items():
        assert set(re.findall(r"\{(\w+)\}", words.pick(entry))) == set(re.findall(r"\{(\w+)\}", entry["zh"])), key
    status, headers, body = get(f"{aged_web}about?_lang=zh-Hant")
    assert (status, '<html lang="zh-Hant">' in body) == (200, True)
    assert "lang=zh-Hant" in headers["set-cookie"]
    assert "關於" in body
    assert ">简体</a>" in body
