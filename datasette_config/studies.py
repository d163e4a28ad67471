"""Studies: queries with what they show, from studies.toml, and their answers as tables, pictures and files."""

import re
import sqlite3
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from cundang.model.errors import ArchiveError
from cundang.store.data_dictionary import Column as FileColumn
from datasette_config.drawing.pictures import DRAWERS, Form, Picture, draw
from datasette_config.drawing.scales import STEPS
from datasette_config.language import Words, load_strings
from datasette_config.reading import select_rows

SHOWN = 200  # rows of the table on the page
MOST_ROWS = 50_000  # read for a page; a download has all
COLUMN_KINDS = ("text", "number", "percent", "site", "month", "time", "hour", "hours", "days", "value")
PARAMETER_KINDS = ("site", "day", "choice", "article")
_SITES = "SELECT name, coalesce(publisher, name) AS publisher FROM sites ORDER BY name LIMIT 500"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)

Told = Mapping[str, str]  # a text in each language


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named parameter of the SQL. Where nothing is asked for, a choice is its first option, the others are empty."""

    name: str
    kind: str
    label: Told
    options: tuple[tuple[str, Told], ...] = ()

    def check(self, asked: str, sites: Collection[str]) -> str | None:
        """The value to bind for what was asked; None where that is none of this kind."""
        if self.kind == "choice":
            values = [value for value, _ in self.options]
            return values[0] if not asked else asked if asked in values else None
        if not asked:
            return ""
        if self.kind == "site":
            return asked if asked in sites else None
        if self.kind == "article":
            return asked if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
        try:
            return date.fromisoformat(asked).isoformat() if _DAY.fullmatch(asked) else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: how its values are read out, and the column that has the article which they link to."""

    name: str
    kind: str
    label: Told
    link: str = ""


@dataclass(frozen=True, slots=True)
class Omitted:
    """A query for one number: how many things the study leaves out, and what they are."""

    label: Told
    sql: str


@dataclass(frozen=True, slots=True)
class Study:
    """A study. Its columns are those of its SQL, in their order."""

    name: str
    title: Told
    shows: Told
    reads: Told
    limits: Told
    sql: str
    columns: tuple[Column, ...]
    parameters: tuple[Parameter, ...]
    pictures: tuple[tuple[Form, Told], ...]
    omitted: tuple[Omitted, ...]

    @property
    def shown(self) -> list[Column]:
        """The columns of the table: those that links are made of are left out."""
        links = {column.link for column in self.columns}
        return [column for column in self.columns if column.name not in links]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a study found; `is_cut`: there are more than MOST_ROWS."""

    rows: list[dict[str, Any]]
    is_cut: bool
    omitted: list[tuple[Told, int]]


@cache
def load_studies() -> dict[str, Study]:
    """Load the studies by name. Raises ArchiveError, with the entry and what is wrong, for one that is not complete."""
    return parse_studies(Path(__file__).with_name("studies.toml").read_text(encoding="utf-8"))


def parse_studies(text: str) -> dict[str, Study]:
    """Parse studies. Raises as load_studies does."""
    told = tomllib.loads(text)
    studies = {}
    for entry in told["study"]:
        try:
            study = _parse_study(told, entry)
        except KeyError as error:
            raise ArchiveError(f"studies.toml, {entry.get('name', 'a study')}: {error} is missing; add it") from error
        except (TypeError, ValueError) as error:
            raise ArchiveError(f"studies.toml, {entry.get('name', 'a study')}: {error}; correct it") from error
        studies[study.name] = study
    return studies


@cache
def load_values() -> dict[str, dict[str, Told]]:
    """Load how the values of columns of the kind `value` are read out: by column and value."""
    text = Path(__file__).with_name("studies.toml").read_text(encoding="utf-8")
    values: dict[str, dict[str, Told | str]] = tomllib.loads(text)["values"]
    return {
        column: {value: load_strings()[told] if isinstance(told, str) else told for value, told in texts.items()}
        for column, texts in values.items()
    }


def _parse_study(told: Any, entry: Any) -> Study:
    columns = tuple(_parse_column(name, told["columns"][name]) for name in entry["columns"])
    parameters = tuple(_parse_parameter(name, told["parameters"][name]) for name in entry["parameters"])
    pictures = []
    for each in entry["pictures"]:
        form = Form(**{name: value for name, value in each.items() if name not in ("zh", "en")})
        if missing := form.columns - {column.name for column in columns}:
            raise ValueError(f"a picture draws {', '.join(sorted(missing))}, which is no column of the study")
        _require(form.kind, tuple(DRAWERS), "kind of picture")
        _require(form.scale, tuple(STEPS), "scale")
        pictures.append((form, _tell(each)))
    return Study(
        **{name: _tell(entry[name]) for name in ("title", "shows", "reads", "limits")},
        name=entry["name"],
        sql=entry["sql"].strip(),
        columns=columns,
        parameters=parameters,
        pictures=tuple(pictures),
        omitted=tuple(Omitted(_tell(each), each["sql"]) for each in entry.get("omitted", ())),
    )


def _parse_column(name: str, told: Any) -> Column:
    _require(told["kind"], COLUMN_KINDS, "kind of column")
    return Column(name, told["kind"], _tell(told), told.get("link", ""))


def _parse_parameter(name: str, told: Any) -> Parameter:
    _require(told["kind"], PARAMETER_KINDS, "kind of parameter")
    options = tuple((option["value"], _tell(option)) for option in told.get("options", ()))
    return Parameter(name, told["kind"], _tell(told), options)


def _tell(told: Told) -> Told:
    return {"zh": told["zh"], "en": told["en"]}


def _require(value: str, known: tuple[str, ...], what: str) -> None:
    if value not in known:
        raise ValueError(f"{value!r} is no {what}; these are: {', '.join(known)}")


def bind(study: Study, asked: Mapping[str, str], sites: Collection[str]) -> tuple[dict[str, str], list[Parameter]]:
    """Bind the parameters of a study as they were asked for; returns them, and those that were asked for wrongly.

    These are bound as if nothing was asked.
    """
    checked = {each.name: each.check((asked.get(each.name) or "").strip(), sites) for each in study.parameters}
    wrong = [each for each in study.parameters if checked[each.name] is None]
    defaults = {each.name: each.check("", sites) or "" for each in study.parameters}
    return {name: defaults[name] if value is None else value for name, value in checked.items()}, wrong


def select_all(connection: sqlite3.Connection, study: Study, bound: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Select all rows of a study."""
    return [tuple(row) for row in connection.execute(study.sql, dict(bound))]


