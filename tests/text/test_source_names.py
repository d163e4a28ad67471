"""The one name of a source, for the strings in which pages give it."""

import pytest

from cundang.text.source_names import find_house, is_own, list_aliases, load_names, make_key, normalise_alias, resolve

# As pages write it, and the one name; none for a house that the software does not know.
SOURCES = [
    ("新华社", "新华社"),
    ("新華社", "新华社"),
    ("来源：新华社", "新华社"),
    ("来源: 新华社客户端", "新华社"),
    ("新华社微信公众号", "新华社"),
    ("新华社新媒体", "新华社"),
    ("新华视点", "新华社"),
    ("新华社记者 林晓岚", "新华社"),
    ("新华社记者林晓岚 何青", "新华社"),
    ("据新华社报道", "新华社"),
    ("（来源：新华社）", "新华社"),
    ("新华社（北京）", "新华社"),
    ("综合新华社、央视新闻", "新华社"),
    ("综合新华社报道", "新华社"),
    ("新华网", "新华网"),
    ("新华网 2019-03-11 10:22", "新华网"),
    ("新华网湖南频道", "新华网"),
    ("www.xinhuanet.com", "新华网"),
    ("http://news.xinhuanet.com/politics/", "新华网"),
    ("新华每日电讯", "新华每日电讯"),
    ("人民日报", "人民日报"),
    ("人民日报海外版", "人民日报"),
    ("人民日报客户端", "人民日报"),
    ("人民日报微博", "人民日报"),
    ("人民网－人民日报", "人民日报"),
    ("人民网-国际频道", "人民网"),
    ("人民网河北频道", "人民网"),
    ("中新网", "中国新闻网"),
    ("中新社电", "中新社"),
    ("央视新闻客户端", "央视"),
    ("CCTV", "央视"),
    ("央视网", "央视网"),
    ("《环球时报》", "环球时报"),
    ("转自：新京报", "新京报"),
    ("新京报网", "新京报"),
    ("北青报", "北京青年报"),
    ("法治日报社", "法治日报"),
    ("原载于《南方周末》", "南方周末"),
    ("澎湃新闻·澎湃号·政务", "澎湃新闻"),
    ("上海证券报·中国证券网", "上海证券报"),
    ("东方网·纵相新闻", "东方网"),
    ("四川在线-华西都市报", "华西都市报"),
    ("网易体育", "网易"),
    ("新浪财经-自媒体综合", "新浪"),
    ("第一财经日报", "第一财经"),
    ("每经AI快讯", "每日经济新闻"),
    ("聯合新聞網", "联合报"),
    ("中時電子報", "中国时报"),
    ("自由時報", "自由时报"),
    ("ETtoday新聞雲", "ETtoday"),
    ("大公報", "大公报"),
    ("四川線上", "四川在线"),
    ("德国之声中文网", "德国之声"),
    ("Source: Reuters", "路透社"),
    ("人民日报 科研院 新闻中心", "人民日报"),
    ("来源于新河日报", None),
    ("新河日报", None),
    ("新华医院", None),
    ("中国青年旅行社", None),
    ("南方电网", None),
    ("综合", None),
    ("来源", None),
    ("网络", None),
    ("fgw.beijing.gov.cn", None),
]


@pytest.mark.parametrize(("written", "name"), SOURCES)
def test_the_one_name(written: str, name: str | None) -> None:
    assert resolve(written, load_names().get) == name


def test_every_name_is_an_alias_of_itself_and_of_no_other() -> None:
    names = load_names()
    assert {names[normalise_alias(name)] for name in names.values()} == set(names.values())
    assert all(names[normalise_alias(name)] == name for name in names.values())
    assert len(set(names.values())) > 150
    assert "" not in names


def test_no_alias_stands_under_two_names() -> None:
    from cundang.text.source_names import _read_tables

    listed = [
        (normalise_alias(alias), name)
        for part, names in _read_tables().items()
        if part != "published_by"
        for name, aliases in names.items()
        for alias in (name, *aliases)
    ]
    assert [one for one in listed if load_names()[one[0]] != one[1]] == []


def test_the_houses_of_sites_are_names() -> None:
    from cundang.text.source_names import _read_tables

    names = set(load_names().values())
    assert {name for pair in _read_tables()["published_by"].items() for name in pair} <= names


@pytest.mark.parametrize(
    ("raw", "alias"),
    [
        ("来源：新華社 2023-11-17 08:00", "新华社"),
        ("《Global Times》", "globaltimes"),
        ("【新河日报】", "新河日报"),
        ("　新 河 日 报　", "新河日报"),
        ("新河日报、河港报", "新河日报"),
        ("：", ""),
        ("", ""),
    ],
)
def test_normalise_alias(raw: str, alias: str) -> None:
    assert normalise_alias(raw) == alias


@pytest.mark.parametrize(
    "written", ["新河日报客户端", "新河日報微信公眾號", "来源：新河日报官方微博", "新河日报社", "新河日报讯"]
)
def test_one_key_of_a_house_that_no_table_knows(written: str) -> None:
    assert make_key(written) == "新河日报"


@pytest.mark.parametrize("written", ["本报", "本報訊", "来源：本网", "本站原创", "原创"])
def test_words_for_the_house_itself(written: str) -> None:
    assert is_own(written)


@pytest.mark.parametrize("written", ["本田汽车", "新河日报", "", "本溪日报"])
def test_names_are_no_words_for_the_house_itself(written: str) -> None:
    assert not is_own(written)


def test_a_site_of_a_house_has_its_reports() -> None:
    assert find_house("新华网") == find_house("新华每日电讯") == "新华社"
    assert find_house("新河日报") == "新河日报"


def test_hostile_strings_are_read_in_a_moment() -> None:
    for text in ("来源：" * 100_000, "新华社客户端" * 100_000, "(" * 100_000, "-" * 100_000):
        assert len(list_aliases(text)) < 10
