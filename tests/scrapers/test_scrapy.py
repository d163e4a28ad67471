"""`scrapy crawl` and `archive crawl` are the same crawl: same rows, same WARC."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from tests.helpers.programs import FORKS, run
from tests.helpers.servers import demo_site_on

ROWS = {
    "articles": "url, site, content_id, title, text, published_at, source_name, author, editor, section, sha256, state",
    "removed": "position, kind, text, rule",
    # Not discovered_from: of several lists that name an address, the one whose answer comes first has discovered it.
    "urls": "url, site, kind, state, source, tries, error",
    "fetches": "url, status, etag, sha256, outcome",
    "problems": "url, stage, reason",
    "runs": "command, site, reason, fetched, new, edited, unchanged, refused, failed, sources",
}


def _rows(db: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(db)) as connection:
        found = {
            table: connection.execute(f"SELECT {columns} FROM {table}").fetchall() for table, columns in ROWS.items()
        }
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


def _compared(db: Path) -> int:
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute("SELECT count(*) FROM comparisons").fetchone()[0])


def _records(folder: Path) -> list[tuple[str, str, str]]:
    found = []
    for path in folder.glob("*.warc.gz"):
        with path.open("rb") as file:
            found += [
                (
                    str(record.record_type),
                    record.headers.get("WARC-Target-URI"),
                    record.headers.get("WARC-Payload-Digest"),
                )
                for record in ArchiveIterator(file)
            ]
    return sorted(found, key=repr)


def _crawl(address: str, db: Path) -> None:
    from demo.site import make_demo_site
    from scrapers.run import crawl

    crawl(make_demo_site(address), db, db.with_suffix(".warc"))


def test_scrapy_knows_the_sites() -> None:
    told = run("scrapy", "list")
    assert told.returncode == 0, told.stderr
    assert "xiongan" in told.stdout.split()


def test_scrapy_crawl_does_what_archive_crawl_does(tmp_path: Path) -> None:
    with demo_site_on() as server:
        ours, theirs = tmp_path / "ours.db", tmp_path / "theirs.db"
        process = FORKS.Process(target=_crawl, args=(server.address, ours))
        process.start()
        process.join()
        assert process.exitcode == 0
        settings = {
            "SPIDER_MODULES": "tests.helpers.demo_spider",
            "ARCHIVE_DB": theirs,
            "ARCHIVE_WARC": theirs.with_suffix(".warc"),
            "ARCHIVE_SAMPLE": 1,  # beside the profile, the generic extractor reads each page; of the stored rows it changes none
        }
        options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        told = run("scrapy", "crawl", "demo", *options, env={**os.environ, "DEMO_ADDRESS": server.address})
        assert told.returncode == 0, told.stderr
        assert told.stderr == "", "a crawl that went well says nothing"
    assert _rows(ours) == _rows(theirs)
    assert len(_rows(ours)["articles"]) > 60
    assert _compared(theirs) == len(_rows(theirs)["articles"]) > 2 * _compared(ours)
    assert _records(ours.with_suffix(".warc")) == _records(theirs.with_suffix(".warc"))


def test_without_a_contact_it_says_so_and_exits_2(tmp_path: Path) -> None:
    db, environment = tmp_path / "a.db", {**os.environ, "ARCHIVE_CONTACT": ""}
    done = run("scrapy", "crawl", "xiongan", "-s", f"ARCHIVE_DB={db}", env=environment)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].endswith("--contact or ARCHIVE_CONTACT")
    assert not db.exists()
