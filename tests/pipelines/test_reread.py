"""An edit is the site's: what a newer reader, layout or memory of ours reads differently is none, and hides none."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from cundang.model.page import Page
from cundang.model.profile import Profile
from cundang.model.publisher import Publisher, Publishers
from cundang.store.session import Session
from pipelines import line, reread
from pipelines.keep import keep
from tests.helpers.databases import change, rows
from tests.helpers.pages import page
from upkeep.rebuild import rebuild
from upkeep.verify import verify

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "http://news.weitang.example/2026/03/01/a.html"
TIDE = "清早的潮水退得很低，码头上的人都下到滩上去拾贝，孩子们提着竹篮跟在后面，一直走到看不见岸的地方。"
BOAT = "午后来了一条运石料的船，搁在外面进不来，船老大坐在缆桩上抽烟，说要等到夜里的那一潮。"
NOTE = "镇上的渡口从下月起改为每天六班，末班晚上八点开，请过河的乡亲互相转告，不要误了船。"
SITE = Publisher(name="weitang", hosts=("weitang.example",))
# The layout of a later version of this software: it knows that the notice is none of the article, and where the author is.
LAYOUT = Profile(
    name="weitang-2026", mark="div.story", title=("h1",), body=("div.story",), author=("b.who",), drop=("p.note",)
)
OLD, NEW = Publishers((SITE,)), Publishers((replace(SITE, profiles=(LAYOUT,)),))
pytestmark = pytest.mark.usefixtures("forked_workers")
VERSIONS = "SELECT id, number, fetched_at, text, author, extractor FROM revisions ORDER BY number"
EVENTS = "SELECT at, kind, size, added, removed, detail FROM events ORDER BY at, id"


def seen(hour: int, *paragraphs: str, who: str = "江晚舟", note: str = NOTE, more: str = "") -> Page:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    markup = (
        f"<!doctype html><html><head><title>退潮</title></head><body><h1>退潮</h1><p class=box>码头 <b class=who>{who}</b></p>"
        f'<div class="story">{body}<p class="note">{note}</p></div>{more}</body></html>'
    )
    return page(markup, "text/html; charset=utf-8", URL, NOON + timedelta(hours=hour))


def take(db: Path, publishers: Publishers, *pages: Page | Sequence[Page], command: str = "crawl") -> list[str]:
    """What became of pages that came one after the other; one that is several is an article of so many pages."""
    outcomes = []
    with Session(db, db.with_suffix(".warc"), publishers, command) as opened:
        for each in pages:
            parts = [each] if isinstance(each, Page) else list(each)
            kept = keep(opened, parts[0])
            for part in parts[1:]:
                opened.record_outcome(keep(opened, part), "part", part.body)
            outcomes.append(line.run(opened, parts, kept).kind)
        opened.end("finished")
    return outcomes


def agrees_with_rebuild(db: Path, publishers: Publishers) -> None:
    """The archive says what a rebuild by today's rules says, and is whole."""
    told = [rows(db, sql) for sql in (VERSIONS, EVENTS, "SELECT title, text, author, changed_at FROM articles")]
    assert verify(db, db.with_suffix(".warc")).faults == []
    rebuild(db, db.with_suffix(".warc"), partial(Publishers, publishers.known), cores=1)
    assert [rows(db, sql) for sql in (VERSIONS, EVENTS, "SELECT title, text, author, changed_at FROM articles")] == told


