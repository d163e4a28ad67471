"""`python -m bench.bulletins`: whether bulletins that are alike by their form are kept apart, and what they cost.

The bulletins are made of the sentences in bench/bulletins.toml: twenty kinds, of the offices of fifty made-up towns,
each office with closing sentences of its own that stay the same from day to day and are a third to four fifths of the
text. Some are corrected on the same day (one number is another), some are reprinted by another site, which puts a
dateline before them or leaves a closing sentence out: these are copies, and no others are. A false join is a pair of
articles of one cluster that are not copies.
"""

import argparse
import random
import re
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from cundang.model.article import Article
from cundang.model.page import Record
from cundang.model.publisher import Publishers
from cundang.store.articles import find_known
from cundang.store.clusters import replace_copies
from cundang.store.rows import Rows
from pipelines import line

_KINDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_FIRST, _SECOND = "青松石柳云白清南竹枫", "溪坪湾渡岭"  # of the names of towns
_AREAS = [a + b for a in "东西上下前后大小新旧" for b in "桥塘坊洲坡营埠堰庄浦"]
_SURNAMES, _GIVEN = "甄幸谷岑荆闵鄢郜冼璩", "禾苇舟岚砚樵笛芷梧澄砾霁"
_POSTS = ["镇长", "副镇长", "局长", "副局长", "主任", "秘书长", "站长", "馆长", "委员", "所长"]
_FIRMS = [
    a + b for a in ("禾光", "苇海", "砾川", "远帆", "澄江", "笛声", "樵歌") for b in ("船业", "茶业", "机械", "建材")
]
_START = date(2023, 1, 1)
_SLOT = re.compile(r"\[([^\]]+)\]")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_NUMBER = re.compile(r"(?<![\d年月.:])\d+(?:\.\d+)?(?![\d年月日时:])")  # of a text, not of a date or a time
_SIZE = (
    "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'fingerprints%' OR name LIKE 'shingles%' OR name LIKE 'overlaps%'"
)
_SENTENCE = re.compile(r"[^。]+。")


@dataclass(frozen=True)
class Bulletin:
    """A bulletin: what it is of, its text, and the number of the one that it is a copy of."""

    number: int
    kind: str
    site: str
    day: int
    text: str
    minute: int = 0
    copy_of: int | None = None


def make_bulletins(count: int, towns: int = 50, seed: int = 1) -> list[Bulletin]:
    """So many bulletins in the order of time; one in twenty is a copy of another."""
    chance = random.Random(seed)
    places = [a + b for b in _SECOND for a in _FIRST][:towns]
    closings = {
        (kind, place): _choose_closing(form["fixed"], chance) for kind, form in _KINDS.items() for place in places
    }
    made: list[Bulletin] = []
    day = 0
    while len(made) < count:
        for (kind, place), closing in closings.items():
            text = _fill(_KINDS[kind]["news"], place, day, chance)
            text += "".join(f"{_fill(sentence, place, day, chance)}。" for sentence in closing)
            made.append(Bulletin(len(made), kind, f"site{places.index(place)}", day, text))
            if chance.random() < 0.053:
                made.append(_copy(made[-1], len(made), chance))
        day += 1
    return made[:count]


def _choose_closing(fixed: list[str], chance: random.Random) -> list[str]:
    """Closing sentences of an office."""
    return chance.sample(fixed, chance.randint(3, len(fixed)))


def _fill(form: str, place: str, day: int, chance: random.Random) -> str:
    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        today = _START + timedelta(day)
        if found := _RANGE.fullmatch(name):
            low, high = found.groups()
            places = len(low.partition(".")[2])
            return f"{chance.uniform(float(low), float(high)):.{places}f}" if places else str(_draw(low, high, chance))
        if name == "time":
            return f"{chance.randint(5, 22)}时{chance.randint(0, 59):02}分"
        if name == "name":
            return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.randint(1, 2)))
        day_of_month = f"{today.month}月{today.day}日"
        known = {"place": [place], "day": [day_of_month], "date": [f"{today.year}年{day_of_month}"]}
        pools = {"area": _AREAS, "post": _POSTS, "firm": _FIRMS, **known}
        return chance.choice(pools.get(name) or name.split("|"))

    return _SLOT.sub(fill, form)


def _draw(low: str, high: str, chance: random.Random) -> int:
    return chance.randint(int(low), int(high))


