"""A site with a new layout and its old profile: what the page plainly shows is taken, and only where that is needed."""

import pytest

from cundang.model.article import Found
from cundang.model.profile import Profile
from pipelines.extract import SiteContext, doubts, extract

PROFILE = Profile(
    name="shiqiao-2019", mark="div.wen", title=("h1",), body=("div.wen",), published=(".time", ".top"),
    source_name=(".from",), author=(".by",), editor=(".edit",),
)  # fmt: skip
LINES = (
    "石桥镇的水碾停了三年，上个月又转了起来，磨坊主人说头一袋面粉送给了隔壁的小学堂。",
    "修水碾的师傅姓什么没人记得，大家只说他一连十二天睡在磨坊里，换了七根木轴和两块石板。",
    "镇上的粮站答应每天收两百斤面，先收到年底，价钱按照集市当天早上的价钱来算。",
)
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
SAID = "水碾又转起来了，头一袋面送学堂"
BANNER = "<div class=guide><h1>新版首页上线 欢迎体验</h1><p>更多频道</p></div>"
INFO = "<div class=info>2022-06-09 09:20　来源：石桥周报　责任编辑：秦晓禾</div>"
OLD = f"<h1>{SAID}</h1><span class=time>2022-06-09 09:20</span><span class=from>石桥周报</span><span class=edit>秦晓禾</span>"
URL = "http://www.shiqiao.example/a/7.html"


def read(above: str, named: str = f"{SAID}_石桥网", metas: str = "", body: str = TEXT, url: str = URL) -> Found:
    head = f"<meta charset=utf-8><title>{named}</title>{metas}"
    foot = "<div class=foot>石桥县融媒体中心主办</div>"
    markup = f"<html><head>{head}</head><body>{above}<div class=wen>{body}</div>{foot}</body></html>"
    return extract(markup, url, SiteContext((PROFILE,), sample=0))


@pytest.mark.parametrize(
    ("above", "named"),
    [
        (f"{BANNER}<h1>{SAID}</h1>{INFO}", f"{SAID}_石桥网"),
        (f"{BANNER}<h2>{SAID}</h2>{INFO}", f"{SAID}_石桥网"),
        (f"{BANNER}<div class=bt>{SAID}</div>{INFO}", f"{SAID}_石桥网"),
        (f"{BANNER}<h1>{SAID}</h1>{INFO}", "石桥网"),
        (f"<h1>石桥新闻网</h1><div class=bt>{SAID}</div>{INFO}", f"{SAID}_石桥新闻网"),
        (f"<h1>民生</h1><div class=bt>{SAID}</div>{INFO}", f"{SAID}_民生_石桥网"),
        (f"<h1>新闻详情</h1><div class=bt>{SAID}</div>{INFO}", "石桥网"),
        (f"<div class=bt>{SAID}</div>{INFO}", f"{SAID}_石桥网"),
    ],
)
def test_a_banner_is_no_title_and_what_the_profile_lacks_is_read_from_the_page(above: str, named: str) -> None:
    found = read(above, named)
    assert found.extractor == "shiqiao-2019"
    assert found.raw("title") == SAID
    assert found.raw("published").startswith("2022-06-09 09:20")
    assert (found.raw("source_name"), found.raw("editor")) == ("石桥周报", "秦晓禾")
    assert found.fields["title"].where not in PROFILE.title
    assert found.fields["published"].where not in PROFILE.published


def test_the_banner_of_today_is_no_day_where_the_address_and_the_page_have_another() -> None:
    top = "<div class=top>今天是2026年11月28日 星期六</div>"
    found = read(f"{top}<h1>{SAID}</h1>{INFO}", url="http://www.shiqiao.example/2022-06/09/c_7.html")
    assert found.raw("published").startswith("2022-06-09 09:20")
    alone = read(
        f"<div class=top>2022年6月12日</div><h1>{SAID}</h1>", url="http://www.shiqiao.example/2022-06/09/c_7.html"
    )
    assert alone.raw("published") == "2022年6月12日"  # one sign is not enough


@pytest.mark.parametrize("told", ["2022-06-09T09:20:00Z", "2022-06-09T01:20:00Z", "2022-06-09", "2022-06-09 00:00:00"])
def test_the_clock_that_is_shown_goes_before_one_for_machines(told: str) -> None:
    metas = f'<meta name="pubdate" content="{told}">'
    found = read(f"<h1>{SAID}</h1>{INFO}", metas=metas)
    assert found.raw("published").startswith("2022-06-09 09:20") or found.raw("zone") == "+08:00"
    other_day = read(f"<h1>{SAID}</h1><div class=info>2022-06-19 09:20</div>", metas=metas)
    assert other_day.raw("published") == told


@pytest.mark.parametrize("body", [f"<p>{LINES[0]}</p>", "<p>扫描二维码下载石桥客户端</p>"])
def test_a_body_that_is_a_box_or_the_first_paragraph_gives_way_to_the_text_that_the_page_describes(body: str) -> None:
    described = f'<meta name=description content="{LINES[1][:30]}">'
    head = f"<html><head><title>{SAID}_石桥网</title>{described}</head><body>"
    markup = f"{head}{OLD}<div class=wen>{body}</div><div class=neu>{TEXT}</div></body></html>"
    found = extract(markup, URL, SiteContext((PROFILE,), sample=0))
    assert found.extractor == "generic"
    assert all(line in found.text for line in LINES)


@pytest.mark.parametrize(
    ("above", "named", "metas"),
    [
        (OLD, f"{SAID}_石桥网", ""),
        (OLD, "石桥网", ""),
        (OLD, f"{SAID}_石桥网", '<meta property="og:title" content="石桥网">'),
        (OLD, f"水碾转了_{SAID}_石桥网", '<meta name=publishdate content="2022-06-08T23:20:00Z">'),
        (OLD, f"{SAID}_石桥网", '<meta name=description content="石桥网是石桥镇的第一家网站，每天更新。">'),
    ],
)
def test_a_page_that_its_profile_fits_is_read_once(
    above: str, named: str, metas: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(doubts, "read_generic")
    found = read(above, named, metas)
    assert found.raw("title") == SAID
    assert all(found.fields[name].where.startswith((".", "h1")) for name in ("title", "published", "source_name"))


def test_a_title_in_other_words_than_the_metadata_stays_where_the_page_shows_no_other() -> None:
    found = read(OLD, "2022年文明乡村专题", '<meta property="og:title" content="文明乡村专题">')
    assert found.raw("title") == SAID


def test_a_name_that_the_profile_lacks_is_read_where_the_page_has_its_label() -> None:
    above = f"<h1>{SAID}</h1><div class=time>2022-06-09 09:20</div><div>来源：石桥周报　作者：江晚舟</div>"
    found = read(above)
    assert (found.raw("source_name"), found.raw("author")) == ("石桥周报", "江晚舟")
    assert found.fields["title"].where == "h1"
    assert "editor" not in found.fields
