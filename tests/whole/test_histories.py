"""Made-up histories (demo/histories) and what is measured with them (bench/histories.py), both short."""

import os
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from bench.histories import Report
from bench.histories_archive import Told, crawl, fill, read_told
from bench.histories_scores import (
    Event,
    Score,
    confuse,
    confuse_parts,
    judge_origins,
    match_events,
    pairs_of,
    score,
    share_on_diagonal,
)
from demo.histories.copying import LEAST_SHARE, MOST_SHARE, spell
from demo.histories.history import History, make_history
from demo.histories.houses import HOUSES
from demo.histories.pages import FRONT_DAYS
from demo.histories.texts import Sentence, Version, find_share, sentences_of
from demo.histories.truth import classify, find_truth
from tests.helpers.paths import ROOT

DIGEST = """
from hashlib import sha256
from demo.histories.history import make_history
print(sha256(repr(make_history(120, 3, 12).articles).encode()).hexdigest())
"""


BY_HOUSE = {house.name: house.publisher for house in HOUSES}


@pytest.fixture(scope="module")
def history() -> History:
    return make_history(400, seed=5, days=30)


def test_a_history_follows_from_its_seed_alone() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    found = subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    here, other = (sha256(repr(make_history(120, seed, 12).articles).encode()).hexdigest() for seed in (3, 4))
    assert found.stdout.strip() == here != other


def test_a_history_has_all_that_is_measured(history: History) -> None:
    truth = find_truth(history)
    assert set(truth.classes.values()) == {"verbatim", "retitled", "cut", "edited"}
    assert truth.excerpts
    assert truth.roundups
    sizes = {"typo", "sentence", "paragraph", "title", "date"}
    assert {c.how for c in history.happened if c.kind == "edited"} - {"rewrite"} == sizes
    assert {c.kind for c in history.happened} == {"edited", "gone", "restored", "moved"}
    assert any(a.listed > a.day for a in history.shown), "an original that comes into the archive after its copies"
    assert {a.latest.has_clock for a in history.shown if a.kind == "copy"} == {True, False}
    assert any(a.latest.source is None for a in history.shown if a.kind == "copy")
    conflicts = [a for a in history.shown if a.kind == "copy" and a.latest.source == BY_HOUSE[a.house]]
    assert conflicts, "copies that say they are their house's own"


def test_copies_have_more_than_half_of_the_original_and_others_less(history: History) -> None:
    truth, articles = find_truth(history), history.articles
    for copy, original in truth.classes:
        root = articles[articles[original].root]
        assert max(find_share(articles[copy].latest.body, v.body) for _, v in root.versions) >= LEAST_SHARE
    for one, other in truth.sharing:
        if articles[one].root != articles[other].root:
            assert find_share(articles[one].latest.body, articles[other].latest.body) < MOST_SHARE + 0.02


def test_different_articles_share_no_sentence_but_by_chance(history: History) -> None:
    written = {s.number: s.words for a in history.shown if a.kind == "own" for s in sentences_of(a.versions[0][1].body)}
    several = {words for words, count in Counter(written.values()).items() if count > 1}
    assert len(several) < len(written) / 1000


def test_what_a_copy_did_is_told_by_its_sentences() -> None:
    one, two, three = (Sentence(number, 0, "水库") for number in (1, 2, 3))
    original = Version("甲", ((one, two), (three,)), published=None)  # type: ignore[arg-type]
    assert classify(original, original) == "verbatim"
    assert classify(Version("乙", original.body, None), original) == "retitled"  # type: ignore[arg-type]
    assert classify(original.with_body([[one], [three]]), original) == "cut"
    assert classify(original.with_body([[one, Sentence(2, 7, "水塘")], [three]]), original) == "edited"
    assert classify(original.with_body([[one, two, Sentence(9, 0, "本报")], []]), original) == "edited"
    assert find_share(((one, two),), ((two,), (three, Sentence(4, 0, "大坝")))) == 2 / 6


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "零"), (7, "七"), (10, "十"), (12, "十二"), (300, "三百"), (1026, "一千零二十六"), (9009, "九千零九")],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert spell(number) == words


def test_an_archive_that_is_filled_has_each_article_and_each_edit(tmp_path: Path) -> None:
    history = make_history(36, seed=2, days=9, houses=HOUSES[:4])
    fill(history, tmp_path / "a.db")
    told = read_told(history, tmp_path / "a.db")
    assert told.stored == {article.key for article in history.shown}
    true = [Event(c.key, c.kind, c.day, c.how) for c in history.happened if c.kind == "edited"]
    pairs, missed, false = match_events([event for event in told.events if event.kind == "edited"], true)
    assert (missed, false) == ([], [])
    assert pairs
    assert all(happened.day == found.day for happened, found in pairs)
    truth = find_truth(history)
    assert pairs_of(truth.clusters.values()) & pairs_of(told.members.values()), "a copy is found"


