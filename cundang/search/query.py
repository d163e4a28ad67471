"""Parse what a user typed in the search box, and ticked beside it: words for the full-text index, and conditions on
the article's row.

Words are joined by AND. `"..."` is a phrase, `OR` joins alternatives, `-` excludes. `title:` looks in titles only.
`site: source: author: editor: section: keyword: number: index: state:` and the dates `date: since: until:` narrow
everything found. Their Chinese names (标题: 来源: ...) work as well. No input makes the expression malformed.

What is ticked in a form comes as the arguments NARROWING of an address: of several values of one, any may hold.
"""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from cundang.search.conditions import CHOICES, DATES, Condition, make_condition, parse_date
from cundang.search.fold import INVISIBLE, Fold
from cundang.search.tokenize import make_pairs
from cundang.text.fold import CJK

FIELDS = {
    "title": "title", "标题": "title", "標題": "title",
    "site": "site", "站点": "site", "站點": "site",
    "source": "source_name", "来源": "source_name", "來源": "source_name",
    "author": "author", "作者": "author",
    "editor": "editor", "编辑": "editor", "編輯": "editor",
    "section": "section", "栏目": "section", "欄目": "section",
    "keyword": "keyword", "关键词": "keyword", "關鍵詞": "keyword",
    "number": "document_number", "文号": "document_number", "文號": "document_number",
    "发文字号": "document_number", "發文字號": "document_number",
    "index": "index_number", "索引号": "index_number", "索引號": "index_number",
    "state": "state", "状态": "state", "狀態": "state",
    "date": "date", "日期": "date",
    "since": "since", "自": "since",
    "until": "until", "至": "until",
}  # fmt: skip
# Arguments of an address that narrow a search, each by exact values of the field that bears its name.
NARROWING = ("site", "source", "section", "author", "editor", "keyword", "state", "pictures", "date", "since", "until")
_TERM = re.compile(rf'\s*(-?)(?:({"|".join(FIELDS)}):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)
# What FTS5 has in tokens beside \w: accents, characters for private use, ideographs newer than this Python's Unicode.
_LETTER = rf"\w\u0300-\u036f\ue000-\uf8ff{CJK}"
_WORD = re.compile(f"[{_LETTER}]+")
_OUTER = re.compile(f"^[^{_LETTER}]{{1,99}}|[^{_LETTER}]{{1,99}}$")
_SPELLING = {**INVISIBLE, ord("“"): '"', ord("”"): '"', ord("："): ":", ord("－"): "-"}
_MOST_TERMS = 40  # more terms are ignored: such a query would take too long
_MOST_SPELLINGS = 32  # of one term, as phrases of the index


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a query. `field` is empty for words of title and text; `exact` where it stood in quotes. `place` is
    where it begins and ends in `spell_query` of the query.
    """

    text: str
    field: str = ""
    excluded: bool = False
    exact: bool = False
    place: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: an FTS5 expression (may be empty), and SQL conditions with their parameters.

    `hints` say what could not be understood: (`nothing`, ""), (`date`, the value), (`state`, the value), (`pictures`,
    the value) or (`empty`, a field without a value: `since:`). `narrowed` are the arguments beside the words: pairs of a name of NARROWING and a value. `owners` are
    the names of NARROWING that the conditions are of; empty for one that was typed.
    """

    text: str
    match: str = ""
    conditions: tuple[str, ...] = ()
    bound: dict[str, str] = field(default_factory=dict)
    highlight: tuple[str, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    narrowed: tuple[tuple[str, str], ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def is_searchable(self) -> bool:
        """Whether there is anything to search for, and all of it was understood."""
        return bool(self.match or self.conditions) and not self.hints

    @property
    def is_prefix(self) -> bool:
        """Whether it has a single character, for which FTS5 merges the lists of all pairs that begin with it."""
        return '" *' in self.match

    def widen(self, *names: str) -> "Query":
        """The same query without what these names of NARROWING narrow."""
        left = [number for number, owner in enumerate(self.owners) if owner not in names]
        return replace(
            self,
            conditions=tuple(self.conditions[number] for number in left),
            owners=tuple(self.owners[number] for number in left),
            narrowed=tuple(pair for pair in self.narrowed if pair[0] not in names),
        )

    def ask_all(self) -> "Query":
        """The query that finds every article."""
        return replace(self, match="", conditions=("TRUE",), owners=("",))


def spell_query(query: str) -> str:
    """A query with the signs that are meant: straight quotes, no invisible characters."""
    return query.translate(_SPELLING)


def split_terms(query: str) -> list[Term | str]:
    """Split a query into its terms, and the word OR between alternatives."""
    found: list[Term | str] = []
    for term, _ in zip(_TERM.finditer(spell_query(query)), range(_MOST_TERMS), strict=False):
        minus, name, quoted, word = (part or "" for part in term.groups())
        if word == "OR" and not minus and not name:
            found.append("OR")
        elif word != "AND" and (quoted or word):
            found.append(Term(quoted or word, FIELDS.get(name.lower(), ""), bool(minus), bool(quoted), term.span()))
    return found


def leave_out(query: str, term: Term) -> str:
    """A query without one of its terms.

    >>> query = "湿地 OR 河湾 site:demo"
    >>> [leave_out(query, term) for term in split_terms(query) if term != "OR"]
    ['河湾 site:demo', '湿地 OR site:demo', '湿地 OR 河湾']
    """
    spelled, (start, end) = spell_query(query), term.place
    kept = f"{spelled[:start]} {spelled[end:]}".split()
    while kept and kept[-1] == "OR":
        kept.pop()
    return " ".join(word for word, before in zip(kept, ["OR", *kept], strict=False) if (word, before) != ("OR", "OR"))


def make_match(query: str, fold: Fold) -> str:
    """Make an FTS5 MATCH expression of the words of a query; empty if it has none. Never malformed."""
    wanted, excluded = _make_expressions(query, fold)
    return f"({wanted}) NOT ({excluded})" if wanted and excluded else wanted


def parse_query(
    query: str, fold: Fold, connection: sqlite3.Connection, narrowed: Sequence[tuple[str, str]] = ()
) -> Query:
    """Parse a query. Names of sources, editors and sections match in either script, in part or (in quotes) exactly.
    So do numbers of documents, whatever brackets they are written with. `narrowed` are pairs of a name of NARROWING and
    a value; an empty value is none, and of several days to begin or end with the last counts.
    """
    groups = _group(narrowed)
    wanted, excluded = _make_expressions(query, fold)
    hints: list[tuple[str, str]] = []
    made: list[tuple[str, Condition]] = []
    for number, term in enumerate(split_terms(query)):
        if isinstance(term, str) or term.field in ("", "title"):
            if isinstance(term, Term) and _is_unfinished(term):
                hints.append(("empty", term.text))
            continue
        value = parse_date(term.text) if term.field in DATES else term.text
        if value is None:
            hints.append(("date", term.text))
            continue
        exact = term.exact
        condition = make_condition(connection, fold, f"c{number}", term.field, [value], exact)
        made.append(("", condition._replace(sql=f"({condition.sql}) IS NOT TRUE") if term.excluded else condition))
    for name, values in groups.items():
        if wrong := _find_wrong(name, values):
            hints += wrong
            continue
        meant = [parse_date(value) or "" for value in values] if name in DATES else values
        made.append((name, make_condition(connection, fold, f"n_{name}", FIELDS.get(name, name), meant, exact=True)))
    if excluded and not wanted and made:
        sql = "a.id NOT IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :excluded)"
        made.append(("", Condition(sql, {"excluded": excluded})))
    if query.strip() and not wanted and not made and not hints:
        hints.append(("nothing", ""))
    return Query(
        query,
        f"({wanted}) NOT ({excluded})" if wanted and excluded else wanted,
        tuple(condition.sql for _, condition in made),
        {key: value for _, condition in made for key, value in condition.bound.items()},
        tuple(list_highlights(query, fold)),
        tuple(hints),
        tuple((name, value) for name, values in groups.items() for value in values),
        tuple(owner for owner, _ in made),
    )


def _is_unfinished(term: Term) -> bool:
    """Whether a term is the name of a field with nothing behind it, as in `since: 2024`."""
    return not term.exact and term.text.endswith(":") and term.text[:-1].lower() in FIELDS


def _group(narrowed: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each name that has any, in the order of NARROWING."""
    pairs = list(dict.fromkeys((name, value) for name, value in narrowed if value))[:_MOST_TERMS]
    groups = {name: [value for other, value in pairs if other == name] for name in NARROWING}
    return {name: values[-1:] if name in ("since", "until") else values for name, values in groups.items() if values}


def _find_wrong(name: str, values: Sequence[str]) -> list[tuple[str, str]]:
    """The hints for those values of a name that it cannot have."""
    if name in DATES:
        return [("date", value) for value in values if parse_date(value) is None]
    return [(name, value) for value in values if value not in CHOICES.get(name, values)]


def list_highlights(query: str, fold: Fold) -> list[str]:
    """The folded strings to highlight: every word and phrase that is searched for, longest first. Only a word that
    finds itself alone (`Fold.kept`) has its open character.
    """
    terms = {
        _fold_term(term.text, fold).lower()
        for term in split_terms(query)
        if isinstance(term, Term) and not term.excluded and term.field in ("", "title")
    }
    return sorted(filter(None, terms), key=len, reverse=True)


def _make_expressions(query: str, fold: Fold) -> tuple[str, str]:
    """The words to find and those to exclude, each as an FTS5 expression."""
    alternatives: list[list[str]] = [[]]
    excluded: list[str] = []
    for term in split_terms(query):
        if isinstance(term, str):
            alternatives.append([])
        elif term.field in ("", "title") and (phrase := _make_phrase(term.text, fold)):
            within = f"title : {phrase}" if term.field else phrase
            (excluded if term.excluded else alternatives[-1]).append(within)
    wanted = " OR ".join(f"({' AND '.join(words)})" for words in alternatives if words)
    return wanted, " OR ".join(excluded)


def _fold_term(text: str, fold: Fold) -> str:
    spelled = _OUTER.sub("", fold.spell(text))
    return spelled if spelled in fold.kept else fold.fold(spelled)


def _make_phrase(text: str, fold: Fold) -> str:
    """A phrase of the index's tokens, or several where a pair of it stays as it is in some texts. A single character,
    or one left over at the end, is a prefix of its pairs.
    """
    term = _OUTER.sub("", fold.spell(text))
    pairs = make_pairs(term)
    words = _WORD.findall(pairs)
    if not words:
        return ""
    is_prefix = pairs.endswith(" ")
    if is_prefix and len(words) > 1 and len(words[-2]) == 2 and words[-2].endswith(words[-1]):
        words.pop()  # the run may go on in the text, where its last character is not alone
        is_prefix = False
    spellings = [[fold.close(word)] if len(term) == 2 else fold.list_written(word) for word in words]
    if is_prefix:  # of 着名, and of 著名 that stays
        spellings[-1] += [c for c, t in fold.open.items() if t == spellings[-1][0]]
    phrases = [
        f'"{" ".join(phrase)}"{" *" if is_prefix else ""}'
        for phrase, _ in zip(product(*spellings), range(_MOST_SPELLINGS), strict=False)
    ]
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"
