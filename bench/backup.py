"""`python -m bench.backup --db FILE`: what backups and a restore of an archive take, beside `cp` and VACUUM INTO.

Works on a copy in a temporary folder. The second backup is of a day's worth of changes: COUNT articles seen again, and
as many fetches. `--piece` tries other sizes of the database's pieces.
"""

import argparse
import random
import resource
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from exchange.backup import take
from exchange.backup.restore import restore

_SEEN = "UPDATE articles SET last_seen_at = '2026-01-02T00:00:00+00:00' WHERE id = ?"
_FETCH = """
    INSERT INTO fetches(run_id, url, fetched_at, status, outcome)
    SELECT (SELECT max(id) FROM runs), url, '2026-01-02T00:00:00+00:00', 200, 'unchanged' FROM articles WHERE id = ?
"""


@contextmanager
def measured(what: str) -> Iterator[list[str]]:
    """Print how long something takes, by the clock and of the processor, and what it adds to the list."""
    said: list[str] = []
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    yield said
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:<32}{time.monotonic() - began:7.1f} s {cpu:7.1f} s CPU   {', '.join(said)}", flush=True)


def change(db: Path, count: int) -> None:
    """What a crawl changes that sees some articles again, spread over all of them."""
    with closing(sqlite3.connect(db)) as connection, connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id")]
        chosen = random.Random(1).sample(ids, min(count, len(ids)))
        connection.executemany(_SEEN, [(each,) for each in chosen])
        connection.executemany(_FETCH, [(each,) for each in chosen])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.backup", description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500, help="articles that the second day sees again")
    parser.add_argument("--piece", type=int, default=take.ARCHIVE_PIECE >> 10, help="KiB of the database in a piece")
    arguments = parser.parse_args()
    take.ARCHIVE_PIECE = arguments.piece << 10
    with tempfile.TemporaryDirectory(prefix="bench-backup-", dir=arguments.db.parent) as name:
        folder = Path(name)
        db, place = folder / "archive.db", folder / "backups"
        with measured("cp") as said:
            shutil.copyfile(arguments.db, db)
            said.append(f"{db.stat().st_size >> 20} MiB")
        with measured("VACUUM INTO"), closing(sqlite3.connect(db)) as connection:
            connection.execute("VACUUM INTO ?", (str(folder / "vacuum.db"),))
        (folder / "vacuum.db").unlink()
        for what in ("first backup", "backup, nothing changed", f"backup, {arguments.count} articles seen"):
            if "seen" in what:
                change(db, arguments.count)
            with measured(what) as said:
                done = take.backup(db, folder / "archive.warc", place)
                said += [f"{done.sent_pieces} pieces", f"{done.sent_bytes / (1 << 20):.1f} MiB sent"]
            time.sleep(1)  # a backup is named by its second
        with measured("restore") as said:
            restore(place, folder / "fresh.db", folder / "fresh.warc")
            said.append(f"{(folder / 'fresh.db').stat().st_size >> 20} MiB")
        with measured("restore --replace"):
            restore(place, folder / "fresh.db", folder / "fresh.warc", replace=True)


if __name__ == "__main__":
    main()
