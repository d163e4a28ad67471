"""From what a page shows to what is stored."""

import hashlib
from datetime import UTC
from typing import Any

import pytest

from cundang.model.article import Article, Field, Found
from cundang.model.errors import RefusedError
from cundang.model.publisher import Publisher, Publishers
from pipelines.clean import Cleaned
from pipelines.normalise import normalise
from pipelines.repair import Repaired
from tests.helpers.pages import page

TEXT = "村里的老渡口停了三年，今年春天又通了船。来往的人比从前还多，船家忙得顾不上吃饭。"
NUMBER = "020020030100000000000000011100001210457253"
INDEX = f"{NUMBER[:25]}112{NUMBER[28:]}"
XIONGAN = Publisher(
    name="xiongan", hosts=("xiongan.gov.cn",), catalogues=("02002003",),
    tracked_address="http://www.xiongan.gov.cn/{year}-{month}/{day}/c_{content_id}.htm",
)  # fmt: skip
LONDON = Publisher(name="london", hosts=("london.example",), zone=UTC)
KNOWN = Publishers((XIONGAN, LONDON))


def made(
    url: str = "http://www.xiongan.gov.cn/a.htm", text: str = TEXT, named: dict[str, str] | None = None, **fields: str
) -> Article:
    found = Found("x", text, {name: Field(value, "test") for name, value in fields.items()})
    return normalise(page(b"", url=url), found, Repaired(text), Cleaned(text, (), named or {}), KNOWN, str)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (TEXT, "[村里的老渡口停了三年，今年春天又通了船。]"),
        ("没有句号的短讯\n\n第二段。", "[没有句号的短讯]"),
        (f"{'长' * 100}。", f"[{'长' * 80}…]"),
        ("HONG KONG, Jan. 15 (Xinhua) -- It was dawn. The station", "[It was dawn.]"),
        (f"{'word ' * 30}end.", f"[{'word ' * 15}word…]"),
        ("It grew by 5.1 percent. Then", "[It grew by 5.1 percent.]"),
    ],
)
def test_a_page_without_a_title_is_stored_under_its_first_sentence_in_brackets(text: str, title: str) -> None:
    assert made(text=text).title == title


def test_a_title_stays_as_it_is() -> None:
    assert made(title="老渡口又通船").title == "老渡口又通船"


@pytest.mark.parametrize(
    ("raw", "keywords"),
    [
        ("", ()),
        ("水利", ("水利",)),
        ("水利,春灌，渡口、船;桥；路|堤\u3000坝", ("水利", "春灌", "渡口", "船", "桥", "路", "堤", "坝")),
        ("关键词：水利，春灌", ("水利", "春灌")),
        ("水利, ,水利,", ("水利",)),
        ("New Area, ferry", ("New Area", "ferry")),
        ("字" * 41, ()),  # a sentence is no keyword
    ],
)
def test_keywords_are_split(raw: str, keywords: tuple[str, ...]) -> None:
    assert made(keywords=raw).keywords == keywords


def test_a_page_without_an_address_gets_that_of_its_number_and_date() -> None:
    article = made("file:seed.txt", tracking_number=f"/{NUMBER}", published="2020-01-31 21:09:08")
    assert article.url == "http://www.xiongan.gov.cn/2020-01/31/c_1210457253.htm"
    assert (article.site, article.content_id, article.tracking_number) == ("xiongan", "1210457253", NUMBER)
    assert article.published_at == "2020-01-31T21:09:08+08:00"


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("file:seed.txt", {"published": "2020-01-31"}),
        ("file:seed.txt", {"tracking_number": NUMBER}),
        ("file:seed.txt", {"tracking_number": INDEX, "published": "2020-01-31"}),
        ("file:seed.txt", {"tracking_number": f"01{NUMBER[2:]}", "published": "2020-01-31"}),  # of no known site
        ("http://www.xiongan.gov.cn/b.htm", {"tracking_number": NUMBER, "published": "2020-01-31"}),
    ],
)
def test_any_other_page_keeps_its_own_address(url: str, fields: dict[str, str]) -> None:
    assert made(url, **fields).url == url


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://xiongan.gov.cn/a", "xiongan"),
        ("http://news.www.XiongAn.gov.cn/a", "xiongan"),
        ("http://notxiongan.gov.cn/a", "notxiongan.gov.cn"),
        ("http://xiongan.gov.cn.example/a", "xiongan.gov.cn.example"),
        ("http://www.unknown.example/a", "unknown.example"),
        ("file:a.html", "import"),
    ],
)
def test_the_site_is_that_of_the_host(url: str, site: str) -> None:
    assert made(url).site == site


