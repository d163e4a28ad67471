"""The language of the interface: every string in Chinese and English, from strings.toml."""

import re
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from cundang.store.data_dictionary import describe_columns, describe_tables

LANGUAGES = {"zh": "zh-Hans", "en": "en"}  # ours, and as an HTML page names it
COOKIE = "lang"
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def strings() -> dict[str, dict[str, str]]:
    """Each string by its key: `zh`, `en`, and `en_one` where one is said otherwise than many."""
    return tomllib.loads(Path(__file__).with_name("strings.toml").read_text(encoding="utf-8"))


@cache
def meanings() -> dict[str, dict[tuple[str, str], str]]:
    """By language what each table (column empty) and column holds: schema.sql says it in English, dictionary.toml in Chinese."""
    english = {(name, ""): comment for name, comment in describe_tables().items()}
    english |= {(each.table, each.name): each.comment for each in describe_columns()}
    translated = tomllib.loads(Path(__file__).with_name("dictionary.toml").read_text(encoding="utf-8"))
    chinese = {(table, name): text for table, said in translated.items() for name, text in said.items()}
    return {"en": english, "zh": english | chinese}


def chosen(asked: str | None, cookie: str | None, accept: str | None) -> str:
    """The language asked for in the address, else in the cookie, else the first we have of Accept-Language."""
    for language in (asked, cookie):
        if language in LANGUAGES:
            return language
    weighed = [
        (-float(weight or 1), place, tag)
        for place, (tag, weight) in enumerate(
            re.findall(r"([a-z]{2,3})(?:-[\w-]{1,20})?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?", (accept or "").lower()[:500])
        )
        if tag in LANGUAGES and weight not in ("0", "0.0")
    ]
    return min(weighed)[2] if weighed else "zh"


def language_of(request: Any) -> str:
    """The language that a request is answered in."""
    return chosen(request.args.get("_lang"), request.cookies.get(COOKIE), request.headers.get("accept-language"))


class Words:
    """The interface's words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.html_lang = LANGUAGES[language]

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """The string of a key. With `n` in the right number, `{n}` with its thousands parted."""
        entry = strings()[key]
        text = entry["en_one"] if self.language == "en" and n == 1 and "en_one" in entry else entry[self.language]
        return text.format(n=self.number(n or 0), **values)

    def field(self, column: str) -> str:
        """The name of a column for people; the column's own where it has none."""
        return self(f"field_{column}") if f"field_{column}" in strings() else column

    def meaning(self, table: str, column: str = "") -> str:
        """What a table, or a column of it, holds; empty for one that the schema does not have."""
        return meanings()[self.language].get((table, column), "").replace("`", "")

    def number(self, n: int) -> str:
        """A number with its thousands parted."""
        return f"{n:,}"

    def day(self, time: str | None) -> str:
        """The day of an ISO 8601 time."""
        if not time or not _DAY.match(time):
            return time or "–"  # what is no date is shown as it is
        year, month, day = time[:4], int(time[5:7]), int(time[8:10])
        return f"{year}年{month}月{day}日" if self.language == "zh" else f"{day} {_MONTHS[month - 1]} {year}"

    def moment(self, time: str | None) -> str:
        """An ISO 8601 time to the minute with its zone; the day alone where it has no clock."""
        if not time or not _DAY.match(time) or len(time) < 16:
            return self.day(time)
        try:
            offset = datetime.fromisoformat(time).strftime("%z")
        except ValueError:
            offset = ""
        hours = f"{int(offset[:3]):+d}{':' + offset[3:] if offset[3:] != '00' else ''}" if offset else ""
        zone = f" UTC{'' if hours == '+0' else hours}" if offset else ""
        return f"{self.day(time)} {time[11:16]}{zone}"

    def month(self, month: str) -> str:
        """`2024-05` for people; a year alone as it is."""
        if len(month) < 7:
            return month
        year, number = month[:4], int(month[5:7])
        return f"{year}年{number}月" if self.language == "zh" else f"{_MONTHS[number - 1]} {year}"
