"""Which articles tell the same text follows from the articles alone, in whatever order they come, go and change."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from cundang.model.article import Article
from cundang.model.page import Record
from cundang.model.publisher import Publishers
from cundang.store import fingerprints
from cundang.store.articles import find_known
from cundang.store.rows import Rows
from pipelines import line
from tests.helpers.databases import rows
from tests.helpers.programs import archive
from upkeep.recluster import recluster_rows

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LETTERS = (
    "清淀湖边村镇渔船稻田堤岸芦苇荷花码头夜雨晨雾学校图书馆桥面水位孩子老人修缮铺设采摘记录整理一二三四五六七八九十"
)


def sentences(seed: int, count: int = 12) -> list[str]:
    """Sentences that no other seed has."""
    rng = random.Random(seed)
    return ["".join(rng.choices(LETTERS, k=rng.randint(12, 30))) + "。" for _ in range(count)]


@dataclass(frozen=True)
class Told:
    """An article: its name, which is its address and title, its text, and the minute in which it was published."""

    name: str
    text: str
    minute: int = 0
    title: str = ""


def article(told: Told, second: int) -> Article:
    title = told.title or f"标题{told.name}"
    return Article(
        url=f"http://{told.name}.example/a.html", site=told.name, title=title, text=told.text, content_id=None,
        tracking_number=None, published_at=(NOON + timedelta(minutes=told.minute)).isoformat(), published_raw=None,
        source_name=None, author=None, editor=None, section=None, language="zh", script="Hans",
        sha256=sha256(f"{title}\n{told.text}".encode()).hexdigest(), extractor="test",
        fetched_at=NOON + timedelta(seconds=second), found={},
    )  # fmt: skip


def fill(db: Path, told: Iterable[Told]) -> Rows:
    """An archive into which articles came in this order."""
    opened = Rows(db, Publishers())
    with opened.transaction():
        for second, each in enumerate(told):
            write(opened, each, second)
    return opened


def write(opened: Rows, told: Told, second: int) -> None:
    made = article(told, second)
    line.write(opened, made, find_known(opened.connection, made), Record("a.warc.gz", second))


def clusters(db: Path) -> list[set[str]]:
    found: dict[int, set[str]] = {}
    for site, cluster_id in rows(db, "SELECT site, cluster_id FROM articles WHERE cluster_id IS NOT NULL"):
        found.setdefault(cluster_id, set()).add(site)
    return sorted(found.values(), key=min)


def relations(db: Path) -> list[tuple[str, str, str]]:
    return rows(
        db,
        """SELECT a.site, r.kind, o.site FROM relations r JOIN articles a ON a.id = r.article_id
        JOIN articles o ON o.id = r.other_id ORDER BY a.site, o.site""",
    )


A, B, C, D = (sentences(seed) for seed in range(4))
TEXTS: Mapping[str, str] = {
    "a": "".join(A),
    "b": "".join(B),
    "c": "".join(C),
    "verbatim": "本报讯（记者 何禾）" + "\n\n".join(A) + "（完）",
    "cut": "".join(A[:8]),
    "edited": "".join([*A[:5], "湖边新添了长椅。", *A[5:]]),
    "less": "".join([*A[:4], *D]),  # a third of a, in a text of its own
    "all": "".join([*A, *B, *C]),  # a round-up
    "all again": "".join([*A, *B, *C]),
}
STORY = [Told(name, text, minute) for minute, (name, text) in enumerate(TEXTS.items())]


@pytest.mark.parametrize("seed", range(4))
def test_the_same_articles_give_the_same_clusters_in_any_order(tmp_path: Path, seed: int) -> None:
    told = random.Random(seed).sample(STORY, len(STORY))
    fill(tmp_path / "a.db", told).close()
    assert clusters(tmp_path / "a.db") == [{"a", "verbatim", "cut", "edited"}, {"all", "all again"}]
    assert relations(tmp_path / "a.db") == [
        ("all", "roundup", "a"), ("all", "roundup", "b"), ("all", "roundup", "c"), ("all again", "retitled", "all"),
        ("cut", "cut", "a"), ("edited", "edited", "a"), ("less", "excerpt", "a"), ("verbatim", "retitled", "a"),
    ]  # fmt: skip


def test_a_round_up_is_one_only_where_a_second_text_of_it_is_known(tmp_path: Path) -> None:
    half = "".join([*A, *B[:6]])
    db = tmp_path / "a.db"
    fill(db, [Told("a", "".join(A)), Told("both", half, 9)]).close()
    assert clusters(db) == [{"a", "both"}]
    fill(db, [Told("b", "".join(B))]).close()
    assert (clusters(db), relations(db)) == ([], [("both", "roundup", "a"), ("both", "roundup", "b")])


def test_what_two_later_articles_took_from_one_is_no_round_up(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    fill(db, [Told("whole", "".join(A), 0), Told("first", "".join(A[:7]), 1), Told("last", "".join(A[4:]), 2)]).close()
    assert clusters(db) == [{"whole", "first", "last"}]


def test_an_edit_moves_an_article_out_of_its_cluster_and_back(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    told = [Told("a", "".join(A)), Told("copy", "".join(A), 1), Told("b", "".join(B), 2)]
    opened = fill(db, told)
    for second, text in enumerate(("".join(B), "".join(C), "".join(A)), 100):
        with opened.transaction():
            write(opened, replace(told[1], text=text), second)
        fresh = tmp_path / f"{second}.db"
        fill(fresh, [told[0], told[2], replace(told[1], text=text)]).close()
        assert (clusters(db), relations(db)) == (clusters(fresh), relations(fresh))
        assert rows(db, "SELECT count(*) FROM clusters") == [(len(clusters(db)),)]
    assert rows(db, "SELECT a.site, o.site FROM events e JOIN articles a ON a.id = article_id "
        "JOIN articles o ON o.id = other_id WHERE kind = 'reprinted'") == [("a", "copy")]  # fmt: skip
    opened.close()


def test_a_copy_is_compared_with_the_version_of_its_original_that_it_was_made_of(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    original = Told("a", "".join(A))
    opened = fill(db, [original, Told("copy", "".join(A), 1, title="标题a")])
    with opened.transaction():
        write(opened, replace(original, text="".join([*A[:11], "末句换了说法。"])), 100)
    opened.close()
    assert relations(db) == [("copy", "verbatim", "a")]
    assert rows(db, "SELECT number FROM relations r JOIN revisions v ON v.id = r.revision_id") == [(1,)]


@pytest.mark.parametrize("seed", range(6))
def test_made_anew_all_is_the_same_also_where_shingles_are_too_frequent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(fingerprints, "MOST", 5)
    monkeypatch.setattr(fingerprints, "FEW", 2)
    rng = random.Random(seed)
    told = []
    for number in range(40):
        base = sentences(rng.randrange(6))
        kept = base[: rng.choice((4, 6, 8, 12, 12))]
        added = sentences(1000 + number, rng.choice((0, 0, 0, 2, 8)))
        told.append(Told(f"s{number}", "".join([*kept, *added]), number))
    db = tmp_path / "a.db"
    opened = fill(db, told)
    for second in range(100, 120):  # edits, so that frequent shingles become rare again
        with opened.transaction():
            number = rng.randrange(40)
            told[number] = replace(told[number], text="".join(sentences(rng.randrange(8, 10))))
            write(opened, told[number], second)
    before = clusters(db), relations(db), rows(db, "SELECT * FROM overlaps ORDER BY 1, 2")
    events = rows(db, "SELECT article_id, other_id FROM events WHERE kind = 'reprinted' ORDER BY 1, 2")
    with opened.transaction():
        recluster_rows(opened)
    opened.close()
    assert (clusters(db), relations(db), rows(db, "SELECT * FROM overlaps ORDER BY 1, 2")) == before
    assert rows(db, "SELECT article_id, other_id FROM events WHERE kind = 'reprinted' ORDER BY 1, 2") == events


def test_the_command_makes_clusters_anew_and_tells_of_drift(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    opened = fill(db, STORY)
    opened.connection.execute("DELETE FROM fingerprints WHERE article_id < 3")
    opened.close()
    told = archive("recluster", "--check", "--db", db)
    assert told.returncode == 1
    assert "2 fingerprints are missing, of an older text or without an article; `archive recluster` ma" in told.stderr
    assert "2 clusters of articles that tell the same text" in archive("recluster", "--db", db).stdout
    assert "the fingerprints agree with the texts" in archive("recluster", "--check", "--db", db).stdout


def test_an_edit_may_give_an_article_the_text_of_a_later_one_that_it_was_like(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    told = [Told("a", TEXTS["less"]), Told("b", "".join(A), 1), Told("c", "".join(A[:11]), 2)]
    opened = fill(db, told)
    with opened.transaction():
        write(opened, replace(told[0], text=told[2].text), 100)
    opened.close()
    assert (clusters(db), rows(db, "SELECT members FROM clusters")) == ([{"a", "b", "c"}], [(3,)])


def test_an_article_whose_text_is_too_short_now_has_nothing_of_others(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    told = Told("less", TEXTS["less"], 1)
    opened = fill(db, [Told("a", TEXTS["a"]), told])
    assert relations(db) == [("less", "excerpt", "a")]
    with opened.transaction():
        write(opened, replace(told, text="已删除。"), 100)
    opened.close()
    assert relations(db) == []


def test_an_excerpt_is_of_the_original_of_the_texts_that_have_it_also_when_that_changes(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    # What "less" has is in "b" and in "c" alone; "a", which has not, joins them as their original, and leaves them.
    a, late = Told("a", "".join(A[4:])), Told("less", "".join([*A[:3], *D]), 9)
    opened = fill(db, [late, Told("c", "".join(A[:11]), 2), Told("b", "".join(A), 1)])
    assert relations(db) == [("c", "cut", "b"), ("less", "excerpt", "b")]
    for second, text, original in ((100, a.text, "a"), (101, "".join(C), "b")):
        with opened.transaction():
            write(opened, replace(a, text=text), second)
        assert ("less", "excerpt", original) in relations(db)
    opened.close()


@pytest.mark.parametrize("seed", range(3))
def test_ties_are_not_decided_by_the_order_of_arrival(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    texts = [[*A], [*B], [*A, *B], [*C], [*A[:7]], [*A[5:]], [*B, *C], [*A[:3], *C[:3]], [*A[:6], *B[:6]], [*B[:5], *D]]
    told = [Told(f"s{number}", "".join(text), rng.randrange(3)) for number, text in enumerate(texts)]
    found = []
    for order in (told, rng.sample(told, len(told))):
        fill(tmp_path / "a.db", order).close()
        sql = "SELECT kind, shared, left_out, added, changed FROM relations ORDER BY 1, 2, 3, 4, 5"
        found.append((clusters(tmp_path / "a.db"), relations(tmp_path / "a.db"), rows(tmp_path / "a.db", sql)))
        (tmp_path / "a.db").unlink()
    assert found[0] == found[1]
