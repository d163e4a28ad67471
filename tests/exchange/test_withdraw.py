"""Withdrawn articles in the folder of downloads: snapshots of any age, exports of any format; no byte of them stays."""

import gzip
import io
import lzma
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard

from cundang.model.errors import ArchiveError
from cundang.model.exit_codes import ExitCode
from cundang.store.schema import open_archive, open_readonly
from exchange.downloads import compute_sha256, read_checksums
from exchange.export import FORMATS, Request, export
from exchange.needles import Needles, UnreadableError, holds_any, make_needles
from exchange.snapshot import snapshot
from exchange.wacz import export_wacz
from exchange.withdraw import hold_downloads, mend_checksums, withdraw
from tests.helpers.databases import copy_of, rows
from tests.helpers.paths import ROOT
from tests.helpers.programs import archive
from upkeep.redact import Decision, find_subjects, redact
from upkeep.withdrawn_copies import collect, withdraw_downloads

MADE_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLACE = "20260301T120000Z"
DECISION = Decision("hidden", "a reason", None, "17")


def unpack_all(path: Path) -> Iterator[bytes]:
    """What a file holds, unpacked: by other code than that which is tested."""
    data = path.read_bytes()
    if path.suffix in (".zip", ".wacz", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                inner = packed.read(name)
                yield gzip.decompress(inner) if name.endswith(".gz") else inner
    elif path.suffix == ".parquet":
        from pyarrow.parquet import read_table

        yield repr(read_table(path).to_pylist()).encode()
    elif path.suffix in (".gz", ".zst", ".xz"):
        open_packed: Callable[..., bytes] = {
            ".gz": gzip.decompress,
            ".xz": lzma.decompress,
            ".zst": lambda packed: zstandard.ZstdDecompressor().stream_reader(packed).read(),
        }[path.suffix]
        yield open_packed(data)
    else:
        yield data


def find_words(folder: Path, words: list[str]) -> set[str]:
    """The files below a folder in whose bytes, unpacked, any of some words is."""
    wanted = [word.encode() for word in words]
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(word in data for data in unpack_all(path) for word in wanted)
    }


def read_words(db: Path, article_id: int) -> list[str]:
    """The headline of an article and pieces of its sentences, short enough to stand whole on a page of SQLite."""
    (found,) = rows(db, "SELECT title, text FROM articles WHERE id = ?", article_id)
    pieces = [piece[:12] for piece in re.split(r"[\s\"'<>&。，]", found.text) if len(piece) >= 12]
    assert len(pieces) > 3
    return [found.title, *pieces]


def withdraw_from(db: Path, article_id: int, how: str = "remake") -> dict[str, object]:
    """What the command does, in this process."""
    folder = db.with_suffix(".downloads")
    with closing(open_archive(db)) as opened:
        subjects = find_subjects(opened.conn, [str(article_id)])
    with hold_downloads(folder):
        needles = collect(db, subjects)
        redact(db, db.with_suffix(".warc"), subjects, DECISION)
        done = withdraw_downloads(db, folder, needles, how)
    return {"remade": done.remade, "deleted": done.deleted, "kept": done.kept, "failed": done.failed}


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path) -> Path:
    copy = copy_of(demo_archive, tmp_path)
    copy.with_suffix(".downloads").mkdir()
    return copy


def add_snapshot(db: Path) -> Path:
    return snapshot(db, db.with_suffix(".downloads"), MADE_AT)


