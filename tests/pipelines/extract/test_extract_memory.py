"""What the archive learns of its sites: blocks that recur, and where profiles and the generic extractor disagree."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bench.extractor import extract as read_for_bench
from bench.extractor import learn
from cundang.model.boilerplate import Boilerplate
from cundang.model.page import Page
from cundang.model.profile import Profile
from cundang.model.publisher import Publisher, Publishers
from cundang.store.session import Session
from pipelines import line
from pipelines.extract import SAMPLE
from pipelines.extract.blocks import Block
from pipelines.extract.boilerplate import block_key, suppress_boilerplate
from pipelines.learn import recall
from tests.helpers.pages import SENTENCES, news_page
from tests.helpers.programs import archive
from upkeep.rebuild import rebuild

NOTE = "Readers who saw the flood are asked to send their photographs to the museum of the town before the end of May."
NOBODY = Publishers()
START = datetime(2024, 5, 1, 8, tzinfo=UTC)


def fill(db: Path, publishers: Publishers = NOBODY, pages: int = 5, apart: timedelta = timedelta(days=1)) -> None:
    with Session(db, db.with_suffix(".warc"), publishers, "import") as opened:
        for number in range(pages):
            markup = news_page(
                [f"{text[:-1]}, on day {number}." for text in SENTENCES] + [NOTE], title=f"Bridge, day {number}"
            )
            url = f"http://ferry.test/2024/{number}.html"
            line.run(opened, [Page(url, START + number * apart, 200, (), markup.encode())])
        opened.end("finished")


def texts(db: Path) -> list[str]:
    from sqlite_utils import Database

    with closing(Database(db)) as opened:
        return [row["text"] for row in opened.query("SELECT text FROM articles ORDER BY id")]


def test_what_recurs_is_learned_used_listed_and_revoked(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    fill(db)
    assert [NOTE in text for text in texts(db)] == [True, True, True, False, False]
    listed = [
        json.loads(row) for row in archive("sites", "ferry.test", "--memory", "--db", db, "--json").stdout.splitlines()
    ]
    assert (block_key(NOTE), 5) in [(row["key"], row["pages"]) for row in listed[0]]
    assert archive("sites", "ferry.test", "--revoke", block_key(NOTE), "--db", db).returncode == 0
    with Session(db, db.with_suffix(".warc"), Publishers(), "import") as opened:
        memory = recall(opened, "http://ferry.test/2024/9.html")
    assert memory is None or block_key(NOTE) not in memory.keys
    refused = archive("sites", "ferry.test", "--revoke", "0000", "--db", db)
    assert (refused.returncode, "not in the memory" in refused.stderr) == (2, True)


def nobody() -> Publishers:
    return NOBODY


def test_a_rebuild_reads_with_what_the_archive_remembers(tmp_path: Path) -> None:
    """Also the pages that came before anything recurred; done twice it gives the same, on any number of cores."""
    db = tmp_path / "archive.db"
    fill(db)
    changes = rebuild(db, db.with_suffix(".warc"), nobody, cores=1)
    assert dict(changes.fields["ferry.test"]) == {"text": 3}
    assert not any(NOTE in text for text in texts(db))
    assert rebuild(db, db.with_suffix(".warc"), nobody, dry_run=True, cores=2).fields == {}
    assert archive("verify", "--db", db).returncode == 0
    revoked = archive("sites", "ferry.test", "--revoke", block_key(NOTE), "--db", db)
    assert revoked.returncode == 0
    rebuild(db, db.with_suffix(".warc"), nobody, cores=1)
    assert all(NOTE in text for text in texts(db))


def test_what_recurs_within_a_day_is_not_yet_furniture(tmp_path: Path) -> None:
    fill(tmp_path / "archive.db", apart=timedelta(hours=1))
    assert all(NOTE in text for text in texts(tmp_path / "archive.db"))


def test_a_profile_that_takes_the_wrong_element_is_found_out(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    wrong = Profile(name="ferry", mark="main", title=("h1",), body=(".comments",))
    fill(
        db,
        Publishers((Publisher(name="ferry", hosts=("ferry.test",), profiles=(wrong,)),)),
        pages=12 * SAMPLE,
        apart=timedelta(0),
    )
    (row,) = json.loads(archive("check", "--rates", "--db", db, "--json").stdout)
    assert (row["site"], row["profile"]) == ("ferry", "ferry")
    assert row["pages"] == row["disagree"] > 3
    checked = archive("check", "--db", db)
    assert ("generic extractor disagree" in checked.stdout) == (row["pages"] >= 10)
    assert checked.returncode == (3 if checked.stdout else 0)


def block(text: str) -> Block:
    return Block(text, " ".join(text.split()), 0, 0, 1, 0, 0, 1, (), "", 0)


LEAD = "新区管委会今日召开新闻发布会，通报本年度重点项目的建设进展。会上发布了三项惠民措施，自下月起施行。"


@pytest.mark.parametrize(
    ("texts", "likely", "kept"),
    [
        (["Sign up for our newsletter"], [0.89], []),  # the classifier doubts, and another page has it too
        (["Here is the thing:"], [0.91], [0]),  # it does not
        (["2014年2月28日"], [0.8], [0]),  # the day that a document ends with
        (["One two three four."] * 2, [0.8, 0.8], [0, 1]),
        ([LEAD, LEAD[:-1], LEAD[:-2]], [0.8, 0.8, 0.8], [0, 1]),  # two of 50 ideographs are the lead
    ],
)
def test_what_stands_on_two_pages_goes_where_the_classifier_doubts(
    texts: list[str], likely: list[float], kept: list[int]
) -> None:
    memory = Boilerplate(frozenset(), frozenset(map(block_key, texts)))
    weighed = suppress_boilerplate(memory, [block(text) for text in texts], np.array(likely, np.float32), -1)
    assert np.flatnonzero(weighed).tolist() == kept


def test_what_only_differs_in_the_number_of_a_document_does_not_recur() -> None:
    assert len({block_key(f"京建发〔2014〕{number}号") for number in range(9)}) == 9
    assert len({block_key(f"网易体育9月{day}日报道：2014-09-{day}") for day in range(10, 20)}) == 10
    assert len({block_key(f"{LEAD[:-1]}，最高气温{number}度。") for number in range(9)}) == 9
    assert len({block_key(f"Displaying 1 - {number} (scroll right to see all products)") for number in range(9)}) == 1


def test_a_memory_is_learned_from_a_few_pages_of_a_site() -> None:
    """NOTE recurs; two addresses of one article are one page, or its own paragraphs would."""
    pages = [
        (news_page([f"{text[:-1]} ({word})." for text in SENTENCES] + [NOTE], title=f"Bridge, {word}").encode(), f"http://ferry.test/{word}.html")
        for word in ("one", "two", "three")
    ]  # fmt: skip
    memory = learn([*pages, pages[0], pages[0]])
    assert block_key(NOTE) in memory.keys
    for html, url in pages:
        told = read_for_bench(html, url, memory=memory)["text"]
        assert NOTE in read_for_bench(html, url)["text"]
        assert NOTE not in told
        assert told.count(f"({url[len('http://ferry.test/') : -5]})") == len(SENTENCES)


CAMP = "The builders are to live in a camp on the meadow, and the school of the village gets a second room for their children."
MAY = "The council meets again in May, when the drawings have come back from the capital, and will then choose the builder."


@pytest.mark.parametrize("day", ["", "2024-05-01"], ids=["undated", "dated"])
def test_an_article_at_several_addresses_keeps_its_text(tmp_path: Path, day: str) -> None:
    db = tmp_path / "archive.db"
    markup = news_page([*SENTENCES, CAMP, MAY], title="The second bridge")
    markup = markup.replace("<head>", f'<head><meta property="article:published_time" content="{day}">')
    with Session(db, db.with_suffix(".warc"), NOBODY, "import") as opened:
        for number in range(4):
            url = f"http://ferry.test/{'abcd'[number]}/bridge.html"
            line.run(opened, [Page(url, START + timedelta(days=number), 200, (), markup.encode())])
        opened.end("finished")
        assert recall(opened, "http://ferry.test/e.html") is None
    assert all(text.endswith(MAY) for text in texts(db))


def test_nothing_is_taken_out_where_most_of_the_text_recurs() -> None:
    """As in an archive that learned of such an article before copies were told apart."""
    blocks = [block(text) for text in [*SENTENCES, CAMP, MAY]]
    memory = Boilerplate(frozenset(block_key(each.text) for each in blocks))
    likely = np.full(len(blocks), 0.95, np.float32)
    assert (suppress_boilerplate(memory, blocks, likely, -1) == likely).all()
