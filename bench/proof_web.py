"""`make proof-web`: readers of a public archive while fifty attackers ask it for all that it has, and without them.

`archive serve` runs as its user runs it. Twenty readers open pages, with time to think; three researchers ask short
queries in SQL; then the same again under attack: endless queries, joins of everything, rows of two gigabytes, answers
of 18 MB, sorting beyond memory, steps that no time limit stops, readers that do not read, connections that say nothing.
Readers and attackers are processes of their own on the same machine, so the attackers' own work is told. Each attacker
has an address of its own, as behind a proxy that names it, or all have one (`--one-address`), which is easier.
"""

import argparse
import asyncio
import multiprocessing
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench.search import build

READERS, RESEARCHERS, THINK = 20, 3, 2.0  # seconds between the pages of a reader, on average
_TEXT = "hex(zeroblob(9000000))"  # 18 MB of zeros
ATTACKS = {
    "endless": "with recursive n(i) as (select 1 union all select i from n) select count(*) from n",
    "join": "select count(*) from articles a, articles b, articles c where a.text < b.text and b.text < c.text",
    "row": "select " + ", ".join(f"zeroblob(19000000) || 'a' as c{number}" for number in range(100)),
    "answer": f"select {_TEXT} as a",
    "sort": "select count(*) from (select a.text || b.id from articles a, articles b order by 1 limit 1 offset 99999)",
    "step": f"select instr({_TEXT}, hex(zeroblob(4000000)) || '1')",
    "pattern": f"select count(*) from articles a, articles b where {_TEXT} || a.id like '%_1_%' || b.id",
}
MIX = {"endless": 12, "join": 4, "row": 5, "answer": 10, "sort": 4, "step": 3, "pattern": 3, "slow": 5, "connect": 4}
SHORT = "select site, count(*) as articles from articles where published_at > '20{}' group by site"
_PAUSE = 0.2  # seconds of an attacker who was refused
_IDLE = 300  # connections that each of those who connect keeps


@dataclass
class Seen:
    """What the readers saw: seconds of each page, answers by status, and what researchers waited for an answer."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    waited: list[float] = field(default_factory=list)
    unanswered: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, help="an archive; it is copied")
    parser.add_argument("--articles", type=int, default=30_000, help="of the archive that is made without --db")
    parser.add_argument("--seconds", type=int, default=60, help="of each of the two runs")
    parser.add_argument("--one-address", action="store_true", help="all attackers have the same address")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="proof-web-") as folder:
        db = Path(folder, "archive.db")
        if arguments.db:
            shutil.copy(arguments.db, db)
        else:
            build(db, arguments.articles)
        return prove(db, arguments.seconds, arguments.one_address)


def prove(db: Path, seconds: int, one_address: bool) -> int:
    """Run both, print what was seen; 0 where the goals are met."""
    with closing(sqlite3.connect(db)) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
        sites = [name for (name,) in connection.execute("SELECT name FROM sites LIMIT 20")]
        (title,) = connection.execute("SELECT title FROM articles WHERE length(title) > 4 LIMIT 1").fetchone()
    print(f"{articles} articles; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {seconds} s each")
    server = subprocess.Popen(
        [sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(db)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = int(re.findall(r":(\d+)/", server.stdout.readline())[0])
        pages = [
            *("/", "/archive/articles", f"/archive/search?q={quote(title[:2])}"),
            *(f"/archive/articles/{number}" for number in random.Random(1).sample(range(1, articles), 20)),
            *(f"/archive/sites/{quote(site)}" for site in sites[:3]),
        ]
        calm = _run(port, pages, seconds, server.pid, None)
        attacked = _run(port, pages, seconds, server.pid, one_address)
    finally:
        server.terminate()
        server.wait()
    p99 = [_tell(name, run) for name, run in (("without attack", calm), ("under attack", attacked))]
    print(f"p99 under attack: {p99[1] / p99[0]:.1f} times that without")
    memory = attacked[1]
    print(f"most memory of a process: {max(memory.each.values())} MB; of all at once: {memory.together} MB")
    print(f"most bytes of files without a name (what SQLite sorts into): {memory.temporary}")
    print(
        f"CPU of the server's own process: {calm[1].cpu:.1f} s without, {memory.cpu - calm[1].cpu:.1f} s under attack"
    )
    print(f"attackers: {dict(sorted(attacked[2].items()))}; CPU of theirs {attacked[3]:.0f} s")
    return 0 if p99[1] <= 2 * p99[0] and max(memory.each.values()) <= 600 else 1


def _tell(name: str, run: "Run") -> float:
    seen = run[0]
    cuts = statistics.quantiles(seen.seconds, n=100)
    said = f"{name}: {len(seen.seconds)} pages, p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"
    waited = f"median {statistics.median(seen.waited):.1f} s, most {max(seen.waited):.1f} s" if seen.waited else "none"
    print(f"{said}, statuses {dict(seen.statuses)}; {len(seen.waited)} short queries answered, {waited}")
    print(f"  not answered within a minute: {seen.unanswered}")
    return cuts[98]


# One run


@dataclass
class Memory:
    """The most that was seen: MB of each process, of all together, and bytes of nameless files."""

    each: dict[int, int] = field(default_factory=dict)
    together: int = 0
    temporary: int = 0
    cpu: float = 0  # seconds of the server's own process

    def look(self, pid: int) -> None:
        """Look at a server and the processes that it started."""
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            self.cpu = sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
        now = {each: _read_memory(each) for each in _list_tree(pid)}
        self.together = max(self.together, sum(now.values()))
        self.each |= {each: max(size, self.each.get(each, 0)) for each, size in now.items()}
        self.temporary = max(self.temporary, sum(_read_nameless(each) for each in now))


Run = tuple[Seen, Memory, Counter[str], float]


def _run(port: int, pages: list[str], seconds: int, pid: int, one_address: bool | None) -> Run:
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    attackers = context.Process(target=_attack, args=(port, seconds + 4, bool(one_address), told))
    if one_address is not None:
        attackers.start()
        time.sleep(3)  # until all places are taken
    readers = context.Process(target=_read, args=(port, pages, seconds, told))
    readers.start()
    memory, results = Memory(), {}
    while readers.is_alive() or (one_address is not None and attackers.is_alive()):
        memory.look(pid)
        with suppress(Exception):
            name, value = told.get(timeout=0.1)
            results[name] = value
    while len(results) < 1 + (one_address is not None):
        name, value = told.get(timeout=10)
        results[name] = value
    counted, cpu = results.get("attack", (Counter(), 0.0))
    return results["read"], memory, counted, cpu


def _list_tree(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{each}/task/{each}/children").read_text().split())
    return found


def _read_memory(pid: int) -> int:
    with suppress(OSError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s*(\d+)", status)[0]) >> 10  # with what is shared
    return 0


def _read_nameless(pid: int) -> int:
    total = 0
    with suppress(OSError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if "(deleted)" in str(descriptor.readlink()):
                    total += descriptor.stat().st_size
    return total


# Clients


async def _get(
    port: int, path: str, address: str, begun: Callable[[], Awaitable[None]] | None = None, piece: int = 1 << 16
) -> tuple[int, float]:
    """Ask over a connection of its own: the status, and the seconds that a client is told to wait."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 16)
    try:
        request = f"GET {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if begun:
            await begun()
        while await reader.read(piece):
            if begun:
                await begun()
        retry = re.findall(rb"(?i)retry-after: (\d+)", head)
        return int(head.split(b" ", 2)[1]), float(retry[0]) if retry else 0
    finally:
        writer.close()