def test_no_byte_of_it_stays_in_snapshots_and_exports(db: Path) -> None:
    folder = db.with_suffix(".downloads")
    words = read_words(db, 7)
    for form, ending in FORMATS.items():
        export(db, folder / f"articles-{form}{ending}", form)
    export(db, folder / "revisions.csv", "csv", Request("revisions"))
    export(db, folder / "query.jsonl", "jsonl", Request(sql="SELECT id, substr(text, 1, 60) AS t FROM articles"))
    export(db, folder / "sites.csv", "csv", Request("sites"))
    export_wacz(db, db.with_suffix(".warc"), folder / "articles.wacz")
    text = (folder / "articles-csv.csv").read_bytes()
    (folder / "old.csv.gz").write_bytes(gzip.compress(text))
    (folder / "old.csv.zst").write_bytes(zstandard.compress(text))
    (folder / "old.csv.xz").write_bytes(lzma.compress(text))
    with zipfile.ZipFile(folder / "old.zip", "w") as packed:
        packed.write(folder / "old.csv.gz", "inner.csv.gz")
    (folder / ".articles.csv.making").write_bytes(text[: len(text) // 2])
    (folder / ".20250101T000000Z.making").mkdir()
    sums = {path.name: compute_sha256(path) for path in folder.iterdir() if path.is_file() and path.name[0] != "."}
    (folder / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()))
    place = add_snapshot(db)
    (folder / ".articles.csv.making").write_bytes(text[: len(text) // 2])
    held = find_words(folder, words)
    assert {f"{PLACE}/{name}" for name in ("archive.db.zst", "archive-lite.db.gz", "articles.csv.gz")} < held
    before = (place / "README.md").read_text(encoding="utf-8")

    done = withdraw_from(db, 7)

    assert find_words(folder, words) == set()
    assert done["remade"] == [PLACE]
    assert set(done["deleted"]) == {name for name in held if "/" not in name and name[0] != "."}  # type: ignore[call-overload]
    assert {path.name for path in folder.iterdir()} == {
        PLACE, "sites.csv", "SHA256SUMS", ".lock", ".withdrawn",
    }  # fmt: skip
    assert read_checksums(folder) == {"sites.csv": sums["sites.csv"]}
    files = read_checksums(place)
    assert files == {path.name: compute_sha256(path) for path in place.iterdir() if path.name != "SHA256SUMS"}
    after = (place / "README.md").read_text(encoding="utf-8")
    assert after.splitlines()[0] == before.splitlines()[0]
    assert f"On {datetime.now(UTC):%Y-%m-%d} articles were withdrawn" in after
    copy = db.with_name("unpacked.db")
    copy.write_bytes(next(iter(unpack_all(place / "archive.db.zst"))))
    with closing(open_readonly(copy)):
        assert rows(copy, "SELECT count(*) FROM articles") == [(65,)]
        assert rows(copy, "SELECT article_id, level, case_number FROM redactions") == [(7, "hidden", "17")]


def test_snapshots_can_be_deleted_or_kept(db: Path) -> None:
    folder, place = db.with_suffix(".downloads"), add_snapshot(db)
    export(db, folder / "articles.csv", "csv")
    words = read_words(db, 7)
    kept = withdraw_from(db, 7, "keep")
    assert kept == {"remade": [], "deleted": [], "kept": ["articles.csv", PLACE], "failed": {}}
    assert find_words(folder, words)
    done = withdraw_downloads(db, folder, Needles(), "delete")  # the run that was told to keep them ended nothing
    assert (done.deleted, done.kept) == (["articles.csv", PLACE], [])
    assert not place.exists()
    assert find_words(folder, words) == set()


def test_what_was_done_is_not_done_again(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = db.with_suffix(".downloads")
    export(db, folder / "articles.csv", "csv")
    assert withdraw_from(db, 7)["deleted"] == ["articles.csv"]
    (folder / "redactions.csv").write_text(rows(db, "SELECT url FROM redactions")[0].url)  # an export of the log
    monkeypatch.setattr("upkeep.withdrawn_copies.withdraw", lambda *_: pytest.fail("it was asked for again"))
    assert withdraw_downloads(db, folder, Needles()).deleted == []


@pytest.mark.parametrize("killed_at", ["fill", "swap", "end"])
def test_a_run_that_was_killed_leaves_the_old_or_the_new_snapshot(
    db: Path, killed_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`swap` is between the two renamings, the one moment at which neither has its name: the next run puts it there."""
    folder, place = db.with_suffix(".downloads"), add_snapshot(db)
    words = read_words(db, 7)

    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        if killed_at == "fill":
            patched.setattr("exchange.snapshot.make_readme", kill)
        elif killed_at == "swap":
            rename = Path.rename
            patched.setattr(Path, "rename", lambda path, to: kill() if "making" in path.name else rename(path, to))
        else:
            patched.setattr(
                "exchange.snapshot.shutil.rmtree", lambda path, **_: kill() if "replaced" in str(path) else None
            )
        with pytest.raises(Killed):
            withdraw_from(db, 7)
    if killed_at != "swap":
        assert read_checksums(place) == {
            path.name: compute_sha256(path) for path in place.iterdir() if path.name != "SHA256SUMS"
        }
    done = withdraw_downloads(db, folder, Needles())
    assert done.remade == ([PLACE] if killed_at == "fill" else [])
    assert find_words(folder, words) == set()
    assert {path.name for path in folder.iterdir()} == {PLACE, ".lock", ".withdrawn"}
    assert len(list(place.iterdir())) == 11


@pytest.mark.parametrize("version", [1, 4])
def test_a_snapshot_of_an_older_schema_is_made_anew(version: int, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(lzma.decompress((ROOT / "tests" / "store" / "archives" / f"{version}.db.xz").read_bytes()))
    db = tmp_path / "archive.db"
    shutil.copyfile(old, db)
    shutil.copytree(ROOT / "tests" / "store" / "archives" / f"{version}.warc", tmp_path / "archive.warc")
    folder = tmp_path / "archive.downloads"
    place = folder / PLACE
    place.mkdir(parents=True)
    (place / "archive.db.zst").write_bytes(zstandard.compress(old.read_bytes()))
    with closing(open_archive(db)):
        (article_id, *_) = rows(db, "SELECT id FROM articles ORDER BY length(text) DESC")[0]
    (found,) = rows(db, "SELECT title, text FROM articles WHERE id = ?", article_id)
    words = [found.title, found.text[:12]]
    assert find_words(folder, words)
    assert withdraw_from(db, article_id)["remade"] == [PLACE]
    assert find_words(folder, words) == set()
    assert len(list(place.iterdir())) == 11


def test_an_article_that_stood_at_another_address_then_is_known_by_its_digest(db: Path) -> None:
    folder = db.with_suffix(".downloads")
    with closing(open_archive(db)) as opened, opened.conn:
        (url,) = opened.conn.execute("SELECT url FROM articles WHERE id = 7").fetchone()
        opened.conn.execute("UPDATE articles SET url = 'http://qingdian.example/before' WHERE id = 7")
        opened.conn.execute("UPDATE articles SET sha256 = (SELECT sha256 FROM articles WHERE id = 7) WHERE id = 8")
        add_snapshot(db)
        opened.conn.execute("UPDATE articles SET url = ? WHERE id = 7", (url,))
    words = read_words(db, 7)
    assert withdraw_from(db, 7)["remade"] == [PLACE]
    assert find_words(folder, words) == set()
    copy = db.with_name("unpacked.db")
    copy.write_bytes(next(iter(unpack_all(folder / PLACE / "archive.db.zst"))))
    assert rows(copy, "SELECT id FROM articles WHERE id IN (7, 8)") == [(8,)]  # a copy that the archive keeps


def test_what_cannot_be_searched_is_told_and_left(db: Path) -> None:
    folder, place = db.with_suffix(".downloads"), add_snapshot(db)
    (place / "archive.db.zst").write_bytes((place / "archive.db.zst").read_bytes()[:9_000])
    (folder / "cut.csv.gz").write_bytes(gzip.compress(bytes(range(256)) * 99)[:200])
    done = archive("redact", "7", "--level", "hidden", "--reason", "r", "--db", db)
    assert done.returncode == 1
    assert f"{folder / 'cut.csv.gz'}: cannot be searched" in done.stdout
    assert f"{place}: cannot be made anew" in done.stdout
    assert (folder / "cut.csv.gz").exists()
    assert not (folder / ".withdrawn").exists()


def test_nothing_is_decided_while_a_snapshot_is_made(db: Path) -> None:
    with hold_downloads(db.with_suffix(".downloads")):
        done = archive("redact", "7", "--level", "hidden", "--reason", "r", "--db", db)
    assert (done.returncode, done.stderr.count("\n")) == (ExitCode.LOCKED, 1)
    assert rows(db, "SELECT count(*) FROM redactions") == [(0,)]


def test_phrases_are_as_each_format_writes_them() -> None:
    text = (
        '短的一句。“引号”内外的一句话，\n"直的引号"之后的一句话也写得长一些。<b>在标记里的一句话也写得很长很长很长</b>'
    )
    needles = make_needles([('他说："青石镇庙会开了"', text)], ["http://qingdian.example/"])
    assert needles.names == {"青石镇庙会开了", "http://qingdian.example/"}
    assert needles.phrases == {"“引号”内外的一句话", "之后的一句话也写得长一些", "在标记里的一句话也写得很长很长很"}


@pytest.mark.parametrize(
    ("content", "is_held"),
    [
        ("名字", True),
        ("一句话里有八个字", False),
        ("一句话里有八个字，另一句话里有八个", True),
        ("另一句话里有八个", False),
    ],
)
def test_one_phrase_may_be_everybodys(content: str, is_held: bool, tmp_path: Path) -> None:
    file = tmp_path / "big"
    for before in (0, (1 << 20) - 5):  # cut where a piece ends
        file.write_bytes(b"x" * before + content.encode() + b"x" * before)
        assert (
            holds_any(file, Needles(frozenset({"名字"}), frozenset({"一句话里有八个字", "另一句话里有八个"})))
            == is_held
        )


def test_a_bomb_of_packed_files_is_not_unpacked_for_ever(tmp_path: Path) -> None:
    data = b"x"
    for _ in range(6):
        data = gzip.compress(data)
    (tmp_path / "bomb.gz").write_bytes(data)
    with pytest.raises(UnreadableError, match="packed too often"):
        holds_any(tmp_path / "bomb.gz", Needles(frozenset({"y"})))


def test_checksums_go_with_the_last_file(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text("ab  gone.csv\n")
    mend_checksums(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert withdraw(tmp_path / "none", Needles(), lambda _: True).remade == []
    with hold_downloads(tmp_path / "none"):
        pass
    with pytest.raises(ArchiveError), hold_downloads(tmp_path), hold_downloads(tmp_path):
        pass


def test_raw_pages_that_are_kept_are_not_given_out(db: Path) -> None:
    """Of a hidden article the bytes stay in the WARC folder: its page, its further pages, its pictures."""
    (url,) = rows(db, "SELECT url FROM articles WHERE id = 7")[0]
    part, picture = url.replace("/c.html", "/c_2.html"), "http://qingdian.example/picture.png"
    with closing(open_archive(db)) as opened:
        for number, (address, outcome, digest) in enumerate(((part, "part", "aa"), (picture, "requisite", "bb"))):
            (offset,) = rows(
                db, "SELECT warc_offset FROM fetches WHERE outcome = 'new' ORDER BY id LIMIT 1 OFFSET ?", number
            )[0]
            opened.execute("DELETE FROM fetches WHERE warc_offset = ?", (offset,))
            opened.execute("DELETE FROM images WHERE warc_offset = ?", (offset,))
            opened.execute("UPDATE revisions SET warc_file = NULL WHERE warc_offset = ?", (offset,))
            opened.execute(
                "INSERT INTO fetches(run_id, url, fetched_at, status, outcome, purpose, sha256, warc_file, warc_offset) "
                "SELECT run_id, ?, fetched_at, 200, ?, ?, ?, warc_file, ? FROM fetches WHERE url = ?",
                (address, outcome, None if outcome == "part" else "requisite", digest, offset, url),
            )
        opened.execute("INSERT INTO images(article_id, position, url, sha256) VALUES (7, 99, ?, 'bb')", (picture,))
    warc, package = db.with_suffix(".warc"), db.with_suffix(".downloads") / "all.wacz"
    before = export_wacz(db, warc, package)
    withdraw_from(db, 7)
    assert not package.exists()
    after = export_wacz(db, warc, package)
    assert before.records - after.records == 2 * 3  # with their requests
    assert not [data for data in unpack_all(package) if url.encode() in data]