def test_another_reading_of_the_same_words_is_no_edit(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert take(db, OLD, seen(0, TIDE, BOAT)) == ["new"]
    assert NOTE in rows(db, "SELECT text FROM articles")[0].text
    assert take(db, NEW, seen(5, TIDE, BOAT, more="<p>阅读 18</p>")) == ["unchanged"]
    [version] = rows(db, VERSIONS)
    assert (version.id, version.extractor, version.author, version.fetched_at[11:13]) == (
        1,
        "weitang-2026",
        "江晚舟",
        "12",
    )
    assert version.text == rows(db, "SELECT text FROM articles")[0].text == f"{TIDE}\n\n{BOAT}"
    assert rows(db, "SELECT kind FROM events ORDER BY id") == [("new",)]
    assert rows(db, "SELECT name FROM people") == [("江晚舟",)]
    assert rows(db, "SELECT outcome FROM fetches") == [("new",), ("unchanged",)]
    assert rows(db, "SELECT edited, unchanged FROM runs WHERE id = 2") == [(0, 1)]
    assert rows(db, "SELECT last_seen_at, changed_at FROM articles") == [
        ("2026-03-01T17:00:00+00:00", "2026-03-01T12:00:00+00:00")
    ]
    agrees_with_rebuild(db, NEW)


def test_an_edit_behind_another_reading_is_told_alone(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    take(db, OLD, seen(0, TIDE, BOAT), seen(1, TIDE, BOAT.replace("石料", "石灰")))
    assert take(db, NEW, seen(5, TIDE, BOAT.replace("运石料", "运木料"))) == ["edited"]
    assert [(row.at[11:13], row.kind, row.size, row.added, row.removed) for row in rows(db, EVENTS)] == [
        ("12", "new", None, None, None),
        ("13", "edited", "typo", 1, 1),  # of the two versions before, as they are read now
        ("17", "edited", "typo", 2, 2),
    ]
    assert [json.loads(row.detail) for row in rows(db, EVENTS)[1:]] == [{"fields": ["text"]}] * 2
    assert [(row.id, row.extractor) for row in rows(db, VERSIONS)] == [(number, "weitang-2026") for number in (1, 2, 3)]
    agrees_with_rebuild(db, NEW)


def test_what_an_older_reader_could_not_see_is_told_when_it_was_there(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert take(db, OLD, seen(0, TIDE, BOAT), seen(2, TIDE, BOAT, who="罗照溪")) == ["new", "unchanged"]
    assert take(db, NEW, seen(5, TIDE, BOAT, who="罗照溪")) == ["unchanged"]
    assert [(row.at[11:13], row.kind, row.detail) for row in rows(db, EVENTS)] == [
        ("12", "new", None),
        ("14", "edited", '{"fields": ["author"]}'),
    ]
    agrees_with_rebuild(db, NEW)


def test_what_only_an_older_reader_saw_is_no_version(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    copied = replace(seen(2, TIDE, BOAT, note=NOTE.replace("六班", "五班")), url="http://xinwen.example/1.html")
    take(db, OLD, seen(0, TIDE, BOAT), seen(1, TIDE, BOAT, note=NOTE.replace("六班", "五班")), copied)
    assert [row.kind for row in rows(db, EVENTS)] == ["new", "edited", "new", "reprinted"]
    assert rows(db, "SELECT kind, revision_id FROM relations") == [("verbatim", 2)]
    assert take(db, NEW, seen(5, TIDE, BOAT)) == ["unchanged"]
    assert rows(db, "SELECT id, number FROM revisions WHERE article_id = 1") == [(1, 1)]
    assert [row.kind for row in rows(db, EVENTS)] == ["new", "new", "reprinted"]
    assert rows(db, "SELECT revision_id FROM relations") == [(1,)]


def test_a_true_edit_is_never_hidden(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    take(db, OLD, seen(0, TIDE, BOAT))
    edits = [
        seen(1, TIDE.replace("很低", "极低"), BOAT),  # a character
        seen(2, TIDE, BOAT),  # and back: what was held before the version that is shown
        seen(3, TIDE),  # a paragraph less
        seen(4, TIDE, NOTE),  # what this reader takes for a notice, moved into the text
        seen(5, TIDE, NOTE, who="罗照溪"),
    ]
    assert take(db, NEW, *edits) == ["edited"] * 5
    assert [json.loads(row.detail)["fields"] for row in rows(db, EVENTS)[1:]] == [["text"]] * 4 + [["author"]]
    agrees_with_rebuild(db, NEW)


@pytest.mark.parametrize("lost", ["missing", "refused", "worse"])
def test_an_edit_says_that_the_page_before_could_not_be_read_again(tmp_path: Path, lost: str) -> None:
    db = tmp_path / "a.db"
    take(db, OLD, seen(0, TIDE, BOAT), seen(1, TIDE, BOAT, note=NOTE.replace("六班", "五班")))
    if lost == "missing":
        for path in db.with_suffix(".warc").iterdir():
            path.unlink()
    else:
        body = "<p>空白</p>" if lost == "refused" else "<p>退潮了，码头上没有人。</p>" * 2
        other = page(body, url=URL, fetched_at=NOON + timedelta(hours=1))
        with Session(db, db.with_suffix(".warc"), OLD, "crawl") as opened:
            record = keep(opened, other).record
        change(db, "UPDATE revisions SET warc_offset = ? WHERE number = 2", record.warc_offset)
    assert take(db, NEW, seen(5, TIDE, BOAT)) == ["edited"]
    marked = {"fields": ["text", "author"], "reread": False}
    assert [json.loads(row.detail) for row in rows(db, EVENTS)[1:]] == [{"fields": ["text"]}, marked]
    assert NOTE.replace("六班", "五班") in rows(db, VERSIONS)[1].text  # what was read then stays
    assert take(db, NEW, seen(3, TIDE, BOAT + BOAT)) == ["edited"]  # a page that was seen between the two
    assert [json.loads(row.detail).get("reread") for row in rows(db, EVENTS)[1:]] == [None, False, None]


def test_the_further_pages_of_an_article_are_read_again_too(tmp_path: Path) -> None:
    def both(hour: int, last: str) -> list[Page]:
        link = '<div class="pages"><a href="a_2.html">下一页</a></div>'
        second = replace(seen(hour, last, last[::-1]), url=URL.replace("a.html", "a_2.html"))
        return [seen(hour, TIDE, more=link), second]

    db, layout = tmp_path / "a.db", replace(LAYOUT, next_page=("div.pages a",))
    old = Publishers((replace(SITE, profiles=(replace(layout, name="weitang-2025", drop=()),)),))
    new = Publishers((replace(SITE, profiles=(layout,)),))
    assert take(db, old, both(0, BOAT)) == ["new"]
    assert rows(db, "SELECT text FROM articles")[0].text.count(NOTE) == 1
    assert take(db, new, both(5, BOAT)) == ["unchanged"]
    assert rows(db, "SELECT text FROM articles") == [(f"{TIDE}\n\n{BOAT}\n\n{BOAT[::-1]}",)]
    assert take(db, new, both(6, BOAT.replace("夜里", "明早"))) == ["edited"]
    change(db, "DELETE FROM fetches WHERE outcome = 'part'")  # half an article is no reading of it
    newest = Publishers((replace(SITE, profiles=(replace(layout, name="weitang-2027", drop=("p.note", "b")),)),))
    assert take(db, newest, both(8, BOAT)) == ["edited"]
    assert json.loads(rows(db, EVENTS)[-1].detail)["reread"] is False


def test_a_file_that_is_imported_again_after_an_update_is_no_edit(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    undated = replace(seen(0, TIDE, BOAT), status=0, is_sighting=False)
    later = replace(undated, fetched_at=undated.fetched_at + timedelta(days=3))
    assert take(db, OLD, undated, command="import") == ["new"]
    assert take(db, NEW, later, command="import") == ["unchanged"]
    assert [(row.id, row.fetched_at, row.text) for row in rows(db, VERSIONS)] == [(1, None, f"{TIDE}\n\n{BOAT}")]
    assert rows(db, "SELECT imported_at FROM revisions") == [("2026-03-01T12:00:00+00:00",)]


def test_nothing_is_read_again_where_a_page_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db, read = tmp_path / "a.db", []
    monkeypatch.setattr(reread._KeptPages, "read", lambda self, sighting: read.append(sighting) or sighting)
    take(db, NEW, *(seen(hour, TIDE, BOAT, more=f"<p>阅读 {hour}</p>") for hour in range(4)))
    assert read == []
    take(db, NEW, seen(5, TIDE, BOAT * 2))
    assert len(read) == 1
