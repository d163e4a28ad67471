"""Which lines of a text are turns of a conversation: who speaks, a colon, and what is said (记者：谢谢您。)."""

import re
from collections import Counter
from collections.abc import Sequence

from cundang.text.fold import CJK, fold

_SPEAKER = re.compile(r"[\s(\[【]{0,4}([^\s:,。!?;()\[\]【】“”]{1,14})[\])】]?\s?:\s{0,3}(?=\S)")
_LONGEST_SPEAKER = 24  # characters of a line up to the colon
_CREDIT = re.compile(".{0,4}(?:作者|编辑|责编|校对|审核|监制|撰稿|来源)")  # a stop may stand behind the names of these
_SENTENCE = re.compile(r"[。!?…]|\.{3}")
# Characters that stand in what is said, and in no name.
_SAID = re.compile("[您你我他她它们吗呢吧啊呀嘛么的了是不这那哪谁怎嗯哦]|谢谢|再见|欢迎")
_NAMES = re.compile(
    rf"[{CJK}·]{{2,12}}(?:[\s、/]{{1,3}}[{CJK}·]{{2,12}}){{0,7}}(?:[_ ]?[A-Z]{{1,4}}\d{{1,7}})?(?:,(?:系|为|现任).{{2,60}})?"
)


def find_turns(lines: Sequence[str]) -> set[int]:
    """Find the lines of a text, by their numbers, that are turns of a conversation. Empty lines part nothing.

    A turn is a line with a speaker that is a sentence; so is one beside it, and one of a speaker with two sentences.
    Lines that name who made a text (编辑：..., 校对：...) have no sentences.

    >>> find_turns(["记者：船修好以后呢？", "船工：先试水。", "记者：谢谢您", "", "责编：林晓岚"])
    {0, 1, 2}
    """
    said: dict[int, tuple[str, str]] = {}
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled:
        if ":" not in fold(lines[number][:_LONGEST_SPEAKER]):
            continue
        beginning = fold(lines[number][:200])
        if speaker := _SPEAKER.match(beginning):
            words = beginning[speaker.end() :].strip()
            said[number] = speaker[1], words.removesuffix("。") if _CREDIT.fullmatch(speaker[1]) else words
    turns = {n for n, (_, words) in said.items() if _SAID.search(words) or _is_sentence(words)}
    counts = Counter(said[number][0] for number in turns)
    places = {number: place for place, number in enumerate(filled)}
    sentences = frozenset(turns)
    for number, (speaker_name, words) in said.items():
        place = places[number]
        is_beside = not sentences.isdisjoint(filled[max(0, place - 1) : place + 2])
        is_often = counts[speaker_name] >= 2
        if (is_often and is_beside) or ((is_often or is_beside) and not _NAMES.fullmatch(words)):
            turns.add(number)
    return turns


def _is_sentence(words: str) -> bool:
    return _SENTENCE.search(words) is not None and not _NAMES.fullmatch(words)
