"""Picture posts of WeChat (小绿书, `item_show_type` 8) and its short texts (10): a page shows neither text nor pictures.

The text stands in the description of the page and in a script, the pictures in a list of the script. Seen in imitations
and in the reports of others, on no stored page. The script is read, and never run.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.extract.script_state import unescape
from pipelines.extract.tree import Element, parse, text_of

_LONGEST = 2_000_000  # characters of a script
_MOST_SHOWN = 5000  # characters of buttons, notices and comments; to look for marks takes a third of parsing the page
_MOST_PICTURES = 100  # WeChat allows 20
_IDS = {"js_image_desc", "js_image_content", "js_text_desc"}
_CLASSES = {"share_content_page", "share_media_swiper"}
_KIND = re.compile(r"item_show_type[\"']?\s{0,9}[:=]\s{0,9}[\"']?(?:8|10)\b")
# A string that is not closed goes on to the end, so that the time is linear.
_STRING = r"(?:JsDecode\(\s{0,9}|htmlDecode\(\s{0,9})?(?P<quote>[\"'])(?P<value>(?:(?!(?P=quote))[^\\]|\\.)*+)"
_TEXT = re.compile(
    rf"(?<![\w$-])(?:desc|msg_desc|content_noencode|(?:Text)?ContentNoEncode)[\"']?\s{{0,9}}[:=]\s{{0,9}}"
    rf"(?:window\.\w{{1,60}} \|\| )?{_STRING}",
    re.DOTALL,
)
_LIST = re.compile(r"picture_?page_?info_?list[\"']?\s{0,9}[:=]\s{0,9}(?:[\"']\s{0,9})?\[", re.IGNORECASE)
_PIECE = re.compile(
    rf"(?P<open>[{{\[])|(?P<close>[}}\]])|(?<![\w$])[\"']?cdn_url[\"']?\s{{0,9}}:\s{{0,9}}{_STRING}[\"']?"
    r"|(?P<other>[\"'])(?:(?!(?P=other))[^\\]|\\.)*+[\"']?",
    re.DOTALL,
)
_TAG = re.compile(r"<(?:a|br|p|div|span|img)\b", re.IGNORECASE)
_SAME = 10  # characters by which the description in a script is that of the page
_DEPTH = 2  # of a picture's own address: in an object of the list; those of its cover and watermark are deeper


_MARKS = ("item_show_type", *sorted(_IDS | _CLASSES))


class PicturePost(NamedTuple):
    """The text of a post and the addresses of its pictures, as the page writes them."""

    text: str
    pictures: tuple[str, ...]


def may_be_post(markup: str, shown: int) -> bool:
    """Whether a page has any mark of a post, and shows as few characters of text (`shown`) as one."""
    return shown <= _MOST_SHOWN and any(mark in markup for mark in _MARKS)


def read_picture_post(tree: Element, description: str) -> PicturePost | None:
    """Read the post that a page carries, given its description in a `meta`; None where it carries none."""
    scripts = [text for script in tree.iter("script") if (text := (script.text or "")[:_LONGEST])]
    if not _is_post(tree, scripts):
        return None
    told = _read_text(description)
    written = [_read_text(found["value"]) for script in scripts for found in _TEXT.finditer(script)]
    same = [text for text in written if not told or _squeeze(text)[:_SAME] == _squeeze(told)[:_SAME]]
    text = max((told, *same), key=len)
    pictures = (address for script in scripts for address in _list_pictures(script))
    return PicturePost(text, tuple(dict.fromkeys(pictures))) if text else None


def _is_post(tree: Element, scripts: list[str]) -> bool:
    """Whether a page is a post, and does not show the text of an article."""
    is_post = any(_KIND.search(script) for script in scripts)
    for element in tree.iter("div", "section", "p", "span", "body"):
        own_id = element.get("id")
        if own_id == "js_content" and text_of(element):
            return False
        is_post = is_post or own_id in _IDS or not _CLASSES.isdisjoint((element.get("class") or "").split())
    return is_post


def _read_text(value: str) -> str:
    """The text of a string, a paragraph a line: its escapes and entities are read, its tags left out."""
    text = html.unescape(html.unescape(unescape(value)))
    if _TAG.search(text):
        lines = re.sub(r"<br ?/?>|</p>|</div>", "\n", text, flags=re.IGNORECASE).split("\n")
        text = "\n".join(text_of(parse(f"<div>{line}</div>")) for line in lines[:1000])
    return "\n\n".join(filter(None, (line.strip() for line in text.splitlines())))


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _list_pictures(script: str) -> Iterator[str]:
    """List the addresses in a script's list of pictures, without those of covers and watermarks."""
    if not (start := _LIST.search(script)):
        return
    depth, found = 1, 0
    for piece in _PIECE.finditer(script, start.end()):
        depth += bool(piece["open"]) - bool(piece["close"])
        if not depth or found == _MOST_PICTURES:
            return
        if piece["value"] and depth == _DEPTH:
            found += 1
            yield html.unescape(unescape(piece["value"]))
