"""`make drill`: back up an archive on two days, restore both into fresh folders, and compare the exports byte by byte.

Of the demo's archive on its first and second day; with `--db FILE` of one of your own, twice, while nothing writes to
it. `archive backup` notes in it that it was backed up.
"""

import argparse
import filecmp
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cundang.files.settings import find_settings_file
from cundang.store.identity import make_identity
from demo.second_day import second_day
from exchange.backup.restore import restore
from exchange.backup.take import backup
from exchange.export import export
from upkeep.verify import verify

FORMS = ("csv", "jsonl", "sql")


def drill(db: Path, warc: Path, folder: Path, go_on: Callable[[], None] = lambda: None) -> str:
    """Drill with an archive in an empty folder; `go_on` brings the archive to its second day. Returns a line.

    Exits with a line where a restored archive differs.
    """
    place, times, faults = folder / "backups", [], []
    for day in (1, 2):
        if day == 2:
            go_on()
        make_identity(db)  # which the first backup would write
        _export(db, folder / f"before-{day}")
        times.append(backup(db, warc, place).manifest.time)
        shutil.copytree(warc, folder / f"warc-{day}") if warc.is_dir() else None
        faults.append(len(verify(db, warc).faults))
    compared = articles = 0
    for day, time_ in enumerate(times, 1):
        fresh = folder / f"fresh-{day}" / "archive.db"
        fresh.parent.mkdir()
        articles = restore(place, fresh, fresh.with_suffix(".warc"), time_).manifest.articles
        _export(fresh, folder / f"after-{day}")
        pairs = [(folder / f"before-{day}" / form, folder / f"after-{day}" / form) for form in FORMS]
        kept = folder / f"warc-{day}"
        pairs += [(path, fresh.with_suffix(".warc") / path.name) for path in sorted(kept.glob("*.warc.gz"))]
        if find_settings_file(db).exists():
            pairs.append((find_settings_file(db), find_settings_file(fresh)))
        for one, other in pairs:
            compared += 1
            if not other.exists() or not filecmp.cmp(one, other, shallow=False):
                sys.exit(f"drill: {one.name} of day {day} is not as it was before the restore")
        found = verify(fresh, fresh.with_suffix(".warc")).faults
        if len(found) != faults[day - 1]:
            sys.exit(f"drill: a restored archive has a fault: {found[0] if found else 'fewer than before'}")
    return f"drill: {len(times)} backups restored, {compared} files the same byte by byte, {articles} articles"


def _export(db: Path, folder: Path) -> None:
    folder.mkdir()
    for form in FORMS:
        export(db, folder / form, form)


def drill_demo(folder: Path) -> str:
    """Drill with the archive of the demo site, in an empty folder."""
    db, warc = folder / "archive.db", folder / "archive.warc"
    command = [sys.executable, "-m", "archive", "demo", "--no-serve", "--db", str(db)]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])
    with closing(sqlite3.connect(db)) as connection:
        address = "/".join(connection.execute("SELECT url FROM articles").fetchone()[0].split("/")[:3])
    (folder / "drill").mkdir()
    return drill(db, warc, folder / "drill", lambda: second_day(db, warc, f"{address}/"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.drill", description=__doc__)
    parser.add_argument("--db", type=Path, help="an archive of your own")
    parser.add_argument("--warc", type=Path)
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="drill-") as name:
        if arguments.db:
            line = drill(arguments.db, arguments.warc or arguments.db.with_suffix(".warc"), Path(name))
        else:
            line = drill_demo(Path(name))
    print(f"{line}; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
