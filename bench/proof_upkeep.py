"""`make proof-upkeep`: kill -9 tasks of upkeep at random instants: each is done, or not done, and can be done again.

A round is a function in ROUNDS: it makes an archive in a folder, lets a command be killed by `run_killed` any number of
times, and returns what is then wrong, in words, each with its number. `--kills` are those of all rounds together.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench import upgrades
from bench.leaks import find_leaks
from exchange.backup.listing import list_backups

ROOT = Path(__file__).parents[1]
# A command begins to work when everything is imported.
START = """
import importlib, sys
from archive import main
for name in (
    "upkeep.verify", "upkeep.rebuild", "upkeep.redact", "exchange.backup.take", "exchange.backup.restore",
    "scrapers.sites",
):
    importlib.import_module(name)
print("+", flush=True)
main(sys.argv[1:])
"""
Round = Callable[[Path, random.Random], "Outcome"]


@dataclass(slots=True)
class Outcome:
    """What became of a round: how often it was to be killed, how often it was, and what is wrong."""

    tries: int = 0
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def run_archive(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """The command `archive`, to its end."""
    command = [sys.executable, "-m", "archive", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def run_killed(outcome: Outcome, seconds: float, *arguments: object) -> int | None:
    """The command `archive`, killed some seconds after it was imported; its exit code, None where it was killed."""
    outcome.tries += 1
    command = [sys.executable, "-c", START, *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            outcome.kills += 1
            return None


def make_archive(folder: Path) -> Path:
    """An archive of the demo site in a folder, made once for all rounds and copied."""
    original = Path(tempfile.gettempdir(), f"proof-upkeep-{os.getpid()}")
    if not original.is_dir():
        original.mkdir()
        _require(run_archive("demo", "--no-serve", "--db", original / "archive.db"))
    shutil.copytree(original, folder, dirs_exist_ok=True)
    return folder / "archive.db"


def forget_archive() -> None:
    """Delete what `make_archive` keeps."""
    shutil.rmtree(Path(tempfile.gettempdir(), f"proof-upkeep-{os.getpid()}"), ignore_errors=True)


def verify(db: Path, outcome: Outcome, when: str) -> None:
    """Note what `archive verify` says of an archive."""
    done = run_archive("verify", "--db", db)
    if done.returncode:
        outcome.faults[f"{when}: {done.stderr.strip().splitlines()[0][:200]}"] += 1


def backup_round(folder: Path, chance: random.Random) -> Outcome:
    """Backups of an archive that changes, killed; then one that is let be, and restored."""
    outcome, db, place = Outcome(), make_archive(folder), folder / "backups"
    for _ in range(chance.randrange(1, 6)):
        _change(db)
        run_killed(outcome, chance.uniform(0, 0.25), "backup", place, "--db", db, "--keep", chance.choice((1, 2)))
    if place.is_dir() and (broken := [line for line in list_backups(place) if line.manifest and line.missing]):
        outcome.faults[f"a backup lacks pieces: {broken[0]}"] += 1
    _change(db)
    _note_failure(run_archive("backup", place, "--db", db, "--keep", "1"), outcome)
    left = [path.name for path in folder.glob(".archive.db*")] + [p.name for p in place.rglob("*.making")]
    if left:
        outcome.faults[f"left behind: {left[0]}"] += 1
    _note_failure(run_archive("restore", place, "--db", folder / "fresh.db"), outcome)
    if _articles(folder / "fresh.db") != _articles(db):
        outcome.faults["a restored archive has other articles"] += 1
    verify(folder / "fresh.db", outcome, "after a restore")
    return outcome


def restore_round(folder: Path, chance: random.Random) -> Outcome:
    """Restores of a backup onto a newer archive, or onto nothing, killed; then one that is let be."""
    outcome, db, place = Outcome(), make_archive(folder), folder / "backups"
    _note_failure(run_archive("backup", place, "--db", db), outcome)
    backed_up = _articles(db)
    is_fresh = chance.random() < 0.5
    if is_fresh:
        db = folder / "fresh.db"
    else:
        _change(db)
        if chance.random() < 0.5:
            (warc,) = db.with_suffix(".warc").glob("*.warc.gz")
            warc.write_bytes(warc.read_bytes()[:1000])  # damaged: the backup has it whole
    now = _articles(db) if db.exists() else None
    for _ in range(chance.randrange(1, 6)):
        ended = run_killed(outcome, chance.uniform(0, 0.25), "restore", place, "--db", db, "--replace")
        found = _articles(db) if db.exists() and db.stat().st_size else None
        if found not in (now, backed_up) or (ended == 0 and found != backed_up):
            outcome.faults["neither the old archive nor the backup"] += 1
    _note_failure(run_archive("restore", place, "--db", db, "--replace"), outcome)
    if _articles(db) != backed_up:
        outcome.faults["a restored archive has other articles"] += 1
    left = [path.name for path in folder.rglob("*.restoring")]
    if left:
        outcome.faults[f"left behind: {left[0]}"] += 1
    verify(db, outcome, "after a restore")
    return outcome


def redact_round(folder: Path, chance: random.Random) -> Outcome:
    """Erase an article, killed; then ended by `archive redact --due`. No byte of it is left in any file."""
    outcome, db = Outcome(), make_archive(folder)
    with closing(sqlite3.connect(db)) as connection:
        number, title, text = chance.choice(connection.execute(_LONG_TITLES).fetchall())
    decide = ("redact", number, "--level", "erased", "--reason", "a proof", "--db", db)
    for _ in range(chance.randrange(1, 6)):
        command = ("redact", "--due", "--db", db) if _count_decisions(db) else decide
        run_killed(outcome, chance.uniform(0, 2), *command)
    if not _count_decisions(db):
        if title not in {row[0] for row in _titles(db)}:
            outcome.faults["an article went without a decision"] += 1
        _note_failure(run_archive(*decide), outcome)
    _note_failure(run_archive("redact", "--due", "--db", db), outcome)
    if leaks := find_leaks(folder, [title, max(text.split("\n"), key=len)[:25]]):
        outcome.faults[f"left of an erased article: {leaks[0]}"] += 1
    if _count_decisions(db, "applied_at IS NULL"):
        outcome.faults["a decision was not ended"] += 1
    verify(db, outcome, "after a redaction")
    return outcome


_LONG_TITLES = "SELECT id, title, text FROM articles WHERE length(title) > 12 ORDER BY id"


def upgrade_round(folder: Path, chance: random.Random) -> Outcome:
    """Upgrades of archives of earlier versions, each killed and then let be."""
    outcome = Outcome()
    for number in range(5):
        of_one = folder / str(number)
        of_one.mkdir()
        outcome.tries += 1
        try:
            outcome.kills += upgrades.one_round(of_one, chance)
        except AssertionError as fault:
            outcome.faults[str(fault)] += 1
    return outcome


ROUNDS: Mapping[str, Round] = {
    "backup": backup_round,
    "restore": restore_round,
    "redact": redact_round,
    "upgrade": upgrade_round,
}


def _count_decisions(db: Path, where: str = "lifted_at IS NULL") -> int:
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM redactions WHERE {where}").fetchone()[0])


def _titles(db: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute("SELECT title FROM articles").fetchall()


def _change(db: Path) -> None:
    """Change something that an export shows, in a way that verify takes for right."""
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET author = coalesce(author, '') || 'x'")


def _articles(db: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute("SELECT url, author, sha256 FROM articles ORDER BY id").fetchall()


def _note_failure(done: "subprocess.CompletedProcess[str]", outcome: Outcome) -> None:
    if done.returncode:
        outcome.faults[f"failed: {done.stderr.strip()[-300:]}"] += 1


def _require(done: "subprocess.CompletedProcess[str]") -> None:
    if done.returncode:
        sys.exit(f"proof-upkeep: {done.stderr}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proof_upkeep", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--rounds", nargs="*", choices=ROUNDS, default=list(ROUNDS), help="which; all by default")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance, done, number, began = random.Random(arguments.seed), Outcome(), 0, time.monotonic()
    by_name: Counter[str] = Counter()
    try:
        while done.kills < arguments.kills and (number < 20 or done.kills):
            name = arguments.rounds[number % len(arguments.rounds)]
            number += 1
            with tempfile.TemporaryDirectory(prefix="proof-upkeep-") as folder:
                outcome = ROUNDS[name](Path(folder), chance)
            by_name[name] += outcome.kills
            done = Outcome(done.tries + outcome.tries, done.kills + outcome.kills, done.faults + outcome.faults)
            if outcome.faults or number % 5 == 0 or done.kills >= arguments.kills:
                kills = ", ".join(f"{each} {count}" for each, count in by_name.items())
                faults = f"faults {dict(outcome.faults)} in round {number}" if outcome.faults else "no fault"
                print(
                    f"{done.kills} kills of {done.tries} tries ({kills}): {faults}, {time.monotonic() - began:.0f} s",
                    flush=True,
                )
    finally:
        forget_archive()
    if done.faults:
        sys.exit(f"proof-upkeep: {dict(done.faults)}")
    if done.kills < done.tries / 4:
        sys.exit(f"proof-upkeep: only {done.kills} of {done.tries} tries landed, which proves little")


if __name__ == "__main__":
    main()
