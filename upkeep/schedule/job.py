"""Run a job of `archive schedule` from cron: `python -m upkeep.schedule.job --log FILE -- crawl xiongan --db ...`.

It waits a random moment, ends a run that takes too long, adds what the run said to the log, and prints only what is
wrong, so that cron mails only that. Standard library only: it stays in memory as long as the run.
"""

import argparse
import fcntl
import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

_ROOT = Path(__file__).resolve().parents[2]
_LARGEST = 8 << 20  # bytes of a log before it is rotated
_KEPT = 5  # older logs, each compressed to a tenth or so
_GRACE = 120  # seconds between SIGINT and SIGKILL
_HELD = 2 * 86400  # seconds: from then on a lock that is held is told, once a day
_LINES = 40  # of a mail
_BELOW, _LOCKED, _TOO_LONG = 3, 75, 124  # as in exit_codes.py; ended by the time limit, as timeout(1) has it
_DAY = 86400


def main(arguments: list[str] | None = None) -> int:
    """Run a job; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m upkeep.schedule.job", description=__doc__)
    parser.add_argument("--log", type=Path, required=True, help="the file to which what is said is added")
    parser.add_argument("--minutes", type=float, default=0, help="end a run that takes longer; 0: never")
    parser.add_argument("--jitter", type=float, default=0, help="seconds: start up to so much later")
    parser.add_argument("words", nargs="+", help="those that follow `archive`")
    given = parser.parse_args(arguments)
    time.sleep(random.uniform(0, given.jitter))  # noqa: S311 - not a secret
    command = [sys.executable, "-m", "archive", *given.words]
    try:
        return run(command, given.words, given.log, given.minutes * 60)
    except OSError as error:
        name = _name(given.words)
        _say(
            f"archive {name}: {error.filename or given.log}: {error.strerror}; make room, or check who owns the folder"
        )
        return 1


def run(command: list[str], words: list[str], log: Path, seconds: float) -> int:
    """Run a command that stands for `archive` and its words; `seconds` is its time limit, 0 for none.

    What it says is in two files beside the log while it runs, `*.out` and `*.err`. The latter is locked as long as
    the command lives, even if this process is killed; what a killed run left there is taken up into the log.
    """
    place = log.with_name(f"{log.name}.{_make_key(words)}")
    held = Path(f"{place}.held")
    err = _open_alone(Path(f"{place}.err"))
    if err is None:
        _note_held(held, words, "the run before is still under way")
        return _LOCKED
    with err, Path(f"{place}.out").open("a+b") as out:
        if os.fstat(out.fileno()).st_size or os.fstat(err.fileno()).st_size:
            _add(log, out, err, "== this run was ended from outside")
        _write(out, f"== {_now()} archive {' '.join(words)}")
        began = time.monotonic()
        code, how = _run_limited(command, words, out, err, seconds)
        said, wrong = _read(out).partition(b"\n")[2], _read(err)
        try:
            _add(log, out, err, f"== {how or f'exit code {code}'}, after {time.monotonic() - began:.0f} s")
        except OSError as error:  # both files stay, and the next run takes them up
            _say(f"archive {_name(words)}: {log}: {error.strerror}; the log was not written")
        else:
            Path(out.name).unlink()
            Path(err.name).unlink()
    if code == _LOCKED:
        _note_held(held, words, _last_line(wrong))
        return code
    held.unlink(missing_ok=True)
    is_told = code == _BELOW and "--tell" in words and not wrong  # by `archive check` itself, once
    if code not in (0, _TOO_LONG) and not is_told:
        told = wrong.strip() or said.strip()
        if how or not told:
            _say(f"archive {_name(words)}: {how or f'exit code {code}'}; {log} has what it said")
        if told:
            _say("\n".join(told.decode(errors="replace").splitlines()[-_LINES:]))
    return code


def _run_limited(command: list[str], words: list[str], out: BinaryIO, err: BinaryIO, seconds: float) -> tuple[int, str]:
    """Run a command; its exit code, and how it ended if not by itself."""
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"  # cron's has no sendmail
    environment = {**os.environ, "PATH": path, **read_environment(words)}
    process = subprocess.Popen(  # noqa: S603 - what `archive schedule` wrote
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=_ROOT, env=environment
    )
    stopped = []

    def stop(number: int, _: object) -> None:
        stopped.append(number)
        process.send_signal(signal.SIGINT)

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, stop)
    try:
        code = process.wait(seconds or None)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return 128 + signal.SIGKILL, f"did not end {_GRACE} s after its time was up, and was killed"
        return _TOO_LONG, f"ended by its time limit of {seconds / 60:.0f} minutes"
    if stopped:  # as the machine is shut down; the next run goes on
        return _TOO_LONG, f"ended by {signal.Signals(stopped[0]).name}"
    return (code, "") if code >= 0 else (128 - code, f"was ended by {signal.Signals(-code).name}")


def find_environment(db: Path) -> Path:
    """The file of an archive that has passwords and other variables for its jobs, if there is one: .env for .db."""
    return db.with_suffix(".env")


def read_environment(words: list[str]) -> dict[str, str]:
    """Read the variables of an archive's jobs: lines NAME=VALUE, with or without quotes, as for EnvironmentFile=."""
    if "--db" not in words[:-1]:
        return {}
    try:
        text = find_environment(Path(words[words.index("--db") + 1])).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    pairs = (line.strip().partition("=") for line in text.splitlines() if not line.lstrip().startswith(("#", ";")))
    return {
        name.strip(): re.sub(r"""^(["'])(.*)\1$""", r"\2", value.strip()) for name, is_set, value in pairs if is_set
    }


