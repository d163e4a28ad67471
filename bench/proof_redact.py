"""Kill `archive redact` at random instants and run it again: it is done, or not begun, and never half."""

import argparse
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from bench.leaks import find_leaks
from upkeep.verify import verify

_ENDS_IN = 600  # seconds
_REDACT = """
import sys
from pathlib import Path
from contextlib import closing
from cundang.store.schema import open_archive
from upkeep.redact import Decision, apply_pending, find_subjects, redact
db, number = Path(sys.argv[1]), sys.argv[2]
print("begins", flush=True)
with closing(open_archive(db)) as opened:
    subjects = find_subjects(opened.conn, [number])
    decided = opened.conn.execute("SELECT count(*) FROM redactions").fetchone()[0]
if decided:
    apply_pending(db, db.with_suffix(".warc"))
else:
    redact(db, db.with_suffix(".warc"), subjects, Decision("erased", "a proof"))
"""


def kill_redact(archive: Path, kills: int, seed: int = 1) -> Counter[str]:
    """Erase articles of an archive, one in each of many copies, killed until `kills` are reached; returns what is wrong
    in the end, and the number of `kills`.
    """
    chance, found = random.Random(seed), Counter[str]()
    seconds = 2.0
    while found["kills"] < kills:
        with tempfile.TemporaryDirectory() as folder:
            db = copy_archive(archive, Path(folder))
            number, words = _choose(db, chance)
            is_done = False
            while not is_done:
                may_kill = found["kills"] < kills
                is_done, took = _run(db, number, chance.uniform(0, seconds) if may_kill else None)
                found["kills"] += not is_done
                seconds = took if is_done else seconds
            leaks = find_leaks(Path(folder), words)
            found["leaks"] += len(leaks)
            print(*leaks, sep="\n", end="\n" if leaks else "")
            found["faults"] += len(verify(db, db.with_suffix(".warc")).faults)
            found["left"] += len(list(db.parent.glob("*.making*"))) + _count_open(db)
            found["articles"] += 1
    return found


def copy_archive(archive: Path, folder: Path) -> Path:
    """A copy of an archive that may be harmed."""
    db = folder / "archive.db"
    with closing(sqlite3.connect(archive)) as source, closing(sqlite3.connect(db)) as target:
        source.backup(target)
    shutil.copytree(archive.with_suffix(".warc"), db.with_suffix(".warc"))
    return db


def _choose(db: Path, chance: random.Random) -> tuple[str, list[str]]:
    """An article, and words that no other has: its headlines, and a sentence of each version."""
    with closing(sqlite3.connect(db)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM articles WHERE length(title) > 12 ORDER BY id")]
        number = chance.choice(ids)
        versions = connection.execute("SELECT title, text FROM revisions WHERE article_id = ?", (number,)).fetchall()
        words = {words for title, text in versions for words in (title, max(text.split("\n"), key=len)[:25])}
    return str(number), sorted(words)


def _run(db: Path, number: str, seconds: float | None) -> tuple[bool, float]:
    """Run it, killed after so many seconds of its work (None: not); whether it ended by itself, and how long it took."""
    command = [sys.executable, "-c", _REDACT, str(db), number]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        begun = time.monotonic()
        try:
            _, said = process.communicate(timeout=_ENDS_IN if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return False, 0
        if process.returncode:
            raise SystemExit(f"redact failed: {said}")
        return True, time.monotonic() - begun


def _count_open(db: Path) -> int:
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute("SELECT count(*) FROM redactions WHERE applied_at IS NULL").fetchone()[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "demo.db"
        subprocess.run(
            [sys.executable, "-m", "archive", "demo", "--no-serve", "--db", str(db)], check=True, capture_output=True
        )
        _add_second_day(db)
        found = kill_redact(db, arguments.kills, arguments.seed)
    print(", ".join(f"{found[name]} {name}" for name in ("kills", "articles", "leaks", "faults", "left")))
    sys.exit(bool(found["leaks"] or found["faults"] or found["left"]))


def _add_second_day(db: Path) -> None:
    from demo.second_day import second_day

    with closing(sqlite3.connect(db)) as connection:
        (url,) = connection.execute("SELECT url FROM articles LIMIT 1").fetchone()
    second_day(db, db.with_suffix(".warc"), "/".join(url.split("/")[:3]) + "/")


if __name__ == "__main__":
    main()
