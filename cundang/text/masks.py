"""Find the words of a withdrawn text in others, whatever stands between their letters, and mask them.

What is compared are letters and digits alone, compatibility forms folded (NFKC), in lower case: markup, entities,
escapes of JSON, blanks and punctuation may stand between them.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MASK = "█"
WINDOW = 16  # letters in a row that are taken for a passage of the text
_LEAST_HAN, _LEAST_LETTERS = 6, 20  # letters of a headline that is specific: Chinese ones, or any
_TAG = re.compile(r"<[^<>]{0,5000}>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_UNIT = rf"{_ENTITY}|\\u[0-9a-fA-F]{{4}}|\\[nrtbf/\"\\]|."
_UNITS = (
    re.compile(rf"<[^<>]{{0,5000}}>|{_UNIT}", re.DOTALL),
    re.compile(_UNIT, re.DOTALL),
)  # tags passed over, or not
_NO_LETTERS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def fold_letters(text: str) -> str:
    """The letters and digits of a plain text, as they are compared.

    >>> fold_letters("Ｔown fair, 第3天")
    'townfair第3天'
    """
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).lower())


def fold_markup(text: str, with_tags: bool) -> str:
    """The letters of a page or of JSON, escapes undone; `with_tags`: also those within tags, as of their attributes."""
    if not with_tags:
        text = _TAG.sub("", text)
    if "\\u" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "&" in text:
        text = html.unescape(text)
    return fold_letters(text)


def is_specific(headline: str) -> bool:
    """Whether a headline is long enough to be told from other words."""
    letters = fold_letters(headline)
    return len(_HAN.findall(letters)) >= _LEAST_HAN or len(letters) >= _LEAST_LETTERS


def find_mark(headline: str) -> str:
    """The longest run of letters in a headline, as it is written: what has it may have all of it."""
    return max(_NO_LETTERS.split(headline), key=len)


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: headlines as they are written, and passages of texts, by each WINDOW letters in a row."""

    headlines: frozenset[str] = frozenset()
    windows: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def folded(self) -> tuple[str, ...]:
        """The headlines as they are compared, the longer ones first."""
        return tuple(sorted({fold_letters(each) for each in self.headlines}, key=lambda each: (-len(each), each)))

    def union(self, *others: "Words") -> "Words":
        """These and others."""
        return Words(
            self.headlines.union(*(each.headlines for each in others)), self.windows.union(*(e.windows for e in others))
        )

    def without(self, headlines: Iterable[str]) -> "Words":
        """These without some headlines."""
        return Words(self.headlines - frozenset(headlines), self.windows)

    def without_windows(self, windows: frozenset[str]) -> "Words":
        """These without some passages."""
        return Words(self.headlines, self.windows - windows)

    def find_passages(self, text: str) -> frozenset[str]:
        """Those of the passages that a plain text has."""
        letters = fold_letters(text)
        return self.windows.intersection(letters[at : at + WINDOW] for at in range(len(letters) - WINDOW + 1))

    def without_passages(self) -> "Words":
        """The headlines alone."""
        return Words(self.headlines)


def make_words(headlines: Iterable[str], texts: Iterable[str]) -> Words:
    """Make the words of the specific ones of some headlines, and of all paragraphs of texts that are long enough."""
    windows = {
        letters[at : at + WINDOW]
        for text in texts
        for paragraph in text.split("\n")
        for letters in (fold_letters(paragraph),)
        for at in range(len(letters) - WINDOW + 1)
    }
    return Words(frozenset(filter(is_specific, headlines)), frozenset(windows))


def find_spans(letters: str, words: Words) -> list[tuple[int, int]]:
    """Where words stand among letters: the first and the one after the last of each, in order."""
    found = []
    for headline in words.folded:
        at = letters.find(headline)
        while at >= 0:
            found.append((at, at + len(headline)))
            at = letters.find(headline, at + 1)
    if words.windows:
        windows = words.windows
        found += [(at, at + WINDOW) for at in range(len(letters) - WINDOW + 1) if letters[at : at + WINDOW] in windows]
    return _join(sorted(found))


def _join(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def measure_longest(text: str, words: Words) -> int:
    """The number of letters of the longest passage or headline that stands in a page; 0 where there is none."""
    folds = (fold_markup(text, with_tags) for with_tags in (False, True))
    return max((end - begin for letters in folds for begin, end in find_spans(letters, words)), default=0)


def mask_markup(text: str, words: Words, mask: str = MASK) -> str:
    """Mask the words that stand in a page or in JSON: each of their letters, escapes and entities too, by one sign, or
    by another `mask`.

    >>> mask_markup('<a>青石镇的<b>庙会</b>开了&#65281;</a>', make_words(["青石镇的庙会"], []))
    '<a>████<b>██</b>开了&#65281;</a>'
    """
    spans = {span for units in _UNITS for span in _find_in(text, units, words)}
    for begin, end in sorted(spans, reverse=True):
        text = f"{text[:begin]}{mask}{text[end:]}"
    return text


def _find_in(text: str, units: re.Pattern[str], words: Words) -> Iterator[tuple[int, int]]:
    """Where each letter of words that were found stands in a text."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for unit in units.finditer(text):
        for letter in _read_unit(unit[0]):
            letters.append(letter)
            places.append(unit.span())
    for begin, end in find_spans("".join(letters), words):
        yield from places[begin:end]


def _read_unit(unit: str) -> str:
    """The letters of a unit: of a character, an entity or an escape; none of a tag."""
    if unit.startswith("\\u") and len(unit) > 2:
        return fold_letters(chr(int(unit[2:], 16)))
    if len(unit) > 1 and unit[0] in "<\\":
        return ""
    return fold_letters(html.unescape(unit) if len(unit) > 1 else unit)


def mask_plain(text: str, words: Words) -> str:
    """Mask the headlines in a plain text, with everything between their letters, by as many signs: positions stay.

    >>> mask_plain("见《青石镇的 庙会》一文", make_words(["青石镇的庙会"], []))
    '见《███████》一文'
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in fold_letters(character):
            letters.append(letter)
            places.append(place)
    for begin, end in find_spans("".join(letters), words):
        first, last = places[begin], places[end - 1]
        text = f"{text[:first]}{MASK * (last - first + 1)}{text[last + 1 :]}"
    return text
