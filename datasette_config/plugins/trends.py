"""Attention over time: the page /archive/trends, and its numbers as files and as JSON."""

import re
import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.utils.asgi import BadRequest

from cundang.search.trends import STEPS, Period
from cundang.text.fold import CJK
from datasette_config import NAME
from datasette_config.asking import list_arguments
from datasette_config.drawing.curves import MOST_DOTS, draw_curves
from datasette_config.drawing.scales import shorten
from datasette_config.files import CHUNK, Rows, choose_columns, make_pattern, send_rows
from datasette_config.language import Words, get_language
from datasette_config.narrowing import read_publishers
from datasette_config.reading import read, render_page
from datasette_config.trends import (
    COLUMNS,
    MOST_POINTS,
    MOST_QUERIES,
    Curve,
    Trends,
    count_trends,
    list_rows,
    measure_percent,
    read_trends,
    say_percent,
    say_period,
)

_MOST_PERIODS = 40_000  # of a query in a file: days of 110 years
_CJK = re.compile(f"[{CJK}]")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (rf"^/{NAME}/trends$", show_trends),
        (rf"^/{NAME}/trends\.json$", send_json),
        (rf"^/{NAME}/trends\.(?P<form>{make_pattern()})$", send_file),
    ]


async def show_trends(datasette: Any, request: Any) -> Any:
    """Show the curves of an address; what of it could not be used is told, with status 400."""
    t = Words(get_language(request))
    trends, publishers = await read(
        datasette, lambda connection: (read_trends(connection, request.args), read_publishers(connection))
    )
    status = 400 if trends.wrong else 200
    if not await _count(datasette, trends):
        trends.told.append(("trends_slow", {}))
        status = 503
    view = _View(trends, t)
    # What is in the form itself, and so is not handed on by it.
    kept = [(name, value) for name, value in trends.base.narrowed if name not in ("since", "until")]
    context = {"trends": trends, "view": view, "kept": kept, "steps": [*STEPS], "most": MOST_QUERIES}
    context |= {
        "publishers": publishers,
        "chart": view.draw() if trends.found else None,
        "dotted": len(trends.periods) <= MOST_DOTS,
    }
    return await render_page(datasette, request, "trends.html", status=status, **context)


async def send_file(datasette: Any, request: Any) -> Any:
    """Send the counts as a file, of the columns that `?column=` names, in the step that was asked for."""
    trends, wrong = await _read_whole(datasette, request)
    if wrong:
        raise BadRequest(wrong)
    columns = choose_columns(request, COLUMNS)
    places = [COLUMNS.index(column) for column in columns]
    rows = [tuple(row[place] for place in places) for row in list_rows(trends)]

    def select(_: sqlite3.Connection, start: int) -> list[tuple[Any, ...]]:
        return rows[start : start + CHUNK]

    words = [*trends.texts, *(value for _, value in trends.base.narrowed), trends.step]
    about = [*(("查询 query", text) for text in trends.texts), *trends.base.narrowed]
    return await send_rows(datasette, words, request.url_vars["form"], Rows(columns, len(rows), select), about)


async def send_json(datasette: Any, request: Any) -> Any:
    """Send the counts as JSON: a list of periods for each query."""
    trends, wrong = await _read_whole(datasette, request)
    if wrong:
        return Response.json({"ok": False, "error": wrong}, status=400)
    names = [column.name for column in COLUMNS[2:]]
    everything = {"articles": trends.everything.total, "undated": trends.everything.undated}
    curves = [
        {
            "query": curve.query.text,
            "articles": curve.days.total,
            "undated": curve.days.undated,
            "periods": [dict(zip(names, row[2:], strict=True)) for row in list_rows(trends, [curve]) if row[2]],
        }
        for curve in trends.curves
    ]
    narrowed = [list(pair) for pair in trends.base.narrowed]
    return Response.json({"by": trends.step, "narrowed": narrowed, "all": everything, "queries": curves})


async def _read_whole(datasette: Any, request: Any) -> tuple[Trends, str]:
    """Count for a file; and what is wrong with it, in the reader's language, or nothing."""
    trends = await read(datasette, lambda connection: read_trends(connection, request.args))
    wrong = [*trends.wrong]
    if not wrong and not await _count(datasette, trends, _MOST_PERIODS):
        wrong = [("trends_slow", {})]
    t = Words(get_language(request))
    return trends, " ".join(t(f"hint_{key}", **values) for key, values in wrong)


async def _count(datasette: Any, trends: Trends, most: int = MOST_POINTS) -> bool:
    """Count what the queries find; whether it was possible in time."""
    try:
        await read(datasette, lambda connection: count_trends(connection, trends, most))
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        trends.curves.clear()
        return False
    return True


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

    def say_ends(self) -> tuple[str, str]:
        """The first period and the last in words; of weeks their days, which are shorter."""
        first, last = self.trends.periods[0], self.trends.periods[-1]
        if self.trends.step == "week":
            return self.t.day(first.first.isoformat()), self.t.day(last.last.isoformat())
        return self.say_period(first), self.say_period(last)

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
