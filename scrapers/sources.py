"""Where a site lists its articles: the kinds of sources that a site's module declares; scrapers/lists reads them.

Only declarations: no parser is loaded by them, so that two hundred sites cost nothing until one is crawled.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode, urlsplit

# What other programs do: a mark of ours, the newest year, how many programs agree. Or what the contributor saw.
EVIDENCE = re.compile(r"(?:([ABC]) (\d{4}), \d{1,3} programs?|seen \d{4}-\d\d-\d\d)(?:: [^\n]{1,300})?")
CONTENT_TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded"}  # of what is posted
_EARLIEST = date(1900, 1, 1)
_DAY_FIELD = re.compile(r"\{day:([^{}]{1,40})\}")
PAGE_FIELD = re.compile(r"\{page(?::(0?\d))?\}")  # the number of a page in `next`, in so many digits
FIELD = re.compile(r"\{([^{}]{1,200})\}")  # the path of a value of a row in `article`
_DIRECTIVES = {"%Y": r"(?P<Y>\d{4})", "%y": r"(?P<y>\d\d)", "%m": r"(?P<m>\d\d)", "%d": r"(?P<d>\d\d)"}
_DIRECTIVE = re.compile(r"%[A-Za-z]|[^%]{1,40}|%")


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place where a site lists its articles.

    `url` is the address of the list. It may hold a day, as in `https://paper.cn/{day:%Y%m/%d}/node_01.html` (the
    directives %Y, %m, %d of strftime; without %d it is a month): then there is a list a day, since `first`
    (2015-01-01), where that is known. `evidence` says where the address is known from: `A 2026, 3 programs: names` (two
    programs or more have used it since 2023), `B` (one has), `C` (older), or `seen 2026-11-28` where the contributor
    looked at the list on that day.
    """

    name: str
    url: str
    evidence: str = ""
    first: str | None = None
    optional: bool = False  # whether it may be missing, such as the sitemap of a site without a module

    @property
    def guess(self) -> bool:
        """Whether no program has used the address since 2023, and nobody has looked."""
        return not self.evidence.startswith(("A ", "B ", "seen "))

    @property
    def is_by_day(self) -> bool:
        """Whether it has a list for each day, or month."""
        return bool(self._day_fields)

    @cached_property
    def _day_fields(self) -> str:
        """The directives of strftime in its address."""
        return "".join(_DAY_FIELD.findall(self.url))

    def make_address(self, day: date) -> str:
        """The address of the list of a day; of a source that has only one list, this one."""
        return _DAY_FIELD.sub(lambda field: day.strftime(field[1]), self.url)

    def list_days(self, since: date, until: date) -> Iterator[date]:
        """The days between two days that have a list of their own, the newest first; of a list a month, its last."""
        first = max(since, date.fromisoformat(self.first) if self.first else _EARLIEST)
        fields = self._day_fields
        day = until
        while day >= first:
            yield day
            begin = day if "%d" in fields else day.replace(day=1) if "%m" in fields else day.replace(month=1, day=1)
            day = begin - timedelta(days=1)

    def find_last_day(self, day: date) -> date:
        """The last day of the list that has a day: of a list a month, the end of the month."""
        fields = self._day_fields
        if "%d" in fields:
            return day
        month = day.replace(day=28, month=day.month if "%m" in fields else 12)
        return (month + timedelta(days=4)).replace(day=1) - timedelta(days=1)

    def find_day(self, address: str) -> str | None:
        """Find the day, or month, whose list an address is: 2015-01-31, 2015-01. None where it has none."""
        found = self._day_pattern.match(address) if self.is_by_day else None
        if found is None:
            return None
        named = found.groupdict()
        year = named.get("Y") or f"20{named.get('y', '')}"
        if "d" in named and "m" not in named:
            return None
        day = "-".join(filter(None, (year, named.get("m"), named.get("d"))))
        with suppress(ValueError):
            parse_period(day)
            return day
        return None  # a page may link to 2026-13-99

    @cached_property
    def _day_pattern(self) -> re.Pattern[str]:
        """What an address begins with that has the same day in the same place."""
        seen: set[str] = set()

        def capture(field: re.Match[str]) -> str:
            pieces = []
            for piece in _DIRECTIVE.findall(field[1]):
                wanted = _DIRECTIVES.get(piece, re.escape(piece))
                pieces.append(re.sub(r"\?P<\w>", "?:", wanted) if piece in seen else wanted)
                seen.add(piece)
            return "".join(pieces)

        end = list(_DAY_FIELD.finditer(self.url))[-1].end()
        parts, place = [], 0
        for field in _DAY_FIELD.finditer(self.url[:end]):
            parts += [re.escape(self.url[place : field.start()]), capture(field)]
            place = field.end()
        return re.compile("".join(parts))


