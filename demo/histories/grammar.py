"""Write articles by the grammar of grammar.toml: sentences, titles, bridges of round-ups."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from demo.histories.texts import Body, Sentence

SYMBOL = re.compile(r"\{(?:(\d+)-(\d+)|(\w+))\}")
_DEEPEST = 8
Rules = Mapping[str, list[str]]


@cache
def load_topics() -> dict[str, Rules]:
    """The topics by their names, each with the words that all have."""
    tables = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text(encoding="utf-8"))
    words = tables.pop("words")
    del tables["synonyms"]
    return {name: {**words, **table} for name, table in tables.items()}


@cache
def load_synonyms() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """A pattern of the words that others can stand for, and these by the word."""
    file = Path(__file__).with_name("grammar.toml")
    groups: list[list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))["synonyms"]["groups"]
    others = {word: [other for other in group if other != word] for group in groups for word in group}
    longest_first = sorted(others, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), others


class Writer:
    """Writes sentences; no two of one writer have the same number."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._number = 0

    def sentence(self, words: str) -> Sentence:
        """A sentence of one's own."""
        self._number += 1
        return Sentence(self._number, 0, words)

    def alter(self, sentence: Sentence, words: str) -> Sentence:
        """A sentence in other words."""
        self._number += 1
        return Sentence(sentence.number, self._number, words)

    def choose_subject(self, topic: str | None = None) -> dict[str, str]:
        """Choose what an article is about: its topic, town, spot, thing, office and chief."""
        chosen = topic or self.chance.choice(list(load_topics()))
        bound = {"topic": chosen}
        for name in ("town", "spot", "thing", "office"):
            bound[name] = self.expand(f"{{{name}}}", bound)
        bound["chief"] = self.expand("{office}负责人{person}", bound)
        return bound

    def expand(self, words: str, bound: Mapping[str, str], depth: int = 0) -> str:
        """Replace the symbols of a template, and those of what replaces them."""
        rules = load_topics()[bound["topic"]]

        def replace(found: re.Match[str]) -> str:
            low, high, name = found.groups()
            if low:
                return str(self.chance.randint(int(low), int(high)))
            if name in bound and (name not in ("town", "spot") or self.chance.random() < 0.6):
                return bound[name]
            return self.expand(self.chance.choice(rules[name]), bound, depth + 1)

        assert depth < _DEEPEST, f"the grammar goes round: {words}"
        return SYMBOL.sub(replace, words)

    def write_title(self, bound: Mapping[str, str], unlike: str = "") -> str:
        """A headline, unlike another one."""
        while (title := self.expand("{title}", bound)) == unlike:
            pass
        return title

    def write_sentence(self, bound: Mapping[str, str], kind: str = "sentence") -> Sentence:
        """A sentence on a subject; kinds are `sentence`, `lead` and `bridge`."""
        return self.sentence(self.vary(self.expand(f"{{{kind}}}", bound), 0.6))

    def vary(self, words: str, likelihood: float) -> str:
        """Put other words for some that have such."""
        pattern, others = load_synonyms()

        def replace(found: re.Match[str]) -> str:
            return self.chance.choice(others[found[0]]) if self.chance.random() < likelihood else found[0]

        return pattern.sub(replace, words)

    def write_body(self, bound: Mapping[str, str], length: int) -> Body:
        """A text of about so many characters."""
        paragraphs, written = [[self.write_sentence(bound, "lead")]], 0
        written += len(paragraphs[0][0].words)
        while written < length:
            sentence = self.write_sentence(bound)
            if len(paragraphs[-1]) >= self.chance.choice((1, 2, 2, 3, 3, 4, 5)):
                paragraphs.append([])
            paragraphs[-1].append(sentence)
            written += len(sentence.words)
        return tuple(map(tuple, paragraphs))

    def choose_length(self) -> int:
        """A length as news has it: from 80 to 3,000 characters, most below 1,000."""
        return max(60, min(2950, round(self.chance.lognormvariate(6.2, 0.85))))
