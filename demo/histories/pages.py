"""The pages of the twelve sites as they are on a day of a history: fronts, sitemaps, articles, and what is missing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache, cached_property
from pathlib import Path

import opencc
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

import demo
from demo.histories.articles import Article, date_of, moment_of
from demo.histories.history import History
from demo.histories.houses import BY_NAME, House
from demo.pages import Answer

BEIJING = timezone(timedelta(hours=8))
FRONT_DAYS = 3  # an article stands on the front page and in the sitemap for so many days
_FOLDERS = (Path(__file__).with_name("templates"), Path(demo.__file__).with_name("templates"))
_TEMPLATES = Environment(loader=FileSystemLoader(_FOLDERS), autoescape=True)
_TEMPLATES.filters["lines"] = lambda text: Markup("<br/>").join(escape(line) for line in text.split("\n"))
_WORDS = {"source": "来源：", "editor": "责任编辑：", "rights": "版权所有", "home": "首页", "hot": "热门文章"}
_HTML = "text/html; charset=utf-8"
_EDITORS = ("周清和", "沈若兰", "罗启平", "石青野", "温念慈", "柏松年")
_INLINE = ("（完）", "（本报记者", "（记者")  # stand behind the last sentence, not below it
_NOTICE = "<!DOCTYPE html><title>提示信息</title><h1>您访问的文章不存在或已被删除</h1><p>请核对网址，或返回首页。</p>"


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


@dataclass(frozen=True)
class Shown:
    """An article as the templates take it."""

    house: House
    number: int
    title: str
    published: datetime
    shown_time: str
    source: str
    link: str
    path: str
    paragraphs: tuple[str, ...]

    author = None
    encoding = "utf-8"

    @property
    def layout(self) -> str:
        """The name of the template."""
        return self.house.layout

    @property
    def column(self) -> str:
        """The column's name."""
        return "要闻"

    @property
    def editor(self) -> str:
        """The editor's name."""
        return _EDITORS[self.number % len(_EDITORS)]

    @property
    def keywords(self) -> Sequence[str]:
        """Its keywords."""
        return (self.house.publisher, self.column)

    @cached_property
    def content_id(self) -> str:
        """The number of the CMS; in its newest kind a day and a hash."""
        return "".join(self.path.split("/")[-3:-1]) if self.layout == "g5" else self.path.split("_")[-1].split(".")[0]

    @property
    def tracking_number(self) -> str:
        """42 digits, as Xinhua's CMS writes them."""
        return f"01002003030{'0' * 14}1110000{self.content_id}"


class Sites:
    """The sites of a history. `bases` has the address of each house's site, without a slash at the end."""

    def __init__(self, history: History, bases: Mapping[str, str]) -> None:
        self.history, self.bases = history, bases
        self._by_path: dict[tuple[str, str], Article] = {}
        self._by_house: dict[str, list[Article]] = defaultdict(list)
        for article in history.shown:
            self._by_house[article.house].append(article)
            for day in (0, history.days):
                self._by_path[article.house, article.path_on(day)] = article

    def answer(self, house: str, path: str, day: int) -> Answer:  # noqa: PLR0911 - one for each kind of page
        """The answer of a house's site to a request for a path, on a day."""
        midnight = moment_of(day, 0).replace(tzinfo=BEIJING)
        if path == "/robots.txt":
            return Answer(200, "text/plain; charset=utf-8", b"User-agent: *\nDisallow: /private/\n", midnight)
        if path == "/":
            return Answer(200, _HTML, self._render_front(BY_NAME[house], day), midnight)
        if path == "/sitemap.xml":
            return Answer(200, "application/xml; charset=utf-8", self._make_sitemap(house, day).encode(), midnight)
        article = self._by_path.get((house, path))
        if article is None or day < article.day:
            return self._miss("404", house, midnight)
        if state := article.state_on(day):
            return self._miss(state, house, midnight)
        if article.path_on(day) != path:
            return Answer(301, _HTML, b"", midnight, article.path_on(day))
        return Answer(200, _HTML, self.render(article, day), midnight)

    def _miss(self, how: str, house: str, midnight: datetime) -> Answer:
        if how == "redirect":
            return Answer(302, _HTML, b"", midnight, "/")
        if how == "notice":
            return Answer(200, _HTML, _NOTICE.encode(), midnight)
        body = _TEMPLATES.get_template("missing.html").render(site=BY_NAME[house].publisher)
        return Answer(int(how), _HTML, body.encode(), midnight)

    def render(self, article: Article, day: int) -> bytes:
        """The page of an article, as its site shows it on a day."""
        house = BY_NAME[article.house]
        story = self._show(article, day)
        young = [a for a in self._listed(article.house, day, 14) if a is not article][: 6 + day % 3]
        return self._render(
            "g4.html" if house.layout == "g5" else f"{house.layout}.html",
            house,
            story=story,
            part=story.paragraphs,
            number=1,
            pages=[story.path],
            pictures=(),
            first_picture=1,
            others=[self._show(other, day) for other in young],
            columns=[("首页", "/")],
            slug=article.column,
        )

    def _render_front(self, house: House, day: int) -> bytes:
        shown = [self._show(article, day) for article in self._listed(house.name, day, FRONT_DAYS)]
        return self._render("front.html", house, shown=shown)

    def _render(self, template: str, house: House, **values: object) -> bytes:
        to = _converter(house.config).convert if house.config else str
        html = _TEMPLATES.get_template(template).render(
            site=to(house.publisher),
            base=self.bases[house.name],
            language="zh-Hant" if house.config else "zh-Hans",
            words={name: to(word) for name, word in _WORDS.items()},
            **values,
        )
        return html.encode()

    def _listed(self, house: str, day: int, days: int) -> list[Article]:
        """The articles that a house's lists have named for some days, and that are there; the newest first."""
        found = [a for a in self._by_house[house] if day - days < a.listed <= day and not a.state_on(day)]
        return sorted(found, key=lambda a: (a.listed, a.key), reverse=True)

    def _make_sitemap(self, house: str, day: int) -> str:
        rows = "\n".join(
            f"<url><loc>{self.bases[house]}{a.path_on(day)}</loc><lastmod>{date_of(day)}</lastmod></url>"
            for a in self._listed(house, day, FRONT_DAYS)
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        return f"{head}\n{rows}\n</urlset>\n"

    @cache  # noqa: B019 - as long as the sites are there, they are asked again each day
    def _show_version(self, key: int, since: int, path: str) -> Shown:
        article = self.history.articles[key]
        house, version = BY_NAME[article.house], article.version_on(since)
        to = _converter(house.config).convert if house.config else str
        paragraphs = ["".join(sentence.words for sentence in paragraph) for paragraph in version.body]
        paragraphs[0] = version.head + paragraphs[0]
        for line in version.tail:
            if line.startswith(_INLINE):
                paragraphs[-1] += line
            else:
                paragraphs.append(line)
        linked = self.history.articles[version.link] if version.link else None
        clock = {"paper": " %H:%M", "portal": " %H:%M:%S"}.get(house.layout, "") if version.has_clock else ""
        return Shown(
            house,
            key,
            to(version.title),
            version.published,
            version.published.strftime(("%Y年%m月%d日" if house.layout == "paper" else "%Y-%m-%d") + clock),
            to(version.source or ""),
            f"{self.bases[linked.house]}{linked.first_path}" if linked else "",
            path,
            tuple(map(to, paragraphs)),
        )

    def _show(self, article: Article, day: int) -> Shown:
        since = next(since for since, _ in reversed(article.versions) if since <= day)
        return self._show_version(article.key, since, article.path_on(day))
