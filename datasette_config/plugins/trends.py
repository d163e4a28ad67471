"""Attention over time: the page /archive/trends, and its numbers as CSV and JSON."""

import re
import sqlite3
from collections.abc import Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

from datasette import Response, hookimpl
from datasette.utils.asgi import AsgiStream, BadRequest

from cundang.search.trends import STEPS, Period
from cundang.text.fold import CJK
from datasette_config import NAME
from datasette_config.asking import list_arguments
from datasette_config.curves import MOST_DOTS, draw_curves
from datasette_config.language import Words, get_language
from datasette_config.reading import read, render_page
from datasette_config.scales import shorten
from datasette_config.trends import (
    COLUMNS,
    MOST_QUERIES,
    Curve,
    Trends,
    list_rows,
    measure_percent,
    read_trends,
    say_percent,
    say_period,
)
from exchange.row_formats import format_header, format_rows

CHUNK = 1_000  # rows of a file that are formatted at a time
_MOST_PERIODS = 100_000  # of a query in a file: days of 270 years
_FORMS = {"csv": "csv", "excel.csv": "spreadsheet"}
_LONGEST_NAME = 60  # characters of the name of a file
_CJK = re.compile(f"[{CJK}]")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (rf"^/{NAME}/trends$", show_trends),
        (rf"^/{NAME}/trends\.json$", send_json),
        (rf"^/{NAME}/trends\.(?P<form>{'|'.join(map(re.escape, _FORMS))})$", send_csv),
    ]


async def show_trends(datasette: Any, request: Any) -> Any:
    """Show the curves of an address; what of it could not be used is told, with status 400."""
    t = Words(get_language(request))
    try:
        trends = await read(datasette, lambda connection: read_trends(connection, request.args))
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return await render_page(datasette, request, "trends.html", status=503, slow=True)
    view = _View(trends, t)
    # What is in the form itself, and so is not handed on by it.
    kept = [(name, value) for name, value in trends.base.narrowed if name not in ("since", "until")]
    context = {"trends": trends, "view": view, "kept": kept, "steps": [*STEPS], "most": MOST_QUERIES}
    context |= {"chart": view.draw() if trends.found else None, "dotted": len(trends.periods) <= MOST_DOTS}
    return await render_page(datasette, request, "trends.html", status=400 if trends.wrong else 200, **context)


async def send_csv(datasette: Any, request: Any) -> Any:
    """Send the counts as CSV, of COLUMNS: in the steps that were asked for, however many."""
    trends = await _read_whole(datasette, request)
    if trends.wrong:
        raise BadRequest(_explain(trends, Words(get_language(request))))
    form = _FORMS[request.url_vars["form"]]

    async def write(to: Any) -> None:
        await to.write(format_header(COLUMNS, form))
        rows = list_rows(trends)
        while chunk := list(islice(rows, CHUNK)):
            await to.write(format_rows(COLUMNS, chunk, form))

    name = name_file(trends.texts, trends.step)
    disposition = f"attachment; filename=\"trends.csv\"; filename*=UTF-8''{quote(name)}.csv"
    return AsgiStream(write, headers={"content-disposition": disposition}, content_type="text/csv; charset=utf-8")


async def send_json(datasette: Any, request: Any) -> Any:
    """Send the counts as JSON: a list of periods for each query."""
    trends = await _read_whole(datasette, request)
    if trends.wrong:
        return Response.json({"ok": False, "error": _explain(trends, Words(get_language(request)))}, status=400)
    everything = {"articles": trends.everything.total, "undated": trends.everything.undated}
    curves = [
        {
            "query": curve.query.text,
            "articles": curve.days.total,
            "undated": curve.days.undated,
            "periods": [dict(zip(COLUMNS[2:], row[2:], strict=True)) for row in list_rows(trends, [curve]) if row[2]],
        }
        for curve in trends.curves
    ]
    narrowed = [list(pair) for pair in trends.base.narrowed]
    return Response.json({"by": trends.step, "narrowed": narrowed, "all": everything, "queries": curves})


def name_file(texts: Sequence[str], step: str) -> str:
    """Name a file by its queries, in characters that a file may have on any system.

    >>> name_file(["湿地 -公园", 'site:"a/b"'], "month")
    'trends-湿地-公园-site-a-b-month'
    """
    words = re.sub(r"[^\w]{1,500}", "-", "-".join(texts)).strip("-_")[:_LONGEST_NAME]
    return "-".join(filter(None, ("trends", words, step)))


async def _read_whole(datasette: Any, request: Any) -> Trends:
    found: Trends = await read(datasette, lambda connection: read_trends(connection, request.args, _MOST_PERIODS))
    return found


def _explain(trends: Trends, t: Words) -> str:
    return " ".join(t(key, **values) for key, values in trends.wrong)


class _View:
    """The curves as the template tells them, in the reader's language."""

    def __init__(self, trends: Trends, t: Words) -> None:
        self.trends = trends
        self.t = t

    def draw(self) -> Any:
        """Draw the curves that have a point above zero, as counts or as shares."""
        trends = self.trends
        curves = [
            [self.measure(count, whole) for count, whole in zip(curve.counts, trends.totals, strict=True)]
            for curve in trends.found
        ]
        return draw_curves(trends.periods, curves, trends.totals, "%" if trends.is_share else "")

    def measure(self, count: int, whole: int) -> float | None:
        """The value that is drawn."""
        return measure_percent(count, whole) if self.trends.is_share else count

    def say(self, count: int, whole: int) -> str:
        """A value in words."""
        return say_percent(measure_percent(count, whole)) if self.trends.is_share else self.t.number(count)

    def say_period(self, period: Period) -> str:
        """A period in words."""
        return say_period(self.t, period, self.trends.step)

    def say_peak(self, curve: Curve) -> str:
        """When a query found most, and how many."""
        most = max(curve.counts)
        return self.t("trends_peak", n=most, period=self.say_period(self.trends.periods[curve.counts.index(most)]))

    def name(self, curve: Curve) -> str:
        """What a curve is called."""
        return curve.query.text or self.t("all_articles")

    def shorten(self, curve: Curve) -> str:
        """The same, as there is room for it beside its line."""
        return shorten(self.name(curve), 16)

    def language(self, curve: Curve) -> str:
        """The value of `lang` of a curve's name, where that is known: Chinese."""
        return "zh" if _CJK.search(curve.query.text) else ""

    def search(self, curve: Curve, period: Period | None = None) -> str:
        """The address of the articles of a curve, below the root of the server; of a period where one is given."""
        arguments = list_arguments(curve.query)
        if period:
            arguments = [pair for pair in arguments if pair[0] not in ("since", "until")]
            arguments += [("since", period.first.isoformat()), ("until", period.last.isoformat())]
        return f"/{NAME}/search?{urlencode(arguments)}"

    def arguments(self, without: tuple[str, str] | None = None, **changes: str | None) -> str:
        """The arguments of this page with changes (one of None is left out), without one that narrows."""
        trends = self.trends
        own: dict[str, str | None] = {"by": trends.by or None, "share": "1" if trends.is_share else None, **changes}
        pairs = [("q", text) for text in trends.texts]
        pairs += [pair for pair in trends.base.narrowed if pair[0] not in own and pair != without]
        return urlencode([*pairs, *((name, value) for name, value in own.items() if value)])
