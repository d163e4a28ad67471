"""Search: fold and tokenise for index and query alike, and find articles.

CJK text is indexed as overlapping pairs of characters: 雄安新区 as 雄安 安新 新区 区. The lone last character lets a
query of one character find it as a prefix. A query of several characters is the phrase of its pairs, so recall and
precision are those of a substring search, at every length (docs/decisions.md).
"""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.fold import CJK

TOK_VERSION = 1  # of `tokens`; the index of a file made with another one is made anew

Fold = Mapping[int, str]  # as str.translate takes it

_RUN = re.compile(f"[{CJK}]+")
# A reading after an ideograph, with its tone mark, is not searched for and would part the pair around it.
_READING = re.compile(r"(?<=[\u3400-\u9fff])\([a-z]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,4}\)")
_TERM = re.compile(r'\s*(-?)((?:title|标题|標題):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)
_OUTER = re.compile(r"^\W{1,99}|\W{1,99}$")
_SNIPPET = 120  # characters


def fold_of(connection: sqlite3.Connection) -> Fold:
    """The fold that the index of a file was made with."""
    return {ord(c): t for c, t in connection.execute("SELECT c, t FROM zh_fold")}


def tokens(text: str, fold: Fold) -> str:
    """A text as the index has it: folded, CJK runs as overlapping pairs, all else as it is."""
    return _RUN.sub(_pairs, _READING.sub("", text.translate(fold)))


def _pairs(run: re.Match[str]) -> str:
    characters = run[0]
    return f" {' '.join(map(str.__add__, characters, characters[1:]))} {characters[-1]} "


def match(query: str, fold: Fold) -> str:
    """A user's query as an FTS5 MATCH expression; empty where nothing in it can be searched for. Never malformed.

    Words are joined by AND. `"..."` is a phrase, `OR` joins alternatives, `-word` excludes, `title:word` looks in titles.
    """
    alternatives: list[list[str]] = [[]]
    excluded: list[str] = []
    for minus, column, quoted, word in _terms(query):
        if word == "OR":
            alternatives.append([])
        elif word != "AND" and (phrase := _phrase(quoted or word, fold)):
            within = f"title : {phrase}" if column else phrase
            (excluded if minus else alternatives[-1]).append(within)
    wanted = " OR ".join(f"({' AND '.join(words)})" for words in alternatives if words)
    return f"({wanted}) NOT ({' OR '.join(excluded)})" if wanted and excluded else wanted


def _terms(query: str) -> list[tuple[str, str, str, str]]:
    """The terms of a query: minus or not, column or none, the words in quotes, or the bare word."""
    return _TERM.findall(query.translate({ord("“"): '"', ord("”"): '"', ord("："): ":"}))


def _phrase(text: str, fold: Fold) -> str:
    """A phrase of the index's tokens; a single character, or one left over at the end, as a prefix: its pair goes on."""
    spelled = tokens(_OUTER.sub("", text), fold)
    words = re.findall(r"\w+", spelled)
    if not words:
        return ""
    if not spelled.endswith(" "):
        return f'"{" ".join(words)}"'
    if len(words) > 1 and len(words[-2]) == 2 and words[-2].endswith(words[-1]):
        return f'"{" ".join(words[:-1])}"'  # the run may go on in the text, where its last character is not alone
    return f'"{" ".join(words)}" *'


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that a query found. `title` and `snippet` are pairs: plain and highlighted pieces in turn."""

    id: int
    url: str
    site: str
    source_name: str | None
    published_at: str | None
    state: str
    title: tuple[str, ...]
    snippet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: how many articles, and one page of them."""

    total: int
    hits: tuple[Hit, ...]


_COUNT = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :match"
_BEST = """
    SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match ORDER BY bm25(articles_fts, 5.0, 1.0), rowid DESC
    LIMIT :limit OFFSET :offset
"""
_NEWEST = """
    SELECT id AS rowid FROM articles WHERE id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match)
    ORDER BY published_at DESC, id DESC LIMIT :limit OFFSET :offset
"""
_ARTICLE = "SELECT id, url, site, source_name, published_at, state, title, text FROM articles WHERE id = ?"


def search(
    connection: sqlite3.Connection, query: str, fold: Fold, limit: int = 20, offset: int = 0, newest: bool = False
) -> Results:
    """The articles that a query finds, best first, or newest first."""
    expression = match(query, fold)
    if not expression:
        return Results(0, ())
    bound = {"match": expression, "limit": limit, "offset": offset}
    total = connection.execute(_COUNT, {"match": expression}).fetchone()[0]
    ids = connection.execute(_NEWEST if newest else _BEST, bound).fetchall()
    rows = (connection.execute(_ARTICLE, (row[0],)).fetchone() for row in ids)
    terms = highlighted_terms(query, fold)
    return Results(total, tuple(_hit(row, terms, fold) for row in rows if row))


def _hit(row: tuple[int, str, str, str | None, str | None, str, str, str], terms: list[str], fold: Fold) -> Hit:
    article_id, url, site, source_name, published_at, state, title, text = row
    return Hit(
        article_id,
        url,
        site,
        source_name,
        published_at,
        state,
        highlighted(title, terms, fold),
        snippet(text, terms, fold),
    )


def highlighted_terms(query: str, fold: Fold) -> list[str]:
    """The folded strings to highlight: every word and phrase that is asked for, longest first."""
    asked = (
        _OUTER.sub("", quoted or word)
        for minus, _, quoted, word in _terms(query)
        if not minus and word not in ("OR", "AND")
    )
    return sorted({term.translate(fold).lower() for term in asked if term}, key=len, reverse=True)


def highlighted(text: str, terms: list[str], fold: Fold) -> tuple[str, ...]:
    """The original text cut into plain and highlighted pieces in turn, the first plain (perhaps empty)."""
    if not terms:
        return (text,)
    folded = text.translate(fold).lower()
    pattern = re.compile("|".join(map(re.escape, terms)))
    pieces, done = [], 0
    for found in pattern.finditer(folded if len(folded) == len(text) else text):
        pieces += [text[done : found.start()], text[found.start() : found.end()]]
        done = found.end()
    return (*pieces, text[done:])


def snippet(text: str, terms: list[str], fold: Fold) -> tuple[str, ...]:
    """Some of the text around the first term, highlighted, with … where it was cut."""
    folded = text.translate(fold).lower()
    places = [place for term in terms if (place := folded.find(term)) >= 0]
    start = max(0, min(places, default=0) - _SNIPPET // 4)
    cut = text[start : start + _SNIPPET].replace("\n\n", " ").replace("\n", " ")
    first, *rest = highlighted(cut, terms, fold)
    pieces = [f"{'…' if start else ''}{first}", *rest]
    if start + _SNIPPET < len(text):
        pieces[-1] += "…"
    return tuple(pieces)
