"""Lists in JSON, imitated: the rows stand where the source says that they do."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

from scrapers.site import Site
from scrapers.sources import JsonList
from tests.helpers.families.imitation import Notice
from tests.helpers.imitated.answers import CURSOR, JSON, SCRIPT, Answers, dump, find_following, moment_of
from tests.helpers.imitated.expressions import merge, put

STAMPED = ("ctime", "publicTime", "publishDate")  # what rows call a time in milliseconds since 1970
_FIELD = re.compile(r"\{([^{}]+)\}")


def imitate_json(site: Site, source: JsonList, url: str, notices: list[Notice]) -> tuple[Answers, list[str]]:
    rows = [_make_row(site, source, notice, number) for number, notice in enumerate(notices)]
    named = [row[1] for row in rows]
    first, second = [row[0] for row in rows[:-1]], [row[0] for row in rows[-1:]]
    following = find_following(source, url)
    groups = [(url, first, 1), (following, second, 2)] if following else [(url, first + second, 1)]
    found = {}
    for address, group, number in groups:
        answer = put(source.rows, group) if source.rows else {"status": 0, "data": {"list": group}}
        if source.cursor and number == 1:
            answer = merge(answer, put(source.cursor, CURSOR))
        found[_post(source, address, number)] = _wrap(url, answer)
    if source.page_parameter and not source.cursor:  # others answer 404 behind the last page
        third = find_following(source, url, 3)
        found[_post(source, third, 3)] = _wrap(url, put(source.rows, []) if source.rows else {"data": {"list": []}})
    return found, named


def _make_row(site: Site, source: JsonList, notice: Notice, number: int) -> tuple[object, str]:
    """A row of a list in JSON, and the address of its article."""
    row: object = {"title": notice.title}
    address = notice.path
    if source.article:
        pieces = _FIELD.split(source.article)  # every second one is the name of a field
        form = "".join("([^/?&=]+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
        fits = re.fullmatch(form, address)
        made = fits.groups() if fits else [f"{40000 + number + 100 * at}" for at in range(len(pieces) // 2)]
        values = dict(zip(pieces[1::2], made, strict=True))
        address = _FIELD.sub(lambda found: values[found[1]], source.article)
        for name, value in values.items():
            row = merge(row, put(name, int(value) if value.isdigit() and value[0] != "0" else value))
    else:
        row = merge(row, put(source.link or "LinkUrl", address))
    if source.day:
        last = source.day.rpartition(".")[2]
        moment = moment_of(site, notice.day)
        row = merge(
            row, put(source.day, int(moment.timestamp() * 1000) if last in STAMPED else f"{notice.day} 09:30:00")
        )
    return row, address


def _wrap(url: str, answer: object) -> tuple[str, bytes]:
    if "callback=" in url or url.endswith("jsonp"):
        name = dict(parse_qsl(urlsplit(url).query)).get("callback", "list")
        return SCRIPT, f"{name}({json.dumps(answer, ensure_ascii=False)})".encode()
    return JSON, dump(answer)


def _post(source: JsonList, url: str, page: int) -> str:
    """An address with what is posted to it for a page."""
    declared = source.form if source.json is None else source.json
    if declared is None:
        return url
    values = dict(declared)
    if page > 1:
        values[source.page_parameter] = int(str(values[source.page_parameter])) + (page - 1) * source.step
    if source.json is None:
        values = {name: str(value) for name, value in values.items()}
    return f"{url}#{'form' if source.json is None else 'json'}={json.dumps(values, sort_keys=True)}"
