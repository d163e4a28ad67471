"""`archive export --format wacz`: a WACZ by the specification, by warcio, and by our own import."""

import hashlib
import io
import json
import os
import tracemalloc
import zipfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

import exchange.wacz
from cundang.raw.reader import LARGEST_BLOCK
from exchange.wacz import Written, export_wacz
from exchange.wacz.cdxj import make_key
from tests.helpers.databases import change, copy_of, only_warc, rows
from tests.helpers.loopback import PARAGRAPH, Answer, answering, article, crawl, listing, path
from tests.helpers.programs import archive


def read(wacz: Path) -> dict[str, bytes]:
    """The files in a WACZ, in their order."""
    with zipfile.ZipFile(wacz) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def read_index(files: dict[str, bytes]) -> list[tuple[str, str, dict[str, Any]]]:
    """The lines of the index, read by its list of blocks as a replay tool does."""
    data, lines = files["indexes/index.cdx.gz"], []
    meta, *blocks = files["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 ")) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    at = 0
    for block in blocks:
        key, timestamp, about = block.split(" ", 2)
        place = json.loads(about)
        assert place["offset"] == at
        at += place["length"]
        packed = data[place["offset"] : at]
        assert place["digest"] == f"sha256:{hashlib.sha256(packed).hexdigest()}"
        of_block = zlib.decompress(packed, wbits=31).splitlines()
        assert of_block[0].startswith(f"{key} {timestamp} ".encode())
        lines += of_block
    assert at == len(data)
    assert lines == sorted(lines), "by their bytes"
    return [(key, time, json.loads(rest)) for key, time, rest in (line.decode().split(" ", 2) for line in lines)]


