"""Parse what a user typed in the search box, and ticked beside it: words for the full-text index, and conditions on
the article's row.

Words are joined by AND. `"..."` is a phrase, `OR` joins alternatives, `-` excludes. `title:` looks in titles only.
`site: source: author: editor: section: keyword: number: index: state:` and the dates `date: since: until:` narrow
everything found. Their Chinese names (标题: 来源: ...) work as well. No input makes the expression malformed.

What is ticked in a form comes as the arguments NARROWING of an address: of several values of one, any may hold.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from cundang.search.fold import INVISIBLE, Fold
from cundang.search.tokenize import make_pairs
from cundang.text.document_number import fold_number
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
NARROWING = ("site", "source", "section", "author", "editor", "keyword", "state", "pictures", "since", "until")
_TERM = re.compile(rf'\s*(-?)(?:({"|".join(FIELDS)}):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)
# What FTS5 has in tokens beside \w: accents, characters for private use, ideographs newer than this Python's Unicode.
_LETTER = rf"\w\u0300-\u036f\ue000-\uf8ff{CJK}"
_WORD = re.compile(f"[{_LETTER}]+")
_OUTER = re.compile(f"^[^{_LETTER}]{{1,99}}|[^{_LETTER}]{{1,99}}$")
_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")  # 2024, 2024-05, 2024-05-17
_SPELLING = {**INVISIBLE, ord("“"): '"', ord("”"): '"', ord("："): ":", ord("－"): "-"}
_PARTING = re.compile(r"\s*[、,，]\s*")  # between the names of authors and editors
_MOST_TERMS = 40  # more terms are ignored: such a query would take too long
_MOST_SPELLINGS = 32  # of one term, as phrases of the index

_CONDITIONS = {
    "site": "a.site IN (SELECT name FROM sites WHERE name = :{0} OR publisher = :{0})",
    "keyword": "a.id IN (SELECT article_id FROM keywords WHERE keyword = :{0})",
    "state": "a.state = :{0}",
    "date": "(a.published_at >= :{0} AND a.published_at < :{0} || '~')",  # `~` sorts after whatever follows a date
    "since": "a.published_at >= :{0}",
    "until": "a.published_at < :{0} || '~'",
}
_NAME_IN = "a.{1} IN (SELECT value FROM json_each(:{0}))"
_ANY_OF = {
    "site": "a.site IN (SELECT name FROM sites, json_each(:{0}) WHERE value IN (name, publisher))",
    "keyword": "a.id IN (SELECT article_id FROM keywords, json_each(:{0}) WHERE keyword = value)",
    "state": "a.state IN (SELECT value FROM json_each(:{0}))",
    "pictures": "(:{0} ->> '$[0]' = 'yes') = EXISTS (SELECT 1 FROM images WHERE article_id = a.id)",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a query. `field` is empty for words of title and text; `exact` where it stood in quotes."""

    text: str
    field: str = ""
    excluded: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: an FTS5 expression (may be empty), and SQL conditions with their parameters.

    `hints` say what could not be understood: (`nothing`, "") or (`date`, the value). `narrowed` are the arguments
    beside the words: pairs of a name of NARROWING and a value.
    """

    text: str
    match: str = ""
    conditions: tuple[str, ...] = ()
    bound: dict[str, str] = field(default_factory=dict)
    highlight: tuple[str, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    narrowed: tuple[tuple[str, str], ...] = ()

    @property
    def is_searchable(self) -> bool:
        """Whether there is anything to search for, and all of it was understood."""
        return bool(self.match or self.conditions) and not self.hints


def split_terms(query: str) -> list[Term | str]:
    """Split a query into its terms, and the word OR between alternatives."""
    found: list[Term | str] = []
    for minus, name, quoted, word in _TERM.findall(query.translate(_SPELLING))[:_MOST_TERMS]:
        if word == "OR" and not minus and not name:
            found.append("OR")
        elif word != "AND" and (quoted or word):
            found.append(Term(quoted or word, FIELDS.get(name.lower(), ""), bool(minus), bool(quoted)))
    return found


def make_match(query: str, fold: Fold) -> str:
    """Make an FTS5 MATCH expression of the words of a query; empty if it has none. Never malformed."""
    wanted, excluded = _make_expressions(query, fold)
    return f"({wanted}) NOT ({excluded})" if wanted and excluded else wanted


def parse_query(
    query: str, fold: Fold, connection: sqlite3.Connection, narrowed: Sequence[tuple[str, str]] = ()
) -> Query:
    """Parse a query. Names of sources, editors and sections match in either script, in part or (in quotes) exactly.
    So do numbers of documents, whatever brackets they are written with. `narrowed` are pairs of a name of NARROWING and
    a value; an empty value is none.
    """
    narrowed = [(name, value) for name, value in narrowed if value][:_MOST_TERMS]
    wanted, excluded = _make_expressions(query, fold)
    conditions: list[str] = []
    bound: dict[str, str] = {}
    hints: list[tuple[str, str]] = []
    for term in split_terms(query):
        if isinstance(term, str) or term.field in ("", "title"):
            continue
        value = term.text.replace("/", "-").replace(".", "-") if term.field in ("date", "since", "until") else term.text
        if term.field in ("date", "since", "until") and not _DATE.fullmatch(value):
            hints.append(("date", term.text))
            continue
        name = f"c{len(bound)}"
        condition = _CONDITIONS.get(term.field, _NAME_IN).format(name, term.field)
        bound[name] = value if term.field in _CONDITIONS else _find_names(connection, term, fold)
        conditions.append(f"({condition}) IS NOT TRUE" if term.excluded else condition)
    for number, (name, values) in enumerate(_group(narrowed).items()):
        if name in ("since", "until"):
            hints += [("date", value) for value in values if not _DATE.fullmatch(value)]
            conditions.append(_CONDITIONS[name].format(f"n{number}"))
            bound[f"n{number}"] = values[-1]
        elif name in _ANY_OF:
            conditions.append(_ANY_OF[name].format(f"n{number}"))
            bound[f"n{number}"] = json.dumps(values)
        else:
            terms = [Term(value, FIELDS[name], exact=True) for value in values]
            found = {each for term in terms for each in json.loads(_find_names(connection, term, fold))}
            conditions.append(_NAME_IN.format(f"n{number}", FIELDS[name]))
            bound[f"n{number}"] = json.dumps(sorted(found))
    if excluded and not wanted and conditions:
        bound["excluded"] = excluded
        conditions.append("a.id NOT IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :excluded)")
    if query.strip() and not wanted and not conditions and not hints:
        hints.append(("nothing", ""))
    expression = f"({wanted}) NOT ({excluded})" if wanted and excluded else wanted
    highlights = tuple(list_highlights(query, fold))
    return Query(query, expression, tuple(conditions), bound, highlights, tuple(hints), tuple(narrowed))


def _group(narrowed: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each name."""
    return {name: [value for other, value in narrowed if other == name] for name in NARROWING if name in dict(narrowed)}


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


def _find_names(connection: sqlite3.Connection, term: Term, fold: Fold) -> str:
    """The values of a column that a term matches, as a JSON list."""
    is_number = term.field in ("document_number", "index_number")

    def reduce(text: str) -> str:
        return fold_number(fold.fold(text)) if is_number else fold.fold(text).lower()

    wanted = reduce(term.text)
    sql = f"""
        SELECT json_group_array(name) FROM
        (SELECT DISTINCT {term.field} AS name FROM articles WHERE {term.field} IS NOT NULL)
        WHERE means(name)
    """  # noqa: S608 - a column's name from FIELDS

    def means(name: str) -> bool:
        folded = reduce(name)
        if term.exact and term.field in ("author", "editor"):  # each of the names is the name of one
            return folded == wanted or wanted in _PARTING.split(folded)
        return folded == wanted if term.exact else wanted in folded

    connection.create_function("means", 1, means)
    return str(connection.execute(sql).fetchone()[0])
