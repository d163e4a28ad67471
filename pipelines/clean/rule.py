r"""A cleaning rule, and the pieces that the patterns of several rules are made of.

Patterns are matched against a whole line of the folded text (simplified, half-width), so each is written once for both
scripts. They are linear: bounded repeats, no nested ones.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cundang.text.labels import LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of boilerplate: a line that is no text of the article. `where` a line of it may stand:

    - `head`: among the first lines, with nothing but boilerplate above; `tail`: among the last, with nothing but
      boilerplate below; `ends`: either; `anywhere`: as a whole line;
    - `list`: it heads a list of short lines that goes on to the end of the text, and goes with it.

    `field` is what the line names (`editor`, `source_name` ...). `removes` and `keeps` are examples, and tests.
    """

    name: str
    kind: str
    where: Literal["head", "tail", "ends", "anywhere", "list"]
    pattern: str = ""
    removes: str = ""
    keeps: str = ""
    field: str | None = None

    def matches(self, folded: str) -> bool:
        """Whether a folded line is of this kind."""
        return _compile(self.pattern).fullmatch(folded) is not None


@cache  # re's own cache forgets: it holds 512 patterns, and a process has more
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _alternatives(name: str) -> str:
    """A pattern for any label of a field."""
    return f"(?:{'|'.join(LABELS[name])})"


SOURCE, AUTHOR, EDITOR, KEYWORDS = map(_alternatives, ("source_name", "author", "editor", "keywords"))
OPEN, CLOSE = r"[\[(【〔]?\s?", r"\s?[\])】〕]?"  # the brackets around a line
COLON = "(?:[:|/丨]|—(?!—))"  # ︱ is folded to a dash
