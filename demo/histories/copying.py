"""What copying does to a text: cuts, other words, sentences added; passages for excerpts; parts for round-ups."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from demo.histories.grammar import Writer
from demo.histories.texts import Body, Paragraph, Sentence, find_share, length_of, sentences_of

LEAST_SHARE = 0.56  # of the longer text, that a copy has: clearly more than half
MOST_SHARE = 0.45  # of the longer text, that an excerpt or a round-up has: clearly less
PASSAGE = 80  # characters that an excerpt has at least: clearly more than a quotation
_NUMBER = re.compile(r"(?<![\d.])\d{1,4}(?![\d.])")
_DIGITS = "〇一二三四五六七八九"


def spell(number: int) -> str:
    """A number below 10,000 in Chinese words: 1026 is 一千零二十六."""
    if number == 0:
        return "零"
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return words.removeprefix("一") if words.startswith("一十") else words


def keep(body: Body, is_kept: Callable[[int], bool]) -> Body:
    """The sentences whose place is kept, in their paragraphs."""
    place, kept = 0, []
    for paragraph in body:
        rest = tuple(sentence for at, sentence in enumerate(paragraph, place) if is_kept(at))
        place += len(paragraph)
        if rest:
            kept.append(rest)
    return tuple(kept)


def cut(writer: Writer, body: Body) -> Body:
    """Leave out some of a text: its end, a stretch of its middle, or sentences here and there.

    A text that is too short for that stays whole.
    """
    chance, count = writer.chance, len(sentences_of(body))
    if count < 3:
        return body
    for _ in range(20):
        lost = max(1, round(count * chance.uniform(0.05, 0.45)))
        way = chance.choice(("end", "end", "middle", "scattered"))
        if way == "end":
            gone = set(range(count - lost, count))
        elif way == "middle":
            start = chance.randint(1, max(1, count - lost - 1))
            gone = set(range(start, min(count, start + lost)))
        else:
            gone = set(chance.sample(range(1, count), min(lost, count - 1)))
        kept = keep(body, lambda at, gone=gone: at not in gone)  # type: ignore[misc]
        if find_share(kept, body) >= LEAST_SHARE:
            return kept
    return body


def reword(writer: Writer, sentence: Sentence) -> Sentence:
    """Put a sentence in other words: synonyms, numbers in words, or a clause less or more."""
    chance = writer.chance
    words = writer.vary(sentence.words, 0.7) if chance.random() < 0.7 else sentence.words
    if words == sentence.words or chance.random() < 0.3:
        words = _NUMBER.sub(lambda found: spell(int(found[0])), words)
    if words == sentence.words:
        head, comma, rest = words.partition("，")
        words = f"目前，{words}" if not comma or len(rest) < 12 else f"{head}，据悉，{rest}"
    return writer.alter(sentence, words)


def edit(writer: Writer, body: Body, subject: Mapping[str, str]) -> Body:
    """Edit a text in copying it: words, sentences added, a paragraph of own reporting, and at times a cut."""
    chance = writer.chance
    for _ in range(20):
        start = cut(writer, body) if chance.random() < 0.3 else body
        ways = chance.sample(("words", "sentences", "paragraph"), chance.choice((1, 1, 2)))
        edited = [list(paragraph) for paragraph in start]
        if "words" in ways:
            likelihood = chance.uniform(0.05, 0.5)
            edited = [[reword(writer, s) if chance.random() < likelihood else s for s in p] for p in edited]
        if "sentences" in ways:
            for _ in range(chance.randint(1, max(1, len(sentences_of(start)) // 8))):
                paragraph = chance.choice(edited)
                paragraph.insert(chance.randint(1, len(paragraph)), writer.write_sentence(subject))
        if "paragraph" in ways:
            own = list(
                writer.write_body(subject, round(length_of(sentences_of(start)) * chance.uniform(0.05, 0.35)))[0]
            )
            edited.insert(chance.choice((len(edited), chance.randint(1, len(edited)))), own)
        found = tuple(map(tuple, edited))
        if find_share(found, body) >= LEAST_SHARE + 0.04 and found != start:
            return found
    whole = sentences_of(body)
    return _replace(body, {whole[-1].number: reword(writer, whole[-1])})


def _replace(body: Body, others: Mapping[int, Sentence]) -> Body:
    return tuple(tuple(others.get(sentence.number, sentence) for sentence in paragraph) for paragraph in body)


def choose_passage(writer: Writer, body: Body) -> Paragraph | None:
    """Choose 12 to 44 % of a text, sentences that follow each other; None where it is too short for that."""
    chance, sentences = writer.chance, sentences_of(body)
    whole = length_of(sentences)
    for _ in range(30):
        start = chance.randrange(len(sentences))
        passage = tuple(sentences[start : start + chance.randint(1, max(1, len(sentences) // 2))])
        if length_of(passage) >= PASSAGE and 0.12 <= length_of(passage) / whole <= MOST_SHARE - 0.01:
            return passage
    return None


def put_excerpt(writer: Writer, passage: Paragraph, subject: Mapping[str, str], head: str) -> Body:
    """Write an article of one's own around a passage of another; `head` names whose it is, in a sentence."""
    length = max(round(length_of(passage) * writer.chance.uniform(1.4, 3)), writer.choose_length())
    own = list(writer.write_body(subject, length))
    lead = (writer.sentence(head),) if head else ()
    own.insert(writer.chance.randint(1, len(own)), (*lead, *passage))
    return tuple(own)


def round_up(writer: Writer, bodies: list[Body]) -> Body:
    """Write a round-up: each text whole or in part, with bridges of one's own; none is as much as half of it."""
    chance, parts = writer.chance, list[Body]()
    for body in bodies:
        count = len(sentences_of(body))
        most = count if chance.random() < 0.4 else max(1, round(count * chance.uniform(0.3, 0.8)))
        while most < count and length_of(sentences_of(body)[:most]) < PASSAGE:
            most += 1
        parts.append(keep(body, lambda at, most=most: at < most))  # type: ignore[misc]
    made: list[Paragraph] = [(writer.write_sentence(writer.choose_subject(), "bridge"),)]
    for part in parts:
        made += [(writer.write_sentence(writer.choose_subject(), "bridge"),), *part]
    while any(find_share(tuple(made), body) > MOST_SHARE for body in bodies):
        made.append((writer.write_sentence(writer.choose_subject(), "bridge"),))
    return tuple(made)


def convert(body: Body, to: Callable[[str], str]) -> Body:
    """The same text in another script: no sentence is another for that."""
    return tuple(tuple(replace(sentence, words=to(sentence.words)) for sentence in p) for p in body)
