"""Lists of rows: their columns, links from titles to articles, months and years as facets."""

from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.facets import Facet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args
from markupsafe import Markup

from datasette_config import NAME

# The columns of a list. Texts are left out: fifty of them would make a page of megabytes.
_LISTED = {
    f"/{NAME}/articles": ("title", "published_at", "source_name", "editor", "section", "site", "characters", "state"),
    f"/{NAME}/revisions": ("article_id", "number", "fetched_at", "title", "extractor", "warc_file", "warc_offset"),
    f"/{NAME}/runs": (
        "command",
        "site",
        "started_at",
        "ended_at",
        "reason",
        "fetched",
        "new",
        "edited",
        "unchanged",
        "refused",
        "failed",
    ),
}
_PLAIN = ("_sort", "_sort_desc", "_next", "_size", "_lang", "_col", "_nocol")


@hookimpl
def asgi_wrapper() -> Any:
    return _add_columns


def _add_columns(app: Any) -> Any:
    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        columns = _LISTED.get(scope.get("path", ""))
        query = scope.get("query_string", b"")
        if columns and b"_col=" not in query and b"_nocol=" not in query:
            added = [f"_col={column}" for column in columns]
            filtered = any(name not in _PLAIN for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
            if filtered and "articles" in scope["path"] and b"_facet_month=" not in query:
                added.append("_facet_month=published_at")
            scope = {**scope, "query_string": b"&".join(filter(None, (query, "&".join(added).encode())))}
        await app(scope, receive, send)

    return wrapped


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Link titles in a list of articles to the article, and show times without seconds."""
    if table == "articles" and column == "title" and value and "id" in row.keys():  # noqa: SIM118 - an sqlite3.Row
        return Markup('<a href="{}">{}</a>').format(datasette.urls.row(NAME, "articles", str(row["id"])), value)
    if table == "articles" and column == "published_at" and value:
        return Markup('<time datetime="{}">{}</time>').format(value, value[:16].replace("T", " "))
    return None


@hookimpl
def register_facet_classes() -> list[type[Facet]]:
    return [MonthFacet, YearFacet]


class MonthFacet(Facet):  # type: ignore[misc] # Datasette carries no types
    """`?_facet_month=column`: how many rows there are of each month, with a link to these rows."""

    type, length = "month", 7

    async def suggest(self) -> list[Any]:
        """Suggest nothing."""
        return []

    async def facet_results(self) -> tuple[list[Any], list[Any]]:
        """Count for each requested column; returns the results, and the columns that took too long."""
        found, slow = [], []
        for config in self.get_configs():
            column = config["config"].get("column") or config["config"]["simple"]
            period = f"substr({escape_sqlite(column)}, 1, {self.length})"
            sql = f"""
                SELECT {period} AS value, count(*) AS count FROM ({self.sql}) WHERE value IS NOT NULL
                GROUP BY value ORDER BY value DESC LIMIT 600
            """  # noqa: S608 - the column's name is escaped
            try:
                counted = await self.ds.execute(
                    self.database, sql, self.params, custom_time_limit=self.ds.setting("facet_time_limit_ms")
                )
            except Exception as error:
                if type(error).__name__ != "QueryInterrupted":
                    raise
                slow.append(column)
                continue
            values = [self._value(column, row["value"], row["count"]) for row in counted.rows]
            toggle = path_with_removed_args(self.request, {f"_facet_{self.type}": column})
            found.append(
                {
                    "name": column,
                    "type": self.type,
                    "results": values,
                    "truncated": False,
                    "hideable": config["source"] != "metadata",
                    "toggle_url": self.ds.absolute_url(self.request, toggle),
                }
            )
        return found, slow

    def _value(self, column: str, value: str, count: int) -> dict[str, Any]:
        narrowed = {f"{column}__startswith": value}
        selected = value in self.request.args.getlist(f"{column}__startswith")
        change = path_with_removed_args if selected else path_with_added_args
        path = change(self.request, narrowed)
        url = self.ds.absolute_url(self.request, path)
        return {
            "value": value,
            "label": value,
            "count": count,
            "toggle_url": url,
            "selected": selected,
            "pair": (value, count),
        }


class YearFacet(MonthFacet):
    """`?_facet_year=column`: the same for years."""

    type, length = "year", 4