def test_two_days_are_crawled_and_an_edit_between_them_is_told(tmp_path: Path) -> None:
    history = make_history(70, seed=1, days=12, houses=HOUSES[:3])
    edit = next(
        c for c in history.happened if c.kind == "edited" and history.articles[c.key].listed > c.day - 1 - FRONT_DAYS
    )
    days = (edit.day - 1, edit.day)
    crawl(history, tmp_path / "a.db", days)
    told = read_told(history, tmp_path / "a.db")
    listed = {a.key for a in history.shown if days[0] - FRONT_DAYS < a.listed <= days[1] and not a.state_on(days[1])}
    assert told.stored >= listed
    assert Event(edit.key, "edited", edit.day) in {Event(e.key, e.kind, e.day) for e in told.events}
    happened = {(c.key, c.kind) for c in history.happened if c.day == days[1]}
    assert {(event.key, event.kind) for event in told.events} <= happened


def test_scores_of_sets_of_pairs() -> None:
    found, true = pairs_of([{1, 2, 3}, {7, 8}]), pairs_of([{1, 2}, {7, 8, 9}])
    assert found == {(1, 2), (1, 3), (2, 3), (7, 8)}
    scored = score(found, true)
    assert scored == Score(right=2, false=2, missed=2)
    assert (scored.precision, scored.recall, scored.f1) == (0.5, 0.5, 0.5)
    assert score([], []).precision == 1
    assert score([], [1]).f1 == 0


def test_scores_of_classes() -> None:
    true = {(2, 1): "cut", (3, 1): "edited", (5, 4): "verbatim", (6, 4): "retitled"}
    table = confuse({(2, 1): "cut", (1, 3): "edited", (6, 4): "edited"}, true)
    assert table == {("cut", "cut"): 1, ("edited", "other"): 1, ("verbatim", "none"): 1, ("retitled", "edited"): 1}
    assert share_on_diagonal(table) == 0.25


def test_scores_of_parts() -> None:
    true = {(9, 1): "excerpt", (8, 1): "excerpt", (7, 3): "roundup", (7, 4): "roundup"}
    found = {(9, 1): "excerpt", (1, 8): "excerpt", (7, 3): "excerpt", (20, 21): "roundup", (10, 2): "excerpt"}
    table, false = confuse_parts(found, true, {(1, 9), (1, 8), (3, 7), (4, 7)}, {10: 9, 2: 1})
    assert table == {
        ("excerpt", "excerpt"): 1,
        ("excerpt", "reversed"): 1,
        ("roundup", "excerpt"): 1,
        ("roundup", "none"): 1,
    }
    assert false == [(20, 21)], "10 is a copy of 9, and 2 of 1"


def test_scores_of_origins() -> None:
    members = {1: {1, 2, 3}, 5: {5, 9}}
    assert judge_origins({1: 2, 5: 5}, members, {1: {1, 2, 3, 4}, 5: {5, 6}, 7: {7, 8}}) == {1: 2, 5: None, 7: None}


def test_scores_of_events() -> None:
    true = [Event(1, "edited", 3, "typo"), Event(1, "edited", 6, "title"), Event(2, "gone", 4)]
    found = [Event(1, "edited", 4, "typo"), Event(1, "edited", 5, "title"), Event(2, "gone", 3)]
    pairs, missed, false = match_events(found, true)
    assert pairs == [(true[0], found[0])]
    assert missed == [true[2], true[1]]
    assert false == [found[1], found[2]]


def test_what_is_wrong_is_printed_and_misses_a_goal(history: History, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(history)
    truth = report.truth
    told = Told(
        members=dict(truth.clusters),
        firsts=truth.originals,
        relations={
            **truth.classes,
            **dict.fromkeys(truth.excerpts, "excerpt"),
            **dict.fromkeys(truth.roundups, "roundup"),
        },
        events=[Event(c.key, c.kind, c.day, c.how) for c in history.happened],
    )
    report.print_copies(told)
    report.print_events(told, ("edited", "gone"))
    assert report.missed == []
    assert [line for line in report.wrong if not line.startswith("origin outside")] == []
    pair = min(truth.classes)
    told.relations[pair] = "excerpt"
    told.events.append(Event(min(truth.clusters), "gone", 29))
    report.print_copies(told)
    report.print_events(told, ("gone",))
    assert any(line.startswith("class excerpt") for line in report.wrong)
    assert [line.partition(":")[0] for line in report.missed] == ["gone, false"]
    assert "1.0000" in capsys.readouterr().out
