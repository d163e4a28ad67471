"""The articles of the demo site: read from articles/*.toml, with the ids and addresses that the CMS would give them."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).with_name("articles")
COLUMNS = {"要闻": "yaowen", "民生": "minsheng", "生态": "shengtai", "教育": "jiaoyu", "文化": "wenhua"}
# Node ids of the columns that only the list API names.
NODES = {"公示公告": 11171068, "最新文件": 11171072, "解读": 11171073, "计划规划": 11171069}
G5_SINCE = 2024  # older articles of the new CMS have the page layout of the CMS before it
FIRST_ID = {"x": 1210100000, "g3": 1125300000, "g4": 1129970000}
CATALOGUES = {"x": "02002004010", "g3": "01002003030", "g4": "01003009090"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article: its file name and its caption."""

    file: str
    caption: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article, as the site shows it on one day. `parts` are its pages, each a tuple of paragraphs."""

    layout: str
    number: int
    title: str
    published: datetime
    column: str
    source: str
    author: str | None
    editor: str
    keywords: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    pictures: tuple[Picture, ...]
    encoding: str
    changed: bool

    @property
    def content_id(self) -> str:
        """Ten digits; nine for the pages of 2018, as the real site has them; a hash in the new CMS."""
        if self.layout == "g5":
            return f"{self.published:%Y%m%d}{hashlib.md5(self.title.encode(), usedforsecurity=False).hexdigest()}"
        if self.layout == "x" and self.published.year == 2018:
            return str(129850000 + self.number * 37)
        return str(FIRST_ID[self.layout] + self.number * 1237)

    @property
    def tracking_number(self) -> str:
        """42 digits; an id of nine is padded with a 1."""
        return f"{CATALOGUES[self.layout]}{'0' * 14}1110000{self.content_id.ljust(10, '1')}"

    @property
    def path(self) -> str:
        """The path of the article's first page."""
        if self.layout == "g5":
            return f"/{self.content_id[:8]}/{self.content_id[8:]}/c.html"
        column = "" if self.layout == "x" else f"/{COLUMNS.get(self.column, 'tongzhi')}"
        return f"{column}/{self.published:%Y-%m/%d}/c_{self.content_id}.htm"

    def path_of(self, part: int) -> str:
        """The path of the page of this number, from 1."""
        if part == 1:
            return self.path
        return f"{self.path}?page={part}" if self.layout == "g5" else self.path.replace(".htm", f"_{part}.htm")


@cache
def load_stories(day: int) -> tuple[Story, ...]:
    """Load the articles that the site shows on a day (1 or 2), newest first."""
    found = [story for layout in ("x", "g3", "g5") for story in _read(layout, day)]
    return tuple(sorted(found, key=lambda story: story.published, reverse=True))


def _read(file: str, day: int) -> list[Story]:
    table = tomllib.loads((ARTICLES / f"{file}.toml").read_text(encoding="utf-8"))
    found = []
    for number, article in enumerate(table["article"], 1):
        later = article.get("day2", {})
        if later.get("new" if day < 2 else "gone"):
            continue
        edited = day >= 2 and not later.keys() <= {"new"}
        found.append(_make_story(file, number, {**article, **later} if edited else article, edited))
    return found


def _make_story(file: str, number: int, article: dict[str, Any], changed: bool) -> Story:
    published: datetime = article["published"]
    layout = "g4" if file == "g5" and published.year < G5_SINCE else file
    pictures = tuple(Picture(**picture) for picture in article.get("images", ()))
    paragraphs = [p.strip() for p in article["text"].strip().split("\n\n")]
    parts: list[list[str]] = [[]]
    for paragraph in paragraphs:
        if paragraph == "---":
            parts.append([])
        else:
            parts[-1].append(paragraph)
    if len(pictures) > 3:  # a picture story: one page for each picture, with its caption as the text
        parts += [[picture.caption] for picture in pictures[1:]]
        parts[0].append(pictures[0].caption)
    return Story(
        layout=layout,
        number=number,
        title=article["title"],
        published=published,
        column=article["column"],
        source=article["source"],
        author=article.get("author"),
        editor=article["editor"],
        keywords=tuple(article.get("keywords", ())),
        parts=tuple(map(tuple, parts)),
        pictures=pictures,
        encoding="gb2312" if article.get("gb2312") else "utf-8",
        changed=changed,
    )
