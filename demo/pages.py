"""The answers of the demo site to requests: a path in, an answer out, always the same for the same day and address."""

import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from demo.content import COLUMNS, NODES, Story, load_stories

NAME = "中国清淀官网"
PAGE_SIZE = 10
BEIJING = timezone(timedelta(hours=8))
DAY2 = datetime(2026, 11, 4, 8, tzinfo=BEIJING)  # when the second day's edits were made
NEW_CMS = "新闻"  # the column whose list is a data file
DATA_FILE = "a6d618872de143bdafa2556915a7ae12"
_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True)
_TEMPLATES.filters["lines"] = lambda text: Markup("<br/>").join(escape(line) for line in text.split("\n"))
_NAVIGATION = [("首页", "/"), ("要闻", "/yaowen/index.htm"), (NEW_CMS, "/xinwen/index.html")] + [
    (name, f"/list/{node}.htm") for name, node in NODES.items()
]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: status, media type with charset, body, when it was last changed, and where a redirect leads."""

    status: int
    media_type: str
    body: bytes
    modified: datetime
    location: str = ""


def make_answer(address: str, base: str, day: int) -> Answer:
    """Make the answer for a path with its query, on a day. `base` is the site's address, for absolute links."""
    parts = urlsplit(address)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    shown = load_stories(day)
    newest = max(map(_find_change_time, shown))
    found = _make_file(parts.path, query, shown, base) or _make_listing(parts.path, shown, base)
    if found:
        media_type, body = found
        return Answer(200, media_type, body, newest)
    return _make_article(parts.path, query, shown, base) or _make_missing(newest)


def _make_file(path: str, query: dict[str, str], shown: Sequence[Story], base: str) -> tuple[str, bytes] | None:
    """Make what is not a page, as media type and body: robots.txt, sitemap, list API, data file, pictures."""
    if path == "/robots.txt":
        return (
            "text/plain; charset=utf-8",
            f"User-agent: *\nDisallow: /private/\n\nSitemap: {base}/sitemap.xml\n".encode(),
        )
    if path == "/sitemap.xml":
        return "application/xml; charset=utf-8", _make_sitemap(shown, base).encode()
    if path == "/nodeart/page":
        return _make_node_page(shown, base, query)
    if path == f"/xinwen/ds_{DATA_FILE}.json":
        return "application/json; charset=utf-8", _make_data_file(shown).encode()
    return ("image/png", _make_picture(path)) if re.fullmatch(r"/[\w/-]+\.jpg", path) else None


def _find_change_time(story: Story) -> datetime:
    return DAY2 if story.changed else story.published.replace(tzinfo=BEIJING)


def _make_article(path: str, query: dict[str, str], shown: Sequence[Story], base: str) -> Answer | None:
    for story in shown:
        for number in range(1, len(story.parts) + 1):
            requested = f"{path}?page={query['page']}" if query.get("page", "1") != "1" else path
            if story.path_of(number) == requested:
                return Answer(
                    200,
                    f"text/html; charset={story.encoding}",
                    _render(story, number, shown, base),
                    _find_change_time(story),
                )
    return None


def _render(story: Story, number: int, shown: Sequence[Story], base: str) -> bytes:
    is_picture_story = len(story.pictures) > 3
    place = shown.index(story)
    pictures = story.pictures[number - 1 : number] if is_picture_story else story.pictures
    html = _TEMPLATES.get_template("g4.html" if story.layout == "g5" else f"{story.layout}.html").render(
        story=story,
        part=story.parts[number - 1],
        number=number,
        pages=[story.path_of(n) for n in range(1, len(story.parts) + 1)],
        pictures=pictures if is_picture_story or number == 1 else (),
        first_picture=number if is_picture_story else 1,
        others=[shown[(place + step) % len(shown)] for step in (1, 2, 5, 8, 13, 21)],
        columns=_NAVIGATION,
        slug=COLUMNS.get(story.column, "tongzhi"),
        site=NAME,
        base=base,
    )
    return html.encode("gb18030" if story.encoding == "gb2312" else "utf-8")


