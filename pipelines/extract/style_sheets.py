"""What the style sheets in a page hide: elements of a class or an id, also only below elements of others."""

import re
from collections import defaultdict
from itertools import islice
from typing import NamedTuple

from lxml import etree

from pipelines.extract.elements import BLOCKS

Element = etree._Element

JAMMERS = frozenset(("jammer",))  # classes that Discuz gives to what it writes against copying
_SHEET = 200_000  # characters that are read
_MOST_RULES = 200
_LONGEST = 2000  # characters of the selectors of a rule, and of the declarations that are looked at
_MOST_PARTS = 6  # of a selector
_MOST_ANCESTORS = 60
# Each begins with letters, which makes the search for it fast; in lower case.
_HIDING = tuple(
    re.compile(declaration + r"(?![.\d])")
    for declaration in (r"display\s*:\s*none", r"visibility\s*:\s*hidden", r"font-size\s*:\s*0")
)
_SHOWING = re.compile(r"display\s*:(?!\s*none)|visibility\s*:\s*visible", re.IGNORECASE)
_RULE_STARTS = re.compile(r"[};]|\*/|<!--")
_COMPOUND = re.compile(r"([a-z][a-z0-9]{0,12})?((?:[.#][\w-]{1,80}){0,4})", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_PART_SPACE = re.compile(r"[\s>]+")


class _Part(NamedTuple):
    """A part of a selector: a tag, which may be empty, and names as `.class` and `#id`."""

    tag: str
    names: frozenset[str]

    def fits(self, element: Element) -> bool:
        if self.tag and self.tag != element.tag:
            return False
        return not self.names or self.names <= _list_names(element)


def _list_names(element: Element) -> set[str]:
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return names | {f"#{element.get('id')}"}


class HidingRules:
    """The rules of style sheets by which readers do not see an element; those of @media are left out."""

    def __init__(self, sheet: str = "") -> None:
        self._rules: dict[str, list[list[_Part]]] = defaultdict(list)
        for name in JAMMERS:
            self._rules[f".{name}"] = [[]]
        for selector in _list_selectors(sheet):
            parts = [_Part((found[1] or "").lower(), frozenset(_NAME.findall(found[2]))) for found in selector]
            name = _NAME.findall(selector[-1][2])[-1]
            if not _is_shown_elsewhere(sheet, name):
                self._rules[name].append(parts)
        self._classes = frozenset(name[1:] for name in self._rules if name[0] == ".")
        self._ids = frozenset(name[1:] for name in self._rules if name[0] == "#")

    def may_hide(self, classes: str, own_id: str) -> bool:
        """Whether a rule ends with one of some classes, or with an id: a look at this costs next to nothing."""
        return not self._classes.isdisjoint(classes.split()) or own_id in self._ids

    def hide(self, element: Element) -> bool:
        """Whether a rule hides an element.

        A block only by what it is itself: what hides blocks below another class is a state that scripts change, such as
        a wall before the text of a live ticker.
        """
        if not self.may_hide(element.get("class") or "", element.get("id") or ""):
            return False
        names = _list_names(element)
        longest = 1 if element.tag in BLOCKS else _MOST_PARTS
        rules = (parts for name in names & self._rules.keys() for parts in self._rules[name])
        return any(len(parts) <= longest and _fits(parts, element) for parts in rules)


def read_hiding_rules(element: Element) -> HidingRules:
    """Read the style sheets in the page of an element."""
    styles = (style.text or "" for style in element.getroottree().iter("style") if style.get("media") != "print")
    sheet = "".join(styles)[:_SHEET]
    return HidingRules(sheet) if sheet else NO_RULES


def _fits(parts: list[_Part], element: Element) -> bool:
    """Whether an element is what a selector ends with, and the other parts stand around it in their order."""
    if not parts:
        return True
    wanted = list(parts)
    if not wanted.pop().fits(element):
        return False
    for ancestor in islice(element.iterancestors(), _MOST_ANCESTORS):
        if wanted and wanted[-1].fits(ancestor):
            wanted.pop()
    return not wanted


def _list_selectors(sheet: str) -> list[list[re.Match[str]]]:
    """List the selectors of rules that hide, each as its parts; others than of tags, classes and ids are left out."""
    lower = sheet.lower()
    if len(lower) != len(sheet):
        lower = sheet
    selectors: list[list[re.Match[str]]] = []
    for hiding in _HIDING:
        depth = end = 0
        for found in islice(hiding.finditer(lower), _MOST_RULES):
            opening = sheet.rfind("{", end, found.start())
            if opening < 0:
                continue
            depth += sheet.count("{", end, opening) - sheet.count("}", end, opening)
            if depth == 0:  # in no @media
                written = _RULE_STARTS.split(sheet[max(end, opening - _LONGEST) : opening])[-1]
                selectors += filter(None, map(_read_selector, written.split(",")))
            end = opening
    return selectors


def _read_selector(selector: str) -> list[re.Match[str]]:
    """The parts of a selector; none where it has what is not read, or does not end with a class or an id."""
    parts = [_COMPOUND.fullmatch(part) for part in _PART_SPACE.split(selector.strip())]
    known = [part for part in parts if part and part[0]]
    return known if len(known) == len(parts) <= _MOST_PARTS and known[-1][2] else []


def _is_shown_elsewhere(sheet: str, name: str) -> bool:
    """Whether another rule, as for a click, shows what one hides."""
    position = sheet.find(name)
    while position >= 0:
        behind = sheet[position + len(name) : position + len(name) + 1]
        start, end = sheet.find("{", position), sheet.find("}", position)
        is_name = not (behind.isalnum() or behind in ("-", "_"))
        if is_name and 0 <= start < end and _SHOWING.search(sheet, start, min(end, start + _LONGEST)):
            return True
        position = sheet.find(name, position + len(name))
    return False


NO_RULES = HidingRules()
