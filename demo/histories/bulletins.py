"""Bulletins that are alike in form and tell other things: weather, appointments, closing prices, who met whom."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from demo.histories.grammar import SYMBOL, Rules, Writer
from demo.histories.texts import Body


@cache
def load_kinds() -> dict[str, Rules]:
    """The kinds of bulletins by their names, each with the words that all have."""
    tables = tomllib.loads(Path(__file__).with_name("bulletins.toml").read_text(encoding="utf-8"))
    words = tables.pop("words")
    return {name: {**words, **table} for name, table in tables.items()}


def write_bulletin(writer: Writer, day: date) -> tuple[str, Body]:
    """Write the title and the text of a bulletin of a day."""
    chance = writer.chance
    rules = load_kinds()[chance.choice(list(load_kinds()))]
    bound = {"day": f"{day.month}月{day.day}日"}

    def expand(words: str) -> str:
        def replace(found: re.Match[str]) -> str:
            low, high, name = found.groups()
            if low:
                return str(chance.randint(int(low), int(high)))
            return bound.get(name) or expand(chance.choice(rules[name]))

        return SYMBOL.sub(replace, words)

    bound |= {"chief": expand("{person}"), "guest": expand("{foreign}"), "country": expand("{country}")}
    home = expand("{town}")
    title = expand(str(rules["title"]).replace("{town}", home))
    text = [expand(words.replace("{town}", home, 1)) for words in rules["text"]]
    sentences = [writer.sentence(words) for words in text]
    is_one = chance.random() < 0.5
    return title, (tuple(sentences),) if is_one else tuple((sentence,) for sentence in sentences)