def _name(words: list[str]) -> str:
    """A task, and of a crawl its site."""
    return " ".join(words[:2] if words[0] == "crawl" else words[:1])


def _make_key(words: list[str]) -> str:
    """A job as a part of a file name: jobs that run at the same time must not share a file."""
    plain = re.sub(r"\W+", "-", _name(words), flags=re.ASCII).strip("-")[:40]
    return f"{plain}-{zlib.crc32(os.fsencode(chr(0).join(words))):08x}"


def _open_alone(path: Path) -> BinaryIO | None:
    """Open a file and lock it; None where another process has it."""
    while True:
        file = path.open("a+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass  # the run before has ended just now, and taken its file away
        except BlockingIOError:
            file.close()
            return None
        file.close()


def _add(log: Path, out: BinaryIO, err: BinaryIO, end: str) -> None:
    """Add two files and a last line to the log, and empty them. Runs that end at once wait for each other."""
    with log.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_size > _LARGEST:
            _rotate(log)
        for part in (out, err):
            part.seek(0)
            shutil.copyfileobj(part, file)
        _write(file, end)
    for part in (out, err):
        part.truncate(0)


def _rotate(log: Path) -> None:
    """Compress the log to `.1.gz`, older ones one number on, and empty it. A kill leaves lines twice, never none."""
    making = log.with_name(f".{log.name}.making")
    with log.open("rb") as file, gzip.open(making, "wb") as packed:
        shutil.copyfileobj(file, packed)
    for number in range(_KEPT - 1, 0, -1):
        older = Path(f"{log}.{number}.gz")
        if older.exists():
            older.replace(f"{log}.{number + 1}.gz")
    making.replace(f"{log}.1.gz")
    os.truncate(log, 0)


def _note_held(path: Path, words: list[str], why: str) -> None:
    """Note that another run holds the lock; say so, once a day, if it has been held for days: that run hangs.

    The file says since when; its own time is that of the last telling.
    """
    now = time.time()
    if not path.exists():
        path.write_text(f"{now:.0f}", encoding="utf-8")
    since = float(path.read_text(encoding="utf-8") or now)
    if now - since >= _HELD and now - path.stat().st_mtime >= _DAY:
        os.utime(path)
        _say(f"archive {_name(words)}: not run for {(now - since) / _DAY:.0f} days: {why}")


def _read(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


def _last_line(said: bytes) -> str:
    return (said.decode(errors="replace").strip().splitlines() or ["another run holds the lock"])[-1]


def _write(file: BinaryIO, line: str) -> None:
    file.write(line.encode(errors="surrogateescape") + b"\n")
    file.flush()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    sys.exit(main())