def _copy(model: Bulletin, number: int, chance: random.Random) -> Bulletin:
    """A correction of a bulletin, of one number, or else a reprint of it by another site."""
    copy = replace(model, number=number, minute=90, copy_of=model.number)
    numbers = [*_NUMBER.finditer(model.text)]
    if chance.random() < 0.5 and len(numbers) > 3:
        wrong = chance.choice(numbers)
        right = f"{float(wrong[0]) * 1.1 + 1:.0f}"
        return replace(copy, text=f"{model.text[: wrong.start()]}{right}{model.text[wrong.end() :]}")
    sentences = _SENTENCE.findall(model.text)
    if chance.random() < 0.5:
        sentences[0] = f"本报讯（记者 何禾）{sentences[0]}"
    if len(sentences) > 5 or chance.random() < 0.3:
        sentences.pop()
    return replace(copy, site="reprints", text="\n\n".join(sentences))


@dataclass(frozen=True)
class Joined:
    """What an archive made of bulletins: the pairs it joined, by their numbers, and for an article milliseconds, of
    which the clusters take `copies_ms`, and the bytes of what copies are found by.
    """

    pairs: frozenset[tuple[int, int]]
    ms: float
    copies_ms: float
    bytes: float
    relations: Counter[str]


def fill(db: Path, bulletins: Iterable[Bulletin]) -> Joined:
    """Fill an archive with them, in this order."""
    rows = Rows(db, Publishers())
    spent = copies_spent = count = 0.0
    with rows.transaction():
        for bulletin in bulletins:
            made = _make_article(bulletin)
            started = time.perf_counter()
            rows.defers_clusters = True
            line.write(rows, made, find_known(rows.connection, made), Record("a.warc.gz", bulletin.number))
            rows.defers_clusters = False
            begun = time.perf_counter()
            (number,) = rows.connection.execute("SELECT max(id) FROM articles").fetchone()
            replace_copies(rows, number, None, made.text)
            copies_spent += time.perf_counter() - begun
            spent += time.perf_counter() - started
            count += 1
    members = defaultdict[int, list[int]](list)
    for url, cluster in rows.connection.execute(
        "SELECT url, cluster_id FROM articles WHERE cluster_id IS NOT NULL ORDER BY cluster_id"
    ):
        members[cluster].append(int(re.findall(r"\d+", url)[-1]))
    relations = Counter(dict(rows.connection.execute("SELECT kind, count(*) FROM relations GROUP BY kind").fetchall()))
    (size,) = rows.connection.execute(_SIZE).fetchone()
    rows.close()
    pairs = frozenset(pair for numbers in members.values() for pair in combinations(sorted(numbers), 2))
    return Joined(pairs, 1000 * spent / count, 1000 * copies_spent / count, size / count, relations)


def _make_article(bulletin: Bulletin) -> Article:
    moment = datetime(2023, 1, 1, 8, tzinfo=UTC) + timedelta(bulletin.day, minutes=bulletin.minute)
    title = f"{bulletin.kind} {bulletin.day}"
    return Article(
        url=f"http://{bulletin.site}.example/{bulletin.number}.html", site=bulletin.site, title=title,
        text=bulletin.text, content_id=None, tracking_number=None, published_at=moment.isoformat(), published_raw=None,
        source_name=None, author=None, editor=None, section=None, language="zh", script="Hans",
        sha256=sha256(f"{title}\n{bulletin.text}".encode()).hexdigest(), extractor="bench", fetched_at=moment, found={},
    )  # fmt: skip


def list_copies(bulletins: Iterable[Bulletin]) -> Iterator[tuple[int, int]]:
    """The pairs that are truly copies."""
    return ((each.copy_of, each.number) for each in bulletins if each.copy_of is not None)


def main() -> None:
    """Fill an archive with few bulletins, of which each is compared with each, and one with many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, action="append", help="how many bulletins; 1,000 and 20,000")
    parser.add_argument("--show", type=int, default=0, help="so many wrong pairs of each count")
    given = parser.parse_args()
    for count in given.count or [1000, 20_000]:
        bulletins = make_bulletins(count, towns=min(50, max(2, count // 200)))
        true = frozenset(list_copies(bulletins))
        with tempfile.TemporaryDirectory() as folder:
            joined = fill(Path(folder, "archive.db"), bulletins)
        false = sorted(joined.pairs - true)
        print(
            f"{count:,} bulletins: {len(false)} false joins; {len(joined.pairs & true)} of {len(true)} copies found; "
            f"{joined.ms:.1f} ms an article, {joined.copies_ms:.1f} of them for clusters; "
            f"relations: {dict(sorted(joined.relations.items()))}"
        )
        by_kind = Counter(bulletins[pair[1]].kind for pair in false)
        missed = Counter(bulletins[pair[1]].kind for pair in true - joined.pairs)
        for name, counted in (("false", by_kind), ("missed", missed)):
            if counted:
                print(f"  {name} by kind: {dict(counted.most_common())}")
        for pair in [*false[: given.show], *sorted(true - joined.pairs)[: given.show]]:
            print("".join(f"  {number}: {bulletins[number].text}\n" for number in pair))


if __name__ == "__main__":
    main()
