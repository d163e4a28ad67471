"""`make proof-operation`: a year of an archive that runs by the lines of `archive schedule`, with 1 % faults.

Two sites on loopback show one to three new articles a day. Each day every line runs in its turn, in processes of its
own: the runner of cron's lines (upkeep/schedule/job.py) and what it starts, whose clock is set to that day; nothing
waits. Faults are drawn by a seed. Of the sites' answers 1 % are an error, are broken off or never come; of the runs 1 %
are killed (with a record of the WARC folder torn), find the disk full, the clock a day back or the place of backups
away, or do not take place. Some faults last: a site is down, shuts the crawler out, or shows nothing new; the place of
backups is away for days.

Asserted: at the end the archive holds every article that a site ever showed, `verify` finds no fault, the last backup
is restored to the same articles; each fault that lasted was told once, and once when it was over, and nothing else was;
the memory of each task is flat, the logs are bounded, and no file of a killed run is left.
"""

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.proof_year import LISTED, Story, World
from tests.helpers.programs import FORKS, archive
from upkeep.schedule.jobs import Job, Plan, make_jobs

FIRST = datetime(2027, 1, 4, tzinfo=UTC)
DAY = timedelta(days=1)
TIMEOUT = 1.0  # seconds that a crawl waits for an answer
LARGEST_LOG = 64 << 10  # bytes: so that a year rotates its log
FLAT = 1.10  # the memory of the last quarter's largest run, beside that of the first quarter
SETTINGS = '[alarms]\nfile = "alarms.txt"\nbackup_days = 4\n'
QUIET = 6  # days without faults at the end
OF_RUNS = ("killed", "torn", "disk full", "clock back", "place away", "not run")
TRACEBACK = 70  # the exit code of a process that ended with one
OF_ANSWERS = ("error", "reset", "stall")
# What lasts: what, how many days, and how the names of its alarms begin. Each begins in its part of the year.
LASTING = (
    ("a down", 6, "{a}: "),
    ("place away", 9, "backup"),
    ("b blocked", 7, "{b}: "),
    ("a silent", 25, "{a}: "),
)
WEEK = 8  # days: an alarm of a week with too few articles ends so long after its cause, and may begin then


@dataclass
class Year:
    """What is drawn and what came of it. `lasting` has for each thing that lasts its first day and the day after."""

    chance: random.Random
    rate: float
    lasting: dict[str, tuple[int, int]]
    answers: Counter[str] = field(default_factory=Counter)
    runs: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    memory: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # day, kB
    faultless: bool = False

    def draw(self, kinds: tuple[str, ...], count: Counter[str]) -> str:
        """A fault, each kind in its turn; mostly none."""
        if self.faultless or self.chance.random() >= self.rate:
            return ""
        kind = kinds[count.total() % len(kinds)]
        count[kind] += 1
        return kind

    def lasts(self, what: str, day: int) -> bool:
        """Whether something that lasts is so on a day."""
        first, end = self.lasting.get(what, (0, 0))
        return first <= day < end


def plan_year(days: int, rate: float, seed: int) -> Year:
    """Draw what lasts, for as many of LASTING as there is time for."""
    chance, lasting, day = random.Random(seed), dict[str, tuple[int, int]](), 30
    for what, length, _ in LASTING:  # an alarm needs a month of runs to know what is usual
        first = day + chance.randint(0, 4)
        day = first + length + (10 if days < 300 else 50)
        if first + length + 12 < days:
            lasting[what] = (first, first + length)
    return Year(chance, rate, lasting)