def read_pages(files: dict[str, bytes]) -> list[dict[str, str]]:
    header, *pages = map(json.loads, files["pages/pages.jsonl"].decode().removesuffix("\n").split("\n"))
    assert header == {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    return pages


def index_by_warcio(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """What warcio finds in the WARC files: the oracle of offsets, lengths and digests."""
    found = []
    for name, data in files.items():
        if not name.startswith("archive/"):
            continue
        iterator = ArchiveIterator(io.BytesIO(data), check_digests="raise")
        for record in iterator:
            headers, http = record.rec_headers, record.http_headers
            iterator.read_to_end(record)  # then the iterator knows how long the member is
            if record.rec_type not in ("response", "revisit", "resource"):
                continue
            media_type = http.get_header("Content-Type") if http else headers.get_header("Content-Type")
            found.append(
                {
                    "url": headers.get_header("WARC-Target-URI"),
                    "mime": "warc/revisit" if record.rec_type == "revisit" else (media_type or "unk").partition(";")[0],
                    "status": int(http.get_statuscode()) if http else 200,
                    "digest": headers.get_header("WARC-Payload-Digest") or "-",
                    "length": iterator.get_record_length(),
                    "offset": iterator.get_record_offset(),
                    "filename": name.removeprefix("archive/"),
                }
            )
    return found


@pytest.fixture(scope="module")
def wacz(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of the demo's archive."""
    out = tmp_path_factory.mktemp("wacz") / "demo.wacz"
    assert export_wacz(demo_archive, demo_archive.with_suffix(".warc"), out) == Written(66, 179, 0)
    return out


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of four articles, crawled twice: one of two pages, one behind a redirect; the second time as before."""
    db = tmp_path_factory.mktemp("small") / "archive.db"
    further = path(1).replace(".htm", "_2.htm")
    pager = f'<div class="pager"><a href="{path(1)}">1</a><a href="{further}">2</a></div>'

    def known(body: bytes) -> Any:
        def answer(handler: Any) -> Answer:
            tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
            return (304, {"ETag": tag}, b"") if handler.headers.get("If-None-Match") == tag else (200, {"ETag": tag, "Content-Type": "text/html; charset=utf-8"}, body)  # fmt: skip

        return answer

    answers = {
        "/": listing([path(1), path(2), path(9), path(11)]),
        path(1): known(article(1, text=f"鹤群南飞。{PARAGRAPH}", more=pager)),
        further: known(article(1, text=f"鹤群北归。{PARAGRAPH}", more=pager)),
        path(2): known(article(2, text=f"莲藕丰收。{PARAGRAPH}")),
        path(9): (301, {"Location": path(3)}, b""),
        path(3): known(article(3, text=f"灯塔翻新。{PARAGRAPH}")),
        path(11): known(article(11, text=f"渡口停航。{PARAGRAPH}")),
    }
    with answering(answers) as server:
        for recheck in (False, True):
            report = crawl(server, db, kind="Links", recheck=recheck)
            assert report.get("reason") == "finished", report
    assert rows(db, "SELECT count(*) FROM articles")[0][0] == 4
    return db


def test_the_description_names_every_file_with_its_size_and_digest(wacz: Path) -> None:
    files = read(wacz)
    package = json.loads(files["datapackage.json"])
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert datetime.fromisoformat(package["created"]).tzinfo
    described = {each["path"]: (each["hash"], each["bytes"], each["name"]) for each in package["resources"]}
    assert described == {
        name: (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data), name.rpartition("/")[2])
        for name, data in files.items()
        if not name.startswith("datapackage")
    }
    assert json.loads(files["datapackage-digest.json"]) == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}",
    }
    with zipfile.ZipFile(wacz) as packed:
        stored = {each.filename for each in packed.infolist() if each.compress_type == zipfile.ZIP_STORED}
    assert stored == {name for name in files if name.endswith(".gz")}
    assert {name.partition("/")[0] for name in described} == {"archive", "indexes", "pages"}


def test_the_warc_files_are_those_of_the_folder(demo_archive: Path, wacz: Path) -> None:
    warc = only_warc(demo_archive)
    assert read(wacz)[f"archive/{warc.name}"] == warc.read_bytes()


@pytest.mark.parametrize("lines", [1024, 10, 1])
def test_the_index_is_that_of_warcio(
    aged_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    monkeypatch.setattr(exchange.wacz, "_LINES", lines)
    export_wacz(aged_archive, aged_archive.with_suffix(".warc"), tmp_path / "a.wacz")
    files = read(tmp_path / "a.wacz")
    index = read_index(files)
    assert len(files["indexes/index.idx"].splitlines()) == 1 + -(-len(index) // lines)

    def order(about: dict[str, Any]) -> tuple[str, int]:
        return about["filename"], about["offset"]

    assert sorted((about for _, _, about in index), key=order) == sorted(index_by_warcio(files), key=order)
    for key, timestamp, about in index:
        assert key == make_key(about["url"])
        assert datetime.strptime(timestamp, "%Y%m%d%H%M%S")  # noqa: DTZ007


def test_each_version_is_a_page_that_the_index_finds(aged_archive: Path, tmp_path: Path) -> None:
    written = export_wacz(aged_archive, aged_archive.with_suffix(".warc"), tmp_path / "a.wacz")
    files = read(tmp_path / "a.wacz")
    pages = read_pages(files)
    versions = rows(
        aged_archive, "SELECT r.id, a.url, r.fetched_at, r.title, r.text FROM revisions r JOIN articles a ON a.id = r.article_id"
    )  # fmt: skip
    assert len(versions) == written.pages > rows(aged_archive, "SELECT count(*) FROM articles")[0][0]
    wanted = {str(r.id): (r.url, datetime.fromisoformat(r.fetched_at), r.title, r.text) for r in versions}
    found = {p["id"]: (p["url"], datetime.fromisoformat(p["ts"]), p["title"], p["text"]) for p in pages}
    assert found == wanted
    times = {(about["url"], time) for _, time, about in read_index(files)}
    assert {(p["url"], f"{datetime.fromisoformat(p['ts']):%Y%m%d%H%M%S}") for p in pages} <= times


def test_its_import_gives_the_same_articles(demo_archive: Path, wacz: Path, tmp_path: Path) -> None:
    done = archive("import", wacz, "--db", tmp_path / "b.db")
    assert done.returncode == 0, done.stderr
    columns = "SELECT url, title, text, published_at, source_name, author, editor, sha256 FROM articles ORDER BY url"
    assert rows(tmp_path / "b.db", columns) == rows(demo_archive, columns)


def test_the_same_archive_gives_the_same_bytes(
    demo_archive: Path, wacz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 2e9)
    export_wacz(demo_archive, demo_archive.with_suffix(".warc"), tmp_path / "b.wacz")
    assert (tmp_path / "b.wacz").read_bytes() == wacz.read_bytes()


@pytest.mark.parametrize("large", [0, 1 << 40])
def test_a_field_before_a_file_is_in_the_directory_too(
    demo_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """ReplayWeb.page looks for the field of ZIP64 only where the directory of the ZIP has one."""
    monkeypatch.setattr(exchange.wacz, "_LARGE", large)
    export_wacz(demo_archive, demo_archive.with_suffix(".warc"), tmp_path / "a.wacz")
    assert len(read_index(read(tmp_path / "a.wacz"))) == 89
    data = (tmp_path / "a.wacz").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.wacz") as packed:
        for entry in packed.infolist():
            before = int.from_bytes(data[entry.header_offset + 28 :][:2], "little")
            assert bool(before) == bool(entry.extra) == (large == 0 and not entry.filename.startswith("datapackage"))


def test_a_search_selects_all_that_its_articles_need_and_nothing_else(small: Path, tmp_path: Path) -> None:
    def exported(search: str) -> dict[str, list[tuple[int, str]]]:
        export_wacz(small, small.with_suffix(".warc"), tmp_path / "a.wacz", search)
        files = read(tmp_path / "a.wacz")
        assert sorted(map(str, index_by_warcio(files))) == sorted(str(about) for _, _, about in read_index(files))
        (warc,) = (data for name, data in files.items() if name.startswith("archive/"))
        types = [record.rec_type for record in ArchiveIterator(io.BytesIO(warc))]
        assert types[0] == "warcinfo"
        assert types.count("request") == types.count("response") + types.count("revisit"), "each answer has its request"
        assert len(read_pages(files)) == 1
        found: dict[str, list[tuple[int, str]]] = {}
        for _, _, about in read_index(files):
            found.setdefault("/" + about["url"].split("/", 3)[3], []).append((about["status"], about["mime"]))
        return {url: sorted(answers) for url, answers in found.items()}

    two = exported("莲藕丰收")
    assert two.keys() == {path(2)}
    assert len(two[path(2)]) == 2, "the second crawl's 304 goes along"
    assert "warc/revisit" in {media_type for _, media_type in two[path(2)]}
    assert exported("灯塔翻新").keys() == {path(3), path(9)}
    assert exported("鹤群南飞").keys() == {path(1), path(1).replace(".htm", "_2.htm")}


def test_members_are_copied_as_they_stand(small: Path, tmp_path: Path) -> None:
    export_wacz(small, small.with_suffix(".warc"), tmp_path / "a.wacz", "莲藕丰收")
    whole = b"".join(path.read_bytes() for path in sorted(small.with_suffix(".warc").iterdir()))
    files = read(tmp_path / "a.wacz")
    for _, _, about in read_index(files):
        data = files[f"archive/{about['filename']}"][about["offset"] :][: about["length"]]
        assert data in whole
        assert about["url"].encode() in zlib.decompress(data, wbits=31)


def test_pictures_and_attachments_whose_records_are_known_go_along(small: Path, tmp_path: Path) -> None:
    db = copy_of(small, tmp_path)
    (other,) = rows(db, "SELECT r.warc_file, r.warc_offset FROM revisions r JOIN articles a ON a.id = r.article_id WHERE a.text LIKE '渡口%'")  # fmt: skip
    (wanted,) = rows(db, "SELECT id FROM articles WHERE text LIKE '莲藕%'")
    for table, values in (("images", "caption"), ("attachments", "name")):
        sql = f"INSERT INTO {table}(article_id, position, url, {values}, warc_file, warc_offset) VALUES (?, 1, 'u', '', ?, ?)"
        change(db, sql, wanted.id, *other)
        export_wacz(db, db.with_suffix(".warc"), tmp_path / "a.wacz", "莲藕丰收")
        urls = {"/" + about["url"].split("/", 3)[3] for _, _, about in read_index(read(tmp_path / "a.wacz"))}
        assert urls == {path(2), path(11)}
        change(db, f"DELETE FROM {table}")


def test_a_version_without_a_raw_page_is_counted(demo_archive: Path, tmp_path: Path) -> None:
    db = copy_of(demo_archive, tmp_path)
    change(db, "UPDATE revisions SET warc_file = NULL, warc_offset = NULL WHERE id = 5")
    done = archive("export", "--db", db, "--output", tmp_path / "a.wacz")
    assert done.stderr == "1 version without a raw page left out\n"
    assert ": 65 pages, 179 WARC records, " in done.stdout
    told = json.loads(archive("export", "--db", db, "--output", tmp_path / "a.wacz", "--json").stdout)
    assert told == {
        "output": str(tmp_path / "a.wacz"), "format": "wacz", "rows": 65, "records": 179, "left_out": 1,
        "bytes": (tmp_path / "a.wacz").stat().st_size,
    }  # fmt: skip


def remove_warc(db: Path) -> None:
    only_warc(db).unlink()


def damage_record(db: Path) -> None:
    (at,) = rows(db, "SELECT warc_offset AS n FROM revisions WHERE id = 30")
    with only_warc(db).open("r+b") as file:
        file.seek(at.n + 200)
        file.write(b"\0" * 100)


def cut_file(db: Path) -> None:
    (at,) = rows(db, "SELECT max(warc_offset) AS n FROM fetches")
    with only_warc(db).open("r+b") as file:
        file.truncate(at.n + 50)


def shift_offset(db: Path) -> None:
    change(db, "UPDATE fetches SET warc_offset = warc_offset + 3 WHERE id = 40")


def lead_out_of_the_folder(db: Path) -> None:
    change(db, "UPDATE revisions SET warc_file = '../archive.db' WHERE id = 30")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (remove_warc, "cannot be read at 0 ([Errno 2] No such file"),
        (damage_record, "its gzip member is damaged"),
        (cut_file, "the file ends within this record"),
        (shift_offset, "cannot be read at"),
        (lead_out_of_the_folder, "../archive.db: no WARC file of an archive has such a name"),
    ],
)
def test_a_record_that_cannot_be_read_is_named_and_leaves_nothing(
    demo_archive: Path, tmp_path: Path, harm: Any, said: str
) -> None:
    db = copy_of(demo_archive, tmp_path)
    harm(db)
    out = tmp_path / "out"
    out.mkdir()
    done = archive("export", "--db", db, "--output", out / "a.wacz")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert "archive verify" in done.stderr
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--output", "a.wacz", "--sql", "SELECT 1"], "leave out --table and --sql"),
        (["--output", "a.wacz", "--table", "urls"], "leave out --table and --sql"),
        (["--output", "a.wacz", "--search", "，。"], "there is no word to search for"),
        (["--output", "a.wacz", "--search", "没有这样的文章"], "no raw page of an article to write"),
        (["--output", "a.zip", "--format", "wacz"], "must have the ending .wacz"),
    ],
)
def test_what_cannot_be_a_wacz_is_refused(demo_archive: Path, tmp_path: Path, options: list[str], said: str) -> None:
    options = [str(tmp_path / word) if word.startswith("a.") else word for word in options]
    done = archive("export", "--db", demo_archive, *options)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_what_was_there(demo_archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.wacz"
    out.write_text("as before")
    done = archive("export", "--db", demo_archive, "--output", out, largest_file=50_000)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert f"{out}: cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.wacz"]
    assert out.read_text() == "as before"


def test_memory_does_not_grow_with_a_record(demo_archive: Path, tmp_path: Path) -> None:
    """A record of 200 MB, packed by a half: its bytes are copied in pieces, and of its block a bounded part is held."""
    db = copy_of(demo_archive, tmp_path)
    size, piece = 200 << 20, os.urandom(1 << 19) + bytes(1 << 19)
    with only_warc(db).open("ab") as file:
        offset, member = file.tell(), zlib.compressobj(1, wbits=31)
        head = f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.cn/film.mp4\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: video/mp4\r\nContent-Length: {size}\r\n\r\n"
        file.write(member.compress(head.encode()))
        for _ in range(size // len(piece)):
            file.write(member.compress(piece))
        file.write(member.compress(b"\r\n\r\n") + member.flush())
    change(db, "UPDATE fetches SET warc_offset = ? WHERE id = (SELECT max(id) FROM fetches)", offset)
    tracemalloc.start()
    export_wacz(db, db.with_suffix(".warc"), tmp_path / "a.wacz")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "a.wacz").stat().st_size > size // 2
    assert peak < LARGEST_BLOCK * 3.2, f"{peak >> 20} MB"
