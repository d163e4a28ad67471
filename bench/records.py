"""Import a file of very many records with a kill -9 in the middle, and measure memory and progress."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from fastwarc.warc import ArchiveIterator

_STEPS = 20  # looks at memory over the whole file
_ASKED = 0.5  # seconds between questions to the archive how far it is
_COUNTS = """
    SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), (SELECT count(*) FROM articles_fts),
        (SELECT count(*) FROM (SELECT DISTINCT url FROM fetches)), (SELECT count(*) FROM problems WHERE stage <> 'keep')
"""


def make_records(file: Path, count: int) -> None:
    """JSON lines of so many short articles of ten sites, no two alike."""
    random_ = random.Random(3)
    letters = "".join(chr(random_.randrange(0x4E00, 0x7000)) for _ in range(1 << 20))
    with file.open("w", encoding="utf-8") as lines:
        for n in range(count):
            at = random_.randrange(len(letters) - 100)
            row = {
                "url": f"http://site{n % 10}.example.org/2026/{n}.html",
                "title": f"第{n}条新闻的标题",
                "maintext": f"{letters[at : at + 40]}。\n\n{letters[at + 40 : at + 80]}。",
                "date_publish": "2026-01-02 03:04:05",
            }
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def import_killed(work: Path, count: int) -> None:
    """Import so many records with a kill -9 after half of them, then to the end; print the cost, and what was lost."""
    file, db = work / "records.jsonl", work / "records.db"
    make_records(file, count)
    print(f"{count} records, {file.stat().st_size >> 20} MB of JSON lines", flush=True)
    begun = time.monotonic()
    killed = _import(file, db, count, stop=count // 2)
    again = time.monotonic()
    _import(file, db, count, stop=None)
    ended = time.monotonic()
    print(f"{count / (ended - begun):.0f} records/s by the clock, the kill included")
    print(f"killed after {killed} records and {again - begun:.0f} s; the rest took {ended - again:.0f} s")
    with closing(sqlite3.connect(db)) as connection:
        found = connection.execute(_COUNTS).fetchone()
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        faults += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
        named = {tuple(row) for row in connection.execute("SELECT warc_file, warc_offset FROM fetches")}
    print("{} articles, {} revisions, {} entries of the index, {} addresses, {} problems".format(*found))
    kept = set()
    for warc in sorted((work / "records.warc").glob("*.warc.gz")):
        with warc.open("rb") as opened:
            kept |= {(warc.name, record.stream_pos) for record in ArchiveIterator(opened, parse_http=False)}
    faults += [f"{len(named - kept)} rows name records that are not there"] if named - kept else []
    faults += [] if found == (count, count, count, count, 0) else ["not one article, version and entry a record"]
    print(
        "; ".join(faults[:5]) or "nothing lost, nothing twice; integrity, references and raw pages are right",
        flush=True,
    )
    if faults:
        raise SystemExit(1)


def _import(file: Path, db: Path, count: int, stop: int | None) -> int:
    """Run the command till `stop` records are in, and kill it; or to its end. Returns how many records were in."""
    command = [sys.executable, "-m", "archive", "import", str(file), "--db", str(db)]
    begun, printed, done = time.monotonic(), -1, 0
    with (db.parent / "import.log").open("a") as log:
        importing = subprocess.Popen(command, stdout=log, stderr=log)
    while importing.poll() is None:
        time.sleep(_ASKED)
        done = _count_done(db) or done
        if done * _STEPS // count > printed:
            printed = done * _STEPS // count
            print(f"{time.monotonic() - begun:7.0f} s {done:9} records {_read_memory(importing.pid):5} MB", flush=True)
        if stop and done >= stop:
            os.kill(importing.pid, signal.SIGKILL)
            importing.wait()
            return done
    if importing.returncode != 0:
        raise SystemExit(f"import ended with {importing.returncode}: {(db.parent / 'import.log').read_text()[-500:]}")
    return done


def _count_done(db: Path) -> int:
    """How far the import is, as the archive has it."""
    try:
        with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
            return int((connection.execute("SELECT max(records) FROM imports").fetchone() or (0,))[0] or 0)
    except sqlite3.OperationalError:
        return 0  # not made yet


def _read_memory(process: int) -> int:
    """MB that a process has in memory; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("VmRSS")), 0)
