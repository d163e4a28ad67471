"""The language of the interface: every string in Chinese and English, from the files in strings/.

Traditional Chinese is made of the simplified, as Taiwan writes; where that goes wrong a string has its own, `hant`.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import opencc

from cundang.store.data_dictionary import describe_columns, describe_tables

LANGUAGES = {"zh": "zh-Hans", "zh-Hant": "zh-Hant", "en": "en"}  # our code, and the one for `lang` in HTML
NAMES = {"zh": "简体", "zh-Hant": "繁體", "en": "English"}  # each in its own language
_TRADITIONAL = ("hant", "tw", "hk", "mo")  # subtags of BCP 47, in lower case
COOKIE = "lang"
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_RANGE = re.compile(r"([a-z]{2,3})((?:-[\w-]{1,20})?)\s*(?:;\s*q=([01](?:\.\d{1,3})?))?")  # of Accept-Language
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def load_strings() -> dict[str, dict[str, str]]:
    """Load the strings by key: `zh`, `en`, and `en_one` where the English singular differs."""
    strings: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).with_name("strings").glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in strings:
                raise ValueError(f"{path.name}: {key} is in another file of strings too")
            strings[key] = entry
    return strings


@cache
def load_meanings() -> dict[str, dict[tuple[str, str], str]]:
    """Load what each table (empty column) and column holds, by language: schema.sql; dictionary.toml for Chinese."""
    english = {(name, ""): comment for name, comment in describe_tables().items()}
    english |= {(each.table, each.name): each.comment for each in describe_columns()}
    translated = tomllib.loads(Path(__file__).with_name("dictionary.toml").read_text(encoding="utf-8"))
    chinese = {(table, name): text for table, texts in translated.items() for name, text in texts.items()}
    traditional = {key: _convert(text) for key, text in chinese.items()}
    return {"en": english, "zh": english | chinese, "zh-Hant": english | traditional}


@cache
def _get_converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")


@cache
def _convert(text: str) -> str:
    """A text of ours in traditional characters. Words stay those of the mainland: `s2twp`, which changes them too,
    makes 發布者 (a publisher) 釋出者, and 國家代碼 (the code of a country) 國家程式碼.
    """
    return str(_get_converter().convert(text)).replace("發佈", "發布")  # as Taiwan's Ministry of Education writes


def choose_language(requested: str | None, cookie: str | None, accept: str | None) -> str:
    """Choose the language: of the address, else of the cookie, else the best of Accept-Language that we have."""
    for language in (requested, cookie):
        if language in LANGUAGES:
            return language
    weighed = [
        (-float(weight or 1), place, "zh-Hant" if tag == "zh" and {*rest.split("-")} & {*_TRADITIONAL} else tag)
        for place, (tag, rest, weight) in enumerate(_RANGE.findall((accept or "").lower()[:500]))
        if tag in LANGUAGES and weight not in ("0", "0.0")
    ]
    return min(weighed)[2] if weighed else "zh"


def get_language(request: Any) -> str:
    """Get the language in which a request is answered."""
    return choose_language(
        request.args.get("_lang"), request.cookies.get(COOKIE), request.headers.get("accept-language")
    )


@cache
def _load_reasons() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """Load the reasons of errors: a pattern of the English one, as it is raised, and the entry."""
    reasons = [entry for key, entry in load_strings().items() if key.startswith("wrong_")]
    patterns = [re.sub(r"\\{(\w+)\\}", r"(?P<\1>.{1,200})", re.escape(entry["en"])) for entry in reasons]
    return [(re.compile(f"(?:^|: ){pattern}$"), entry) for pattern, entry in zip(patterns, reasons, strict=True)]


class Words:
    """The strings of the interface in one language, and formats of numbers and times."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.html_lang = LANGUAGES[language]
        self.is_chinese = language != "en"

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """The string of a key. `n` is put in for `{n}` with thousands separators, and chooses singular or plural."""
        entry = load_strings()[key]
        text = entry["en_one"] if self.language == "en" and n == 1 and "en_one" in entry else self.pick(entry)
        return text.format(n=self.number(n or 0), **values)

    def pick(self, entry: Mapping[str, str]) -> str:
        """The text of an entry that has `zh` and `en`, and `hant` where conversion does not give it."""
        if self.language != "zh-Hant":
            return entry[self.language]
        return entry.get("hant") or _convert(entry["zh"])

    def explain(self, error: str) -> str:
        """An error in the reader's language, where its reason is one of the strings `wrong_*`; else as it is."""
        for pattern, reason in _load_reasons() if self.is_chinese else ():
            if found := pattern.search(error):
                head = f"{error[: found.start()]}：" if found.start() else ""
                return f"{head}{self.pick(reason).format(**found.groupdict())}"
        return error

    def field(self, column: str, table: str = "") -> str:
        """The name of a column for readers, in its table where it means another thing there; else its own name."""
        keys = (f"field_{table}_{column}", f"field_{column}")
        return next((self(key) for key in keys if key in load_strings()), column)

    def meaning(self, table: str, column: str = "") -> str:
        """What a table or column holds; empty if the schema does not have it."""
        return load_meanings()[self.language].get((table, column), "").replace("`", "")

    def number(self, n: int) -> str:
        """A number with thousands separators."""
        return f"{n:,}"

    def day(self, time: str | None) -> str:
        """The day of an ISO 8601 time."""
        if not time or not _DAY.match(time):
            return time or "–"  # not a date: unchanged
        year, month, day = time[:4], int(time[5:7]), int(time[8:10])
        return f"{year}年{month}月{day}日" if self.is_chinese else f"{day} {_MONTHS[month - 1]} {year}"

    def moment(self, time: str | None) -> str:
        """An ISO 8601 time to the minute with its zone; the day alone where it has no clock."""
        if not time or not _DAY.match(time) or len(time) < 16:
            return self.day(time)
        return f"{self.day(time)} {self.clock(time)}"

    def clock(self, time: str) -> str:
        """The clock of an ISO 8601 time to the minute, with its zone."""
        try:
            offset = datetime.fromisoformat(time).strftime("%z")
        except ValueError:
            offset = ""
        hours = f"{int(offset[:3]):+d}{':' + offset[3:] if offset[3:] != '00' else ''}" if offset else ""
        zone = f" UTC{'' if hours == '+0' else hours}" if offset else ""
        return f"{time[11:16]}{zone}"

    def span(self, seconds: int) -> str:
        """A length of time in minutes, hours from two on, or days from two on, to the nearest."""
        for unit, key in ((86400, "span_days"), (3600, "span_hours")):
            if seconds >= 2 * unit or (seconds and seconds % unit == 0):
                return self(key, n=round(seconds / unit))
        return self("span_minutes", n=round(seconds / 60))

    def month(self, month: str) -> str:
        """`2024-05` for readers; a year is unchanged."""
        if len(month) < 7:
            return month
        year, number = month[:4], int(month[5:7])
        return f"{year}年{number}月" if self.is_chinese else f"{_MONTHS[number - 1]} {year}"
