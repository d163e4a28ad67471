"""Months and years as facets of a list."""

from typing import Any

from datasette import hookimpl
from datasette.facets import Facet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args

from datasette_config.lists import is_covered

_PLAIN = ("_sort", "_sort_desc", "_size", "_lang", "_view", "_col", "_nocol")  # they narrow nothing


@hookimpl
def register_facet_classes() -> list[type[Facet]]:
    return [MonthFacet, YearFacet]


class MonthFacet(Facet):  # type: ignore[misc] # Datasette carries no types
    """`?_facet_month=column`: how many rows there are of each month, with a link to these rows."""

    type, length = "month", 7

    async def suggest(self) -> list[Any]:
        """Suggest nothing."""
        return []

    def get_configs(self) -> list[dict[str, Any]]:
        """The columns to count: those requested; a narrowed list of articles has a chart of its months anyway."""
        configs: list[dict[str, Any]] = super().get_configs()
        args, is_file = self.request.args, self.request.url_vars["format"]
        if configs or self.type != "month" or self.table != "articles" or is_file or "_next" in args:
            return configs
        if all(name in _PLAIN for name in args):
            return []
        return [{"source": "request", "config": {"simple": "published_at"}}]

    async def facet_results(self) -> tuple[list[Any], list[Any]]:
        """Count for each column; returns the results, and the columns that took too long."""
        found, slow = [], []
        for config in self.get_configs():
            column = config["config"].get("column") or config["config"]["simple"]
            period = f"substr({escape_sqlite(column)}, 1, {self.length})"
            sql = f"""
                SELECT {period} AS value, count(*) AS count FROM ({self._choose_index()}) WHERE value IS NOT NULL
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

    def _choose_index(self) -> str:
        """The statement of the rows, by the index that has all columns of the conditions, if it has them."""
        if not is_covered(self.table, self.request.args):
            return str(self.sql)
        return str(self.sql).replace(" from articles ", " from articles indexed by articles_facets ", 1)

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