ENGLISH = "The ferry of the old landing is open again, and the boatmen are busy with it."


@pytest.mark.parametrize(
    ("url", "text", "published"),
    [
        ("http://xiongan.gov.cn/a", ENGLISH, "2020-01-31T21:09:00+08:00"),  # the site's, whatever its language
        ("http://london.example/a", TEXT, "2020-01-31T21:09:00+00:00"),
        ("http://unknown.example/a", TEXT, "2020-01-31T21:09:00+08:00"),  # Chinese is written at +08:00
        ("http://unknown.example/a", ENGLISH, "2020-01-31T21:09:00"),
    ],
)
def test_the_zone_is_the_sites_else_that_of_chinese(url: str, text: str, published: str) -> None:
    article = made(url, text, published="2020-01-31 21:09")
    assert (article.published_at, article.published_raw) == (published, "2020-01-31 21:09")


@pytest.mark.parametrize(
    ("fields", "named", "editor"),
    [
        ({"editor": "责任编辑：尹世杰"}, {"editor": "王某"}, "尹世杰"),
        ({"editor": "责任编辑："}, {"editor": "王某"}, "王某"),
        ({}, {"editor": "王某"}, "王某"),
        ({}, {}, None),
    ],
)
def test_a_name_is_the_pages_or_that_of_a_line_moved_out(
    fields: dict[str, str], named: dict[str, str], editor: str | None
) -> None:
    assert made(named=named, **fields).editor == editor


def test_the_strings_of_a_page_are_mended_before_they_are_read() -> None:
    found = Found("x", TEXT, {"title": Field("老?口", "test"), "source_name": Field("来源：某?报", "test")})
    article = normalise(page(b""), found, Repaired(TEXT), Cleaned(TEXT), KNOWN, lambda raw: raw.replace("?", "日"))
    assert (article.title, article.source_name) == ("老日口", "某日报")


def test_the_digest_is_of_title_and_text() -> None:
    one = made(title="老渡口")
    assert one.sha256 == hashlib.sha256(f"老渡口\n{TEXT}".encode()).hexdigest()
    changes: list[dict[str, Any]] = [{"title": "渡口"}, {"title": "老渡口", "text": TEXT[:-1]}]
    assert all(made(**change).sha256 != one.sha256 for change in changes)
    assert one.sha256 == made(title="老渡口", editor="别人").sha256


@pytest.mark.parametrize("text", ["", " \n\n\u3000"])
def test_a_page_without_text_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="no text is left"):
        made(text=text, title="老渡口")


TRADITIONAL = "村裡的老渡口停了三年，今年春天又通了船。來往的人比從前還多，船家忙得顧不上吃飯。"


def test_a_page_of_taiwan_may_count_years_from_1912() -> None:
    assert made("http://www.ferry.gov.tw/a", TRADITIONAL, published="113-05-18 14:20").published_at == (
        "2024-05-18T14:20:00+08:00"
    )
    assert made("http://www.ferry.example/a", TRADITIONAL, published="113/05/18").published_at == "2024-05-18"
    assert made("http://www.ferry.example/a", published="113/05/18").published_at is None


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        ("http://ferry.example/a", "1990-07-01T08:15:00+09:00"),  # summer time on the mainland
        ("http://ferry.com.tw/a", "1990-07-01T08:15:00+08:00"),
        ("http://ferry.com.hk/a", "1990-07-01T08:15:00+08:00"),
    ],
)
def test_an_unknown_site_in_chinese_has_the_clock_of_its_country(url: str, moment: str) -> None:
    assert made(url, published="1990-07-01 08:15").published_at == moment


def test_a_day_before_1990_is_kept_where_a_record_or_a_layout_gives_it_and_not_where_it_was_guessed() -> None:
    def dated(extractor: str) -> str | None:
        found = Found(extractor, TEXT, {"published": Field("1957年3月8日", "test")})
        return normalise(page(b""), found, Repaired(TEXT), Cleaned(TEXT, (), {}), KNOWN, str).published_at

    assert (dated("record"), dated("people"), dated("generic"), dated("plain")) == (
        "1957-03-08",
        "1957-03-08",
        None,
        None,
    )