def answer(connection: sqlite3.Connection, study: Study, bound: Mapping[str, str]) -> Answer:
    """Run a study for a page."""
    names = [column.name for column in study.columns]
    cursor = connection.execute(study.sql, dict(bound))
    rows = [dict(zip(names, row, strict=True)) for row in islice(cursor, MOST_ROWS + 1)]
    omitted = [(each.label, connection.execute(each.sql, dict(bound)).fetchone()[0] or 0) for each in study.omitted]
    return Answer(rows[:MOST_ROWS], len(rows) > MOST_ROWS, omitted)


def list_study_columns(study: Study, words: Words, rows: Sequence[Sequence[Any]] = ()) -> list[FileColumn]:
    """The columns of a study's file; what each holds is said in the words. Their types are those of the rows."""
    values = zip(*rows, strict=True) if rows else [()] * len(study.columns)
    return [
        FileColumn("", each.name, find_type(found), words.pick(each.label))
        for each, found in zip(study.columns, values, strict=True)
    ]


def find_type(values: Sequence[Any]) -> str:
    """The type of the column of a file that holds these values: TEXT, INTEGER or REAL."""
    types = {type(value) for value in values if value is not None}
    if not types <= {int, float}:
        return "TEXT"
    return "REAL" if float in types else "INTEGER"


def select_sites(connection: sqlite3.Connection) -> dict[str, str]:
    """Select the sites: their names, and what they call themselves."""
    return {row["name"]: row["publisher"] for row in select_rows(connection, _SITES)}


class Reader:
    """Reads out the values of a study in one language."""

    def __init__(self, study: Study, words: Words, sites: Mapping[str, str]) -> None:
        self.t, self.sites = words, sites
        self.kinds = {column.name: column.kind for column in study.columns}

    def __call__(self, column: str, value: Any) -> str:
        """A value as it is read out; one that is not of its column's kind is unchanged."""
        kind = self.kinds[column]
        if value is None:
            return "–"
        if kind == "site":
            return self.sites.get(value, str(value))
        if kind == "value":
            told = load_values().get(column, {}).get(str(value))
            return self.t.pick(told) if told else str(value)
        if isinstance(value, str):
            return self._read_time(kind, value)
        return self._read_number(kind, value) if isinstance(value, int | float) else str(value)

    def _read_time(self, kind: str, value: str) -> str:
        if kind == "time":
            return self.t.moment(value)
        return self.t.month(value) if kind == "month" and _MONTH.fullmatch(value) else value

    def _read_number(self, kind: str, value: float) -> str:
        if kind == "hour":
            return f"{value:02.0f}:00"
        if kind == "hours" and value < 48:
            return self.t("hours_long", amount=_trim(value))
        if kind in ("hours", "days"):
            return self.t("days_long", amount=_trim(value / 24 if kind == "hours" else value))
        return f"{_trim(value)}{'%' if kind == 'percent' else ''}"

    def draw(self, form: Form, rows: list[dict[str, Any]]) -> Picture | None:
        """Draw one of the pictures."""
        return draw(form, rows, self, self.t("other_series"))


def _trim(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
