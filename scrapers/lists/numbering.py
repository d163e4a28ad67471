"""The numbered pages of a list: the address of the page after one."""

import json
import re
from urllib.parse import parse_qs, parse_qsl, urljoin, urlsplit

from w3lib.url import add_or_replace_parameter

from scrapers.sources import PAGE_FIELD, Numbered, make_post_address, split_post_address

_TOKEN = "__page__"  # noqa: S105 - stands for the number while an address is joined; no address has it
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character, which JSON can hold and no address
_MOST_PAGES = 100_000


def find_following(source: Numbered, address: str, total: int | None = None, cursor: object = None) -> str | None:
    """The address of the page after `address`; None where there is none, or the source has no numbers.

    `total` is the number of pages that the list says it has, `cursor` the value that it gives for the next one.
    """
    if source.next:
        return _count_up_in_path(source, address, total)
    if source.page_parameter:
        return _replace_parameter(source, address, total, cursor)
    return None


def _count_up_in_path(source: Numbered, address: str, total: int | None) -> str | None:
    """A page by its address: index.html, index_1.html, index_2.html ..."""
    url = split_post_address(address)[0]
    template = urljoin(url, PAGE_FIELD.sub(_TOKEN, source.next))
    found = re.fullmatch(re.escape(template).replace(_TOKEN, r"(\d{1,9})"), url)
    number = int(found[1]) + source.step if found else source.page
    # The pages of TRS count from 0 (index.html, index_1.html), others from 1: `page` is the second one's number.
    if number > _MOST_PAGES or (total is not None and number - source.page >= (total - 1) * source.step):
        return None
    width = PAGE_FIELD.search(source.next)
    return template.replace(_TOKEN, format(number, (width and width[1]) or ""))


def _replace_parameter(source: Numbered, address: str, total: int | None, cursor: object) -> str | None:
    url, form, body = split_post_address(address)
    name = source.page_parameter
    if form == "json":
        values = json.loads(body)
        following = _step(source, values.get(name), total, cursor)
        return None if following is None else make_post_address(url, form, {**values, name: following})
    if form == "form":
        fields = dict(parse_qsl(body, keep_blank_values=True))
        following = _step(source, fields.get(name), total, cursor)
        return None if following is None else make_post_address(url, form, {**fields, name: following})
    following = _step(source, parse_qs(urlsplit(url).query).get(name, [None])[0], total, cursor)
    return None if following is None else add_or_replace_parameter(url, name, str(following))


def _step(source: Numbered, value: object, total: int | None, cursor: object) -> object:
    """The value of the parameter for the next page; None where the list ends."""
    if getattr(source, "cursor", ""):
        is_usable = isinstance(cursor, str | int) and cursor not in ("", 0, value)
        return cursor if is_usable and not _SURROGATE.search(str(cursor)) else None
    if value is None:  # the first page needs no number
        return source.page
    if not re.fullmatch(r"\d{1,9}", str(value)):
        return None
    number = int(str(value)) + source.step
    if number > _MOST_PAGES * source.step or (source.step == 1 and total is not None and number > total):
        return None
    return str(number) if isinstance(value, str) else number  # as it was
