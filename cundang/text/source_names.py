"""One name for each source of news: what pages call it, and rules for what its apps, accounts and channels are called.

The names themselves are data, in source_names.toml. An archive has them in its table `source_names`, which its owner
extends; what this module does with a name is the same for both.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cundang.text.fold import fold

_LONGEST = 200  # characters of a source that are read
_LABEL = re.compile(
    r"(?:本文|文章|稿件|内容|信息|新闻|消息|原文|资料)?(?:来源|稿源|出处|原载|首发|转自|转载自?|摘自|选自|来自|source|from|via)(?:于|自)?[\s:|]{0,4}"
    r"|(?:综合|根?据)(?=.{2,}(?:报道|消息|[社报网台电讯、,]|新闻|客户端))"
)
_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:\s{0,2}\d{1,2}:\d\d(?::\d\d)?)?")
_NOTE = re.compile(r"[(\[〔][^()\[\]〔〕]{0,40}[)\]〕]$")  # behind a name: 新华社(北京)
_SIGNS = re.compile(r"[《》【】〔〕「」『』<>\"“”'()\[\]]")
_REPORTER = re.compile(r"(?<=.[社报网台讯电端线闻\s])(?:本报|特约|首席)?(?:记者|通讯员|作者|责?编辑?).{2,80}$")
_OF_SEVERAL = re.compile(r"[、,;。]")
_PARTS = re.compile(r"[-—·/|_\s]+")
_EDGES = " \t\r\n\u3000\xa0:.,·-—|/_"
# What a house publishes through: its apps, accounts, editions and channels have its name.
_THROUGH = re.compile(
    r"(?:官方)?(?:新闻)?(?:客户端|app|手机版|移动版|小程序|门户网站|网站|官网|网络版|电子版|电子报|数字报|海外版"
    r"|微信公众号|微信公号|公众号|微信号|微信|官微|微博|头条号|百家号|抖音号?|快手号?|视频号|企鹅号|网易号|搜狐号|强国号|人民号|澎湃号)"
    r"|(?:专电|特稿|专稿|综合报道|报道|综合|供稿|消息|快讯|即时新闻)|(?<=[社网])[电讯发]|(?<=报)[社讯电]"
    r"|(?<=[网线报社])[\u4e00-\u9fff]{2,6}(?:频道|分社|记者站)"
)
_MOST_LAYERS = 3  # 某报官方微博 is one of the house, 某报客户端消息 two
_OWN = re.compile(r"(?:本[报网站台刊社]|本网站)(?:讯|专稿|综合|原创|记者|消息)?|原创|自采")
_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})(?:[/:?#].*)?")


def normalise_alias(raw: str) -> str:
    """The form by which names of sources compare: folded, in lower case, without label, brackets, dates and spaces.

    Of several the first. Empty where nothing is left.

    >>> normalise_alias("来源：新華社 2023-11-17"), normalise_alias("综合新华社、央视新闻"), normalise_alias("《Global Times》")
    ('新华社', '新华社', 'globaltimes')
    """
    return re.sub(r"\s", "", _clean(raw))


def list_aliases(raw: str) -> list[str]:
    """What a source may be known by, the most exact first: all of it, without app or channel, its last part, its first.

    >>> list_aliases("人民网-国际频道"), list_aliases("新华社客户端")
    (['人民网-国际频道', '国际频道', '人民网'], ['新华社客户端', '新华社'])
    """
    return list(dict.fromkeys(filter(None, _list_forms(raw))))


def make_key(raw: str) -> str:
    """What a source that no table knows is compared by: its alias without app, account, edition or channel.

    >>> make_key("新河日報客戶端") == make_key("来源：新河日报微信公众号") == "新河日报"
    True
    """
    return _strip_through(normalise_alias(raw))


def resolve(raw: str, find: Callable[[str], str | None]) -> str | None:
    """The one name of a source, by a function that finds the name of an alias; None where it finds none."""
    return next(filter(None, map(find, list_aliases(raw))), None)


@cache
def load_names() -> dict[str, str]:
    """The aliases of this software, and the name of each."""
    parts = (names for part, names in _read_tables().items() if part != "published_by")
    houses = ((name, aliases) for names in parts for name, aliases in names.items())
    return {normalise_alias(alias): name for name, aliases in houses for alias in (name, *aliases)}


def is_own(raw: str) -> bool:
    """Whether a source is the page's own house, by a word for it: 本报, 本网讯, 本站原创."""
    return _OWN.fullmatch(normalise_alias(raw)) is not None


def find_house(name: str) -> str:
    """The house whose reports one of its sites or papers carries, by their names; of any other the name itself.

    >>> find_house("新华网"), find_house("新华社"), find_house("新河日报")
    ('新华社', '新华社', '新河日报')
    """
    house: str = _read_tables()["published_by"].get(name, name)
    return house


@cache
def _read_tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _clean(raw: str) -> str:
    """A source without what is no part of its name; its words are still parted by spaces."""
    name = _DAY.sub(" ", fold(raw[:_LONGEST])).lower().strip(_EDGES)
    if name[:1] in "([【〔<" and name[-1:] in ")]】〕>":
        name = name[1:-1].strip(_EDGES)
    while label := _LABEL.match(name):
        if label.end() == len(name) or not label.end():
            break
        name = name[label.end() :].strip(_EDGES)
    name = _OF_SEVERAL.split(name, maxsplit=1)[0]
    name = _REPORTER.sub("", _NOTE.sub("", name))
    return _SIGNS.sub("", name).strip(_EDGES).replace("线上", "在线").replace("网路", "网络")  # words of Taiwan


def _list_forms(raw: str) -> Iterator[str]:
    name = _clean(raw)
    if host := _HOST.fullmatch(name):
        labels = host[1].removeprefix("www.").split(".")
        yield host[1]
        yield from (".".join(labels[number:]) for number in range(len(labels) - 1))
        return
    whole = re.sub(r"\s", "", name)
    yield whole
    yield _strip_through(whole)
    parts = [part for part in _PARTS.split(name) if part]
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        yield part
        yield _strip_through(part)


def _strip_through(name: str) -> str:
    for _ in range(_MOST_LAYERS):
        through = next((match for match in _THROUGH.finditer(name) if match.end() == len(name)), None)
        if not through or through.start() < 2:
            return name
        name = name[: through.start()].strip(_EDGES)
    return name