def _read(port: int, pages: list[str], seconds: int, told: "multiprocessing.Queue[object]") -> None:
    """A process of readers and researchers."""
    seen, rng = Seen(), random.Random(7)

    async def read(number: int) -> None:
        await asyncio.sleep(rng.random() * THINK)
        while time.monotonic() < until:
            began = time.monotonic()
            status, _ = await _get(port, rng.choice(pages[: 3 + number % 3 * 10]), f"10.1.0.{number}")
            seen.seconds.append(time.monotonic() - began)
            seen.statuses[status] += 1
            await asyncio.sleep(THINK * (0.5 + rng.random()))

    async def research(number: int) -> None:
        while time.monotonic() < until:
            began, path = time.monotonic(), f"/archive.json?sql={quote(SHORT.format(rng.randint(10, 24)))}"
            while True:
                status, retry = await _get(port, path, f"10.2.0.{number}")
                if status != 429 or time.monotonic() - began > 60:
                    break
                await asyncio.sleep(retry)
            seen.unanswered += status != 200
            seen.waited += [time.monotonic() - began] if status == 200 else []
            await asyncio.sleep(THINK)

    async def all_of_them() -> None:
        await asyncio.gather(*(read(n) for n in range(READERS)), *(research(n) for n in range(RESEARCHERS)))

    until = time.monotonic() + seconds
    asyncio.run(all_of_them())
    told.put(("read", seen))


def _attack(port: int, seconds: int, one_address: bool, told: "multiprocessing.Queue[object]") -> None:
    """A process of attackers, none of whom keeps to what a refusal asks for."""
    counted: Counter[str] = Counter()
    until = time.monotonic() + seconds

    async def crawl() -> None:
        await asyncio.sleep(3)

    async def ask(kind: str, address: str) -> None:
        sql = ATTACKS.get(kind, ATTACKS["answer"])
        form = random.choice(("", ".json", ".csv"))
        try:
            async with asyncio.timeout(max(0.1, until - time.monotonic())):
                path = f"/archive{form}?sql={quote(sql)}"
                status, _ = await _get(port, path, address, *((crawl, 1000) if kind == "slow" else ()))
            counted[str(status)] += 1
            await asyncio.sleep(_PAUSE * (0.5 + random.random()) if status == 429 else 0)
        except (OSError, asyncio.IncompleteReadError):
            counted["closed"] += 1
            await asyncio.sleep(_PAUSE)

    async def connect(address: str) -> None:
        kept: list[asyncio.StreamWriter] = []
        while time.monotonic() < until:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"GET / HTTP/1.1\r\nX-Slow: ")
                kept.append(writer)
                counted["connections"] += 1
            for writer in kept[:-_IDLE]:
                writer.close()
            del kept[:-_IDLE]
            await asyncio.sleep(0.02)
        for writer in kept:
            writer.close()

    async def attack(kind: str, number: int) -> None:
        address = "10.3.0.0" if one_address else f"10.3.{number // 250}.{number % 250}"
        while time.monotonic() < until:
            with suppress(TimeoutError):
                await (connect(address) if kind == "connect" else ask(kind, address))

    async def all_of_them() -> None:
        kinds = [kind for kind, count in MIX.items() for _ in range(count)]
        await asyncio.gather(*(attack(kind, number) for number, kind in enumerate(kinds)))

    began = time.process_time()
    asyncio.run(all_of_them())
    told.put(("attack", (counted, time.process_time() - began)))


if __name__ == "__main__":
    sys.exit(main())