class Forked:
    """Stands for subprocess.Popen in the runner: forks instead of starting an interpreter. See `_live` for the rest."""

    def __init__(self, command: list[str], **streams: Any) -> None:
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(streams["stdout"].fileno(), 1)
            os.dup2(streams["stderr"].fileno(), 2)
            os.environ.update(streams["env"])
            os._exit(_become(command[3:]))

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, as that of Popen."""
        until = time.monotonic() + (timeout or 600)
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("archive", timeout or 600)
            time.sleep(0.01)

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """Send it SIGKILL."""
        self.send_signal(signal.SIGKILL)


def _become(words: list[str]) -> int:
    """Run `archive` with these words in a process that was forked; its exit code."""
    from archive import main

    try:
        main(words, prog_name="archive")
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except Exception:  # what must not be: it is seen in the log, and as an exit code that no command has
        traceback.print_exc()
        return TRACEBACK
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _live(told: Connection, words: list[str], log: str, moment: datetime, limit: int, stderr: str) -> None:
    """The process of a line of the crontab. `limit` is of a file, in bytes, and stands for a full disk; 0 for none."""
    import scrapers.settings
    import scrapers.walls
    import upkeep.schedule.job as runner
    from cundang.store.clock import set_clock

    with Path(stderr).open("ab") as file:
        os.dup2(file.fileno(), 2)
    began = time.monotonic()
    set_clock(lambda: moment + timedelta(seconds=time.monotonic() - began))
    scrapers.settings.AUTOTHROTTLE_ENABLED = False
    scrapers.settings.DOWNLOAD_TIMEOUT = TIMEOUT
    scrapers.walls.PAUSES = dict.fromkeys(scrapers.walls.PAUSES, 0.001)
    runner._LARGEST = LARGEST_LOG
    parts = {name: getattr(subprocess, name) for name in ("DEVNULL", "TimeoutExpired")}
    runner.subprocess = SimpleNamespace(Popen=Forked, **parts)  # type: ignore[attr-defined]
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    code = 1
    with suppress(OSError):
        code = runner.run([sys.executable, "-m", "archive", *words], words, Path(log), 0)
    told.send((code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))


def run_line(year: Year, folder: Path, job: Job, day: int, fault: str) -> None:
    """Run a line of the crontab on a day, with a fault or none."""
    moment = FIRST + day * DAY + timedelta(hours=job.time.hour, minutes=job.time.minute)
    if fault == "not run":
        return
    moment -= DAY if fault == "clock back" else 0 * DAY
    largest = max((path.stat().st_size for path in folder.glob("archive.db*")), default=0)
    limit = largest + year.chance.randint(0, 1 << 16) if fault == "disk full" else 0
    received, told = FORKS.Pipe(duplex=False)
    process = FORKS.Process(
        target=_live, args=(told, list(job.words), str(folder / "archive.log"), moment, limit, str(folder / "mails"))
    )
    process.start()
    told.close()
    if fault in ("killed", "torn"):
        process.join(year.chance.uniform(0, 1.5))
        _kill(process.pid or 0)
        files = sorted((folder / "archive.warc").glob("*.warc.gz"), key=lambda path: path.stat().st_mtime)
        if fault == "torn" and files:
            whole = files[-1].read_bytes()
            with files[-1].open("ab") as file:  # the beginning of a record
                file.write(whole[: year.chance.randint(1, 400)])
    process.join()
    with suppress(EOFError):
        code, memory = received.recv()
        year.codes[job.task][code] += 1
        year.memory[job.task].append((day, memory))


def _kill(pid: int) -> None:
    """Kill a process and its children, as `kill -9` of a whole job does."""
    children = []
    with suppress(OSError):
        children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    for each in (pid, *children):
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def serve(year: Year, world: World, host: str) -> ThreadingHTTPServer:
    """A site on loopback. Some of its answers are faults."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            fault = year.draw(OF_ANSWERS, year.answers)
            answer = world.answer(self.path)
            if fault == "stall":
                time.sleep(TIMEOUT + 1)
            if answer is None or world.bad == "down" or fault in ("reset", "stall"):
                self.close_connection = True
                return
            status, headers, body = (500, {}, "error") if fault == "error" else answer
            sent = f'<meta charset="utf-8">{body}'.encode()
            self.send_response(status)
            kind = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(sent))}
            for name, value in (kind | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: a crawl that is killed resets its connections."""

    server = Server((host, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def live(folder: Path, year: Year, days: int) -> dict[str, set[str]]:
    """Live through the days. Returns for each site, by its address, the articles that its front page named on a day on
    which it answered: what leaves that page while a site is down, nobody can have seen.
    """
    worlds = {"a": World(), "b": World()}
    servers = {name: serve(year, worlds[name], f"127.0.0.{n}") for n, name in enumerate(worlds, 1)}
    sites = [f"http://{server.server_address[0]}:{server.server_port}/" for server in servers.values()]
    shown: dict[str, set[str]] = {site: set() for site in sites}
    place, away = folder / "place", folder / "place.away"
    place.mkdir()
    (folder / "archive.toml").write_text(SETTINGS)
    options = {
        "check": ["--tell"],
        "crawl": ["--allow-private", "--delay", "0"],
        "snapshot": ["--keep", "2"],
        "backup": [str(place / "copies"), "--keep", "2"],
    }
    tasks = ("redact", "snapshot", "backup", "verify", "crawl", "check")
    plan = Plan(
        db=folder / "archive.db",
        warc=None,
        sites=sites,
        tasks=tasks,
        every=24,
        contact="me@example.org",
        options=options,
    )
    jobs = sorted(make_jobs(plan), key=lambda job: tasks.index(job.task))  # check comes last, as it does every hour
    try:
        for day in range(days):
            year.faultless = day >= days - QUIET or day == 0
            for (name, world), site in zip(worlds.items(), sites, strict=True):
                world.day, world.bad = day, "down" if year.lasts(f"{name} down", day) else ""
                world.bad = "blocked list" if year.lasts(f"{name} blocked", day) else world.bad
                if not year.lasts(f"{name} silent", day):
                    world.stories += [Story(len(world.stories) + n, day) for n in range(year.chance.randint(1, 3))]
                if not world.bad:
                    shown[site] |= {f"{site}{story.path[1:]}" for story in world.stories[-LISTED:]}
            for job in jobs:
                if day == 0 and job.task != "crawl":  # there is no archive yet
                    continue
                if job.time.weekday not in (None, (FIRST + day * DAY).isoweekday() % 7):
                    continue
                fault = year.draw(OF_RUNS, year.runs)
                is_away = fault == "place away" or year.lasts("place away", day)
                if is_away:
                    place.rename(away)
                    place.touch()  # as a folder that cannot be written to: a file stands there
                run_line(year, folder, job, day, fault)
                if is_away:
                    place.unlink()
                    away.rename(place)
            if day % 20 == 19:
                print(f"day {day + 1}: {sum(len(w.stories) for w in worlds.values())} articles", flush=True)
    finally:
        for server in servers.values():
            server.shutdown()
            server.server_close()
    return shown


def judge(folder: Path, year: Year, shown: dict[str, set[str]], days: int) -> dict[str, Any]:
    """Compare what is there with what was. `faults` has a line for all that is not as it should be."""
    db, faults = folder / "archive.db", list[str]()
    every = set[str]().union(*shown.values())
    with closing(sqlite3.connect(db)) as connection:
        held = {row[0] for row in connection.execute("SELECT url FROM articles")}
        alarms = connection.execute("SELECT name, since, over_at, told_at, over_told_at FROM alarms").fetchall()
    faults += [f"lost: {url}" for url in sorted(every - held)] + [f"never shown: {url}" for url in sorted(held - every)]
    verified = archive("verify", "--db", db)
    faults += verified.stderr.splitlines() if verified.returncode else []
    restored = archive("restore", folder / "place" / "copies", "--db", folder / "again.db")
    faults += [f"restore: {restored.stderr}"] if restored.returncode else []
    names = {name: site.split("/")[2].split(":")[0] for name, site in zip("ab", shown, strict=True)}
    expected = [(alarm.format(**names), *year.lasting[what]) for what, _, alarm in LASTING if what in year.lasting]
    told = Counter[tuple[str, int]]()
    for name, since, over, told_at, over_told in alarms:
        begins, ends = (((datetime.fromisoformat(at) - FIRST) // DAY if at else days) for at in (since, over))
        real = [cause for cause in expected if name.startswith(cause[0]) and cause[1] <= begins < cause[2] + WEEK]
        if not real or ends >= real[0][2] + 2 * WEEK or not told_at or not over_told:
            faults.append(f"alarm: {name}: days {begins} to {ends}, told {told_at}, over {over_told}; real: {real}")
        told.update((name, cause[1]) for cause in real)
    faults += [f"told {count} times: {name}, day {first}" for (name, first), count in told.items() if count > 1]
    missed = [
        cause for cause in expected if not any(name.startswith(cause[0]) and cause[1] == day for name, day in told)
    ]
    faults += [f"no alarm: {name}: days {first} to {end}" for name, first, end in missed]
    growth = {}
    for task, found in year.memory.items():
        early = [size for day, size in found if day < days / 4]
        late = [size for day, size in found if day >= 3 * days / 4]
        if early and late:
            growth[task] = (max(early) // 1024, max(late) // 1024)
            if max(late) > FLAT * max(early):
                faults.append(f"memory of {task}: {max(early) // 1024} MB, then {max(late) // 1024} MB")
    logs = sum(path.stat().st_size for path in folder.glob("archive.log*"))
    if logs > 2 * LARGEST_LOG + 5 * LARGEST_LOG // 2:
        faults.append(f"logs: {logs} bytes")
    faults += [f"traceback: {task}" for task, codes in year.codes.items() if codes[TRACEBACK]]
    faults += [f"left: {path.name}" for kind in ("err", "out", "held") for path in folder.glob(f"*.{kind}")]
    return {
        "days": days,
        "articles": len(held),
        "faults of answers": dict(year.answers),
        "faults of runs": dict(year.runs),
        "exit codes": {task: dict(codes) for task, codes in year.codes.items()},
        "lasted": {what: end - first for what, (first, end) in year.lasting.items()},
        "alarms": [alarm[0] for alarm in alarms],
        "MB, first and last quarter": growth,
        "logs": logs,
        "faults": faults,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proof_operation", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--faults", type=float, default=0.01, help="the share of faults among answers, and among runs")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="proof-operation-") as folder:
        year = plan_year(given.days, given.faults, given.seed)
        shown = live(Path(folder), year, given.days)
        result = judge(Path(folder), year, shown, given.days)
        mails = Path(folder, "mails").read_text(encoding="utf-8").splitlines()
    faults = result.pop("faults")
    print(json.dumps({**result, "mailed lines": len(mails), "seconds": round(time.monotonic() - began)}, indent=1))
    if faults:
        sys.exit("\n".join(["proof-operation:", *faults[:40]]))


if __name__ == "__main__":
    main()
