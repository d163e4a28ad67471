"""What a site does to an article later: it edits text, title or date, takes it down, restores it, moves it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from demo.histories.articles import COLUMNS, Article, Happening
from demo.histories.copying import LEAST_SHARE
from demo.histories.grammar import Writer
from demo.histories.texts import Body, Sentence, Version, find_share, sentences_of

# Of a hundred edits, by the size that each is meant to have.
SIZES = {"typo": 34, "sentence": 22, "paragraph": 14, "rewrite": 5, "title": 15, "date": 10}
HOW_GONE = ("404", "404", "404", "410", "notice", "redirect")
_EDITED, _GONE, _MOVED, _RESTORED = 0.22, 0.06, 0.03, 0.4
_SETTLED = 4  # days before the end, at which the last deletion is: it is gone after three of them
_LEAST_LEFT = 0.65  # of the longer text, by a paragraph: more is a rewrite
_TYPOS = "的地得在再做作像象和合以已其期及极份分带代近进查察须需"


def plan(chance: Random, article: Article, days: int) -> list[Happening]:
    """Plan what is to happen to an article: at most three changes, days apart."""
    planned, day = list[Happening](), article.listed + 1
    for _ in range(3):
        day += 1 + round(chance.expovariate(0.15))
        lot = chance.random()
        if day >= days - 1:
            break
        if lot < _EDITED:
            size = chance.choices(list(SIZES), list(SIZES.values()))[0]
            planned.append(Happening(day, "edited", article.key, size))
        elif lot < _EDITED + _MOVED:
            column = chance.choice([column for column in COLUMNS if column != article.column])
            planned.append(Happening(day, "moved", article.key, column))
            break
        elif lot < _EDITED + _MOVED + _GONE:
            if day > days - _SETTLED:
                break
            planned.append(Happening(day, "gone", article.key, chance.choice(HOW_GONE)))
            back = day + chance.randint(5, 20)
            if chance.random() < _RESTORED and back + (back - day) // 2 + 2 < days:
                planned.append(Happening(back, "restored", article.key, ""))
            break
        day += 1
    return planned


def happen(writer: Writer, articles: Mapping[int, Article], change: Happening) -> None:
    """Let a planned change happen; an edit that the text does not allow is one of a typo."""
    article = articles[change.key]
    if change.kind != "edited":
        article.changes.append(change)
        return
    size, version = _edit(writer, articles, article, change.how)
    article.versions.append((change.day, version))
    article.changes.append(replace(change, how=size))


def _edit(writer: Writer, articles: Mapping[int, Article], article: Article, size: str) -> tuple[str, Version]:
    before = article.latest
    if size == "title":
        is_own = articles[article.root].kind == "own"
        other = writer.write_title(article.subject, before.title) if is_own else f"{before.title}（更新）"
        return size, replace(before, title=other)
    if size == "date":
        later = timedelta(minutes=writer.chance.randint(11, 300)) if before.has_clock else timedelta(days=1)
        return size, replace(before, published=before.published + later)
    if size != "typo" and (body := _edit_body(writer, article, before.body, size)):
        root = articles[article.root]
        is_still_copy = any(find_share(body, version.body) >= LEAST_SHARE for _, version in root.versions)
        if article.root == article.key or is_still_copy:
            return size, before.with_body(body)
    return "typo", before.with_body(_misspell(writer, before.body))


def _edit_body(writer: Writer, article: Article, body: Body, size: str) -> Body | None:
    """Edit a text by a sentence, a paragraph or all over; None where the text or the article does not allow it."""
    chance, sentences = writer.chance, sentences_of(body)
    if article.kind not in ("own", "copy") or len(sentences) < 6 or len(body) < 3:
        return None
    paragraphs = list(body)
    at = chance.randrange(1, len(paragraphs))
    if size == "sentence":
        chosen = chance.choice(sentences[1:])
        new = writer.write_sentence(article.subject)
        way = chance.choice(("add", "remove", "replace"))
        parts = {"add": (chosen, new), "remove": (), "replace": (new,)}[way]
        return tuple(tuple(x for s in p for x in (parts if s is chosen else (s,))) for p in body)
    if size == "paragraph":
        if chance.random() < 0.5 and len(paragraphs[at]) > 1:
            paragraphs[at : at + 1] = []
        else:
            paragraphs[at:at] = [tuple(writer.write_sentence(article.subject) for _ in range(chance.randint(2, 4)))]
        return tuple(paragraphs) if find_share(tuple(paragraphs), body) >= _LEAST_LEFT else None
    if article.root != article.key:
        return None
    return tuple(tuple(_rewrite(writer, article, s) for s in p) for p in body)


def _rewrite(writer: Writer, article: Article, sentence: Sentence) -> Sentence:
    return writer.write_sentence(article.subject) if writer.chance.random() < 0.75 else sentence


def _misspell(writer: Writer, body: Body) -> Body:
    """Change one to three characters of a sentence."""
    chance = writer.chance
    chosen = chance.choice(sentences_of(body))
    words = list(chosen.words)
    for at in chance.sample(range(len(words) - 1), min(len(words) - 1, chance.choice((1, 1, 2, 3)))):
        old = words[at]
        others = "0123456789" if old.isascii() and old.isdigit() else _TYPOS
        words[at] = chance.choice([other for other in others if other != old])
    new = writer.alter(chosen, "".join(words))
    return tuple(tuple(new if s is chosen else s for s in p) for p in body)