@dataclass(frozen=True, kw_only=True)
class Numbered(Source):
    """A list whose further pages have numbers.

    `next` is the address of a further page beside this one, as in `index_{page}.html`, and `page` the number of the
    first such page. Or `page_parameter` names the parameter of the number, in the query or in what is posted; `step` is
    by how much it grows (an offset grows by the rows of a page). The list ends with a page that names no article.
    """

    next: str = ""
    page: int = 2
    page_parameter: str = ""
    step: int = 1


@dataclass(frozen=True, kw_only=True)
class Listing(Numbered):
    """A list in HTML: its links, its pages by number or by the link 下一页, and the lists that it is made of.

    Recognised in the page: the records of Hanweb's jpage with their next group, the number of pages that TRS writes
    (`createPageHTML`), the data files of Xinhua's hosting (`ds_<hash>.json`), frames, and a meta refresh. `parts` is a
    pattern of links to further lists on the same host, such as the pages of a newspaper's issue.
    """

    parts: str = ""


@dataclass(frozen=True, kw_only=True)
class Epaper(Listing):
    """A newspaper as Founder's systems publish it: an issue a day, a page of links for each page of the paper."""

    parts: str = r"/(?:node_\d+|nbs\.\w+_\d+|Page\d+\w*)\.html?$"


@dataclass(frozen=True, kw_only=True)
class Xhcloud(Listing):
    """A column on Xinhua's hosting. Its pages name data files with up to a thousand rows; so do its articles, which
    are looked through for more of them.
    """


@dataclass(frozen=True, kw_only=True)
class Sitemap(Source):
    """A sitemap, or an index of sitemaps."""


@dataclass(frozen=True, kw_only=True)
class Feed(Source):
    """An RSS or Atom feed."""


@dataclass(frozen=True, kw_only=True)
class Links(Source):
    """A start page: the pages that it links to are read for articles and for further links."""


@dataclass(frozen=True, kw_only=True)
class JsonList(Numbered):
    """A list in JSON or JSONP.

    `rows`, `link`, `day` and `cursor` are JMESPath expressions (https://jmespath.org): `rows` the articles in the
    answer, `link` the address and `day` the time in a row (text, or seconds or milliseconds since 1970), `cursor` the
    value in the answer that `page_parameter` takes for the next page. `article` makes an address of values of a row, as
    in `https://paper.cn/detail_{contId}`. Without `rows`, every text that could be an address is looked at. `json` and
    `form` are what is posted, as JSON or as the fields of a form; without them the list is requested by GET.
    """

    rows: str = ""
    link: str = ""
    article: str = ""
    day: str = ""
    cursor: str = ""
    json: Mapping[str, object] | None = None
    form: Mapping[str, object] | None = None

    def make_address(self, day: date) -> str:
        address = super().make_address(day)
        if self.json is not None:
            return make_post_address(address, "json", self.json)
        return address if self.form is None else make_post_address(address, "form", self.form)


@dataclass(frozen=True, kw_only=True)
class Jpaas(Source):
    """A list of Hanweb's jpaas: `url` is the page of the column, which holds the parameters, or the list itself
    (`/api-gateway/jpaas-publish-server/front/page/build/unit?...`).
    """


@dataclass(frozen=True, kw_only=True)
class Gkmlpt(Source):
    """The disclosure platform of Guangdong's governments: `url` is its page (`/gkmlpt/index`), which holds the id of
    the site; `category` the number of a column, 0 for all of them.
    """

    category: int = 0


def parse_period(day: str) -> date:
    """The first day of a day, a month or a year: 2015-01-31, 2015-01, 2015. Raises ValueError for what is none."""
    return date.fromisoformat(f"{day}-01-01"[: len("2015-01-01")])


def make_post_address(url: str, form: str, values: Mapping[str, object]) -> str:
    """Write what is posted to an address behind it, so that each page of such a list has an address of its own.

    Nothing behind the # is ever sent as part of an address. `form` is `json` or `form`.

    >>> make_post_address("https://a.cn/list", "json", {"page": 2})
    'https://a.cn/list#post-json={"page":2}'
    """
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")) if form == "json" else urlencode(values)
    return f"{url}#post-{form}={body}"


def split_post_address(address: str) -> tuple[str, str, str]:
    """Split the address of a list into where it is sent to, the form of what is posted, and what that is.

    >>> split_post_address('https://a.cn/list#post-form=page=2')
    ('https://a.cn/list', 'form', 'page=2')
    >>> split_post_address('https://a.cn/list')
    ('https://a.cn/list', '', '')
    """
    url, _, behind = address.partition("#")
    form, _, body = behind.partition("=")
    return (url, form.removeprefix("post-"), body) if form in ("post-json", "post-form") else (url, "", "")


def is_on_one_host(url: str, other: str) -> bool:
    """Whether two addresses have the same host and port."""
    return urlsplit(url).netloc.lower() == urlsplit(other).netloc.lower()