def _make_listing(path: str, shown: Sequence[Story], base: str) -> tuple[str, bytes] | None:
    """Make a list page: the front page, numbered pages, one that the list API continues, one with a data file."""
    old = [story for story in shown if story.layout in ("x", "g3", "g4") and story.column not in NODES]
    new = [story for story in shown if story.layout == "g5"]
    if path == "/":
        return _make_list_page("首页", shown[:PAGE_SIZE], base)
    if numbered := re.fullmatch(r"/yaowen/index(?:_(\d{1,3}))?\.htm", path):
        number = int(numbered[1] or 1)
        rows = old[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        following = f"/yaowen/index_{number + 1}.htm" if number * PAGE_SIZE < len(old) else None
        return _make_list_page("要闻", rows, base, next_page=following) if rows else None
    if path == "/xinwen/index.html":
        return _make_list_page(NEW_CMS, new[:3], base, data_file=DATA_FILE)
    for name, node in NODES.items():
        if path == f"/list/{node}.htm":
            return _make_list_page(name, [story for story in shown if story.column == name][:3], base, node=node)
    return None


def _make_list_page(name: str, shown: Sequence[Story], base: str, **parts: object) -> tuple[str, bytes]:
    html = _TEMPLATES.get_template("list.html").render(
        name=name, shown=shown, base=base, columns=_NAVIGATION, site=NAME, **parts
    )
    return "text/html; charset=utf-8", html.encode()


def _make_node_page(shown: Sequence[Story], base: str, query: dict[str, str]) -> tuple[str, bytes]:
    """Make an answer of the list API of the old CMS: JSON, or JSONP where a callback is named."""
    name = next((name for name, node in NODES.items() if str(node) == query.get("nid")), None)
    stories_of = [story for story in shown if story.column == name and story.layout != "g5"]
    number, count = int(query.get("pgnum", 1)), min(200, int(query.get("cnt", PAGE_SIZE)))
    rows: list[dict[str, object]] = [
        {
            "DocID": story.content_id,
            "Title": story.title,
            "LinkUrl": base + story.path,
            "PubTime": f"{story.published:%Y-%m-%d %H:%M:%S}",
            "SourceName": story.source,
            "Author": story.author or "",
            "Abstract": story.parts[0][0][:60],
            "IntroTitle": None,
            "PicLinks": "",
            "allPics": [],
            "Attr": 63,
        }
        for story in stories_of[(number - 1) * count : number * count]
    ]
    reply = json.dumps(
        {"status": 0 if rows else -1, "totalnum": len(stories_of), "data": {"list": rows}}, ensure_ascii=False
    )
    callback = query.get("callback", "")
    if re.fullmatch(r"[\w$.]{1,60}", callback):
        return "application/javascript; charset=utf-8", f"{callback}({reply})".encode()
    return "application/json; charset=utf-8", reply.encode()


def _make_data_file(shown: Sequence[Story]) -> str:
    """Make the data file of a list of the new CMS: all its articles, with addresses relative to the file."""
    rows = [
        {
            "contentId": story.content_id,
            "contentType": "MultiMedia",
            "title": story.title,
            "showTitle": story.title,
            "publishUrl": f"..{story.path}",
            "publishTime": f"{story.published:%Y-%m-%d %H:%M:%S}",
            "author": story.author or "",
            "sourceText": story.source,
            "keywords": "-".join(story.keywords),
            "summary": story.parts[0][0][:60],
            "titleImages": [],
            "shareImages": [],
            "linkUrls": [],
        }
        for story in shown
        if story.layout == "g5"
    ]
    return json.dumps({"categoryName": NEW_CMS, "datasource": rows}, ensure_ascii=False)


def _make_sitemap(shown: Sequence[Story], base: str) -> str:
    rows = "\n".join(
        f"<url><loc>{base}{story.path}</loc><lastmod>{_find_change_time(story):%Y-%m-%d}</lastmod></url>"
        for story in shown
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f"{head}\n{rows}\n</urlset>\n"


def _make_missing(newest: datetime) -> Answer:
    return Answer(
        404, "text/html; charset=utf-8", _TEMPLATES.get_template("missing.html").render(site=NAME).encode(), newest
    )


def _make_picture(path: str, width: int = 320, height: int = 200) -> bytes:
    """Make a PNG of one colour, which depends on the path."""
    colour = zlib.crc32(path.encode()).to_bytes(4, "big")[:3]
    rows = zlib.compress((b"\0" + colour * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_make_chunk, (b"IHDR", b"IDAT", b"IEND"), (header, rows, b"")))


def _make_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
