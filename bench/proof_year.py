"""`make proof-year`: 400 days of a site, a crawl each day, and every event that it tells of beside what happened.

The site is a server on loopback, and each day's crawl is the real one, in a process of its own, whose clock is set to
that day (cundang.store.clock): nothing waits. The site adds, edits, removes (by 404, 410, a notice with status 200, a
redirect), restores, dresses itself anew, and has bad days: it is down, shuts the crawler out, or breaks its layout.

Asserted: each edit, removal and restoration is one event, and there is no other; a removed article is `gone` within 4
days, and its restoration is told within 30; one that has been gone for a year is asked for at most once in 30 days; and
a crawl ends with exit code 3 on each bad day and on no other.

With --recheck each crawl asks for every live article, so that the days hold for old articles too. Without, it asks for
what is due; then the days count from the first request that could see it, and the last six crawls ask for everything.
"""

import argparse
import json
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.helpers.programs import FORKS

FIRST = datetime(2027, 1, 4, 22, 30, tzinfo=UTC)  # of the crawls
DAY = timedelta(days=1)
REST = 40  # days: more than a restoration takes to be seen
NEW, LISTED = 3, 12  # articles: new ones a day, those on the front page
BAD = ("down", "error", "blocked", "blocked list", "broken", "lost")
_WORDS = "芦苇渡口木船老桥樟树水站码头石阶晒场磨坊茶馆祠堂梯田竹林鱼塘瓦窑灯塔粮仓"
_BROKEN = "<html><head><title>岚坪新闻网</title></head><body><div id='app'></div></body></html>"
_CHECK = (
    "<html><head><title>安全验证</title></head><body><h1>安全验证</h1><p>系统检测到您的网络环境存在异常，请先完成下面的验证，"
    "通过以后会自动回到您要看的页面。</p></body></html>"
)
_NOTICE = "<html><head><title>提示信息</title></head><body><h1>您访问的文章不存在或已被删除</h1><p>请核对网址，或返回首页。</p></body></html>"


@dataclass
class Story:
    """An article of the site: `version` counts its edits, `gone` is how it is missing."""

    number: int
    day: int
    version: int = 0
    gone: str = ""

    @property
    def path(self) -> str:
        return f"/2027/c_{1126000000 + self.number}.htm"


@dataclass
class World:
    """The site as it is on a day, and what has happened on it: `happened` has rows (day, kind, path)."""

    stories: list[Story] = field(default_factory=list)
    day: int = 0
    bad: str = ""
    dress: int = 0
    happened: list[tuple[int, str, str]] = field(default_factory=list)
    asked: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # by path: the days

    def answer(self, path: str) -> tuple[int, dict[str, str], str] | None:  # noqa: PLR0911 - one for each state
        """Answer a request; None breaks the connection off."""
        if path == "/robots.txt":
            return (404, {}, "") if self.bad not in ("down", "error") else (500, {}, "")
        self.asked[path].append(self.day)
        if self.bad == "down":
            return None
        if self.bad == "error":
            return 500, {}, "error"
        if path == "/":
            if self.bad == "blocked list":
                return 412, {}, _CHECK
            shown = [story for story in self.stories if not story.gone][-LISTED:]
            return 200, {}, "".join(f'<a href="{story.path}">{_title(story)}</a>' for story in shown)
        story = next((each for each in self.stories if each.path == path), None)
        if self.bad.startswith("blocked"):
            return 200, {}, _CHECK
        if self.bad == "lost" or story is None:
            return 404, {}, "not found"
        if story.gone:
            return _missing(story.gone)
        return (200, {}, _BROKEN if self.bad == "broken" else _page(story, self.dress))


def _missing(how: str) -> tuple[int, dict[str, str], str]:
    if how == "redirect":
        return 302, {"Location": "/"}, ""
    return (200, {}, _NOTICE) if how == "notice" else (int(how), {}, "not found")


def _title(story: Story) -> str:
    return f"{_WORDS[2 * (story.number % 18) :][:2]}边的第{story.number}件事"


def _page(story: Story, dress: int) -> str:
    """A page of the old layout; `dress` changes what surrounds the article."""
    chance = random.Random(story.number)
    words = "".join(chance.choices(_WORDS, k=90))
    paragraphs = [
        f"岚坪县的{words[at : at + 6]}一带，{words[at + 6 : at + 30]}，乡亲们都说今年比去年好。" for at in (0, 30, 60)
    ]
    paragraphs += [f"编者补记：第{n}次更正，{words[n : n + 4]}的数目应为{n + 3}。" for n in range(1, story.version + 1)]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f'<a href="/{name}/">{name}</a>' for name in ("yw", "sz", "ms", "tp")[: 2 + dress % 3])
    day = (FIRST + story.day * DAY).date().isoformat()
    return (
        f'<html><head><title>{_title(story)}</title></head><body class="v{dress}"><div class="top{dress}">{menu}</div>'
        f'<div class="h-title">{_title(story)}</div><div class="h-info"><span class="h-time">{day} 08:00:00</span> 来源：'
        f'<em id="source">岚坪日报</em></div><div id="p-detail">{text}</div>'
        f'<div class="foot{dress}">岚坪新闻网</div></body></html>'
    )


@dataclass(frozen=True)
class Run:
    """What a day's crawl came to."""

    exit_code: int
    reason: str
    unmet: tuple[str, ...]


def live_through(world: World, chance: random.Random, day: int, last_change: int, rest: int, recheck: bool) -> None:
    """Let a day happen. On a bad day nothing else does.

    What changed is left as it is for `rest` days at least, and until a crawl has asked for it, so that it can be seen.
    """
    world.day = day
    if world.bad:
        return
    world.stories += [Story(len(world.stories) + n, day) for n in range(NEW)]
    if day % 90 == 50:
        world.dress += 1
    if not 2 < day <= last_change:
        return
    touched = {path: at for at, _, path in world.happened}

    def is_at_rest(story: Story) -> bool:
        last = touched.get(story.path, story.day - rest)
        return story.day < day - 1 and day - last > rest + (0 if recheck else (last - story.day) // 2)

    free = [story for story in world.stories if is_at_rest(story)]
    young = [story for story in free if not story.gone]
    lost = [story for story in free if story.gone]
    for story in chance.sample(young, min(len(young), 12 if day % 120 == 15 else chance.choice((0, 0, 1)))):
        story.gone = chance.choice(("404", "410", "notice", "redirect"))
        world.happened.append((day, "gone", story.path))
    for story in chance.sample(young, min(len(young), chance.choice((0, 1, 2)))):
        if not story.gone:
            story.version += 1
            world.happened.append((day, "edited", story.path))
    if lost and chance.random() < 0.15:
        story = chance.choice(lost)
        story.gone = ""
        world.happened.append((day, "restored", story.path))


def plan_bad_days(chance: random.Random, days: int) -> dict[int, str]:
    """Choose the bad days: each kind in turn, one to three days long, at least a week apart."""
    planned, day, number = dict[int, str](), 9, 0
    while day < days - 8:
        length = chance.choice((1, 1, 2, 3))
        planned |= dict.fromkeys(range(day, day + length), BAD[number % len(BAD)])
        number += 1
        day += length + chance.randint(7, 16)
    return planned


def _crawl(told: Connection, stderr: str, address: str, db: str, moment: datetime, recheck: bool) -> None:
    """The process of a day's crawl."""
    import os
    from dataclasses import replace

    import scrapers.settings
    import scrapers.walls
    from commands.crawl import _choose_exit_code
    from cundang.store.clock import set_clock
    from demo.site import make_demo_site
    from scrapers.run import Options, crawl
    from scrapers.sources import Listing

    with Path(stderr).open("wb") as file:
        os.dup2(file.fileno(), 2)
    began = time.monotonic()
    set_clock(lambda: moment + timedelta(seconds=time.monotonic() - began))
    scrapers.settings.RETRY_TIMES = 0
    scrapers.settings.AUTOTHROTTLE_ENABLED = False
    scrapers.walls.PAUSES = dict.fromkeys(scrapers.walls.PAUSES, 0.001)
    listing = (Listing(name="front page", url=address, evidence="seen 2026-11-28: its pages are ours"),)
    site = replace(make_demo_site(address), sources=listing, article=rf"^{address}2027/c_\d+\.htm")
    report = crawl(site, Path(db), Path(db).with_suffix(".warc"), options=Options(recheck=recheck))
    told.send(Run(int(_choose_exit_code(report)), report.reason, report.unmet))


def simulate(
    folder: Path, days: int, seed: int = 1, recheck: bool = True, rest: int = REST
) -> tuple[World, dict[int, str], dict[int, Run]]:
    """Live through the days; the world as it is then, its bad days, and what each crawl came to."""
    chance, world, runs = random.Random(seed), World(), dict[int, Run]()
    bad, db = plan_bad_days(chance, days), folder / "year.db"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            answer = world.answer(self.path)
            if answer is None:
                self.close_connection = True
                return
            status, headers, body = answer
            sent = f'<meta charset="utf-8">{body}'.encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Length": len(sent),
                **headers,
            }.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for day in range(days):
            world.bad = bad.get(day, "")
            live_through(world, chance, day, days - 5 if recheck else days - 60, rest, recheck)
            moment = FIRST + day * DAY + timedelta(seconds=chance.randint(0, 600))
            received, told = FORKS.Pipe(duplex=False)
            everything = recheck or day >= days - 6
            stderr = str(folder / "stderr")
            address = f"http://127.0.0.1:{server.server_port}/"
            process = FORKS.Process(target=_crawl, args=(told, stderr, address, str(db), moment, everything))
            process.start()
            told.close()
            process.join(600)
            if process.exitcode:
                raise RuntimeError(f"day {day}: {Path(stderr).read_text()[-2000:]}")
            runs[day] = received.recv()
            if day % 20 == 19:
                print(f"day {day + 1}: {len(world.stories)} articles, {len(world.happened)} changes", flush=True)
    finally:
        server.shutdown()
        server.server_close()
    return world, bad, runs


def judge(world: World, bad: dict[int, str], runs: dict[int, Run], db: Path, recheck: bool = True) -> dict[str, Any]:
    """Compare what the archive tells of with what happened. `faults` has a line for all that is not as it should be."""
    faults = [
        f"day {day}: exit code {run.exit_code}, the site was {bad.get(day) or 'well'}: {run.reason} {run.unmet}"
        for day, run in runs.items()
        if (run.exit_code == 3) != (day in bad) or run.exit_code not in (0, 3)
    ]
    told = defaultdict[tuple[str, str], list[int]](list)
    with closing(sqlite3.connect(db)) as connection:
        rows = connection.execute(
            "SELECT e.kind, e.at, a.url FROM events e JOIN articles a ON a.id = e.article_id ORDER BY e.id"
        ).fetchall()
        stored = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    for kind, at, url in rows:
        told[kind, "/" + url.split("/", 3)[3]].append((datetime.fromisoformat(at) - FIRST) // DAY)
    waits: dict[str, list[int]] = {"edited": [], "gone": [], "restored": []}
    found, missed = Counter[str](), Counter[str]()
    happened = [*((story.day, "new", story.path) for story in world.stories), *world.happened]
    for day, kind, path in happened:
        since = day if recheck or kind == "restored" else next((d for d in world.asked[path] if d >= day), day)
        later = [at for at in told[kind, path] if at >= day]
        if not later:
            missed[kind] += 1
            faults.append(f"day {day}: {path} was {kind}, and no event says so")
            continue
        found[kind] += 1
        told[kind, path].remove(later[0])
        if kind != "new":
            off = sum(1 for between in range(since, later[0]) if between in bad)
            waits[kind].append(later[0] - since - (off if kind == "gone" else 0))
    false = [f"{path}: {kind} on day {day}, and nothing happened" for (kind, path), ds in told.items() for day in ds]
    faults += false
    most = {"gone": 4, "restored": 30}
    faults += [f"{kind} after {max(w)} days" for kind, w in waits.items() if w and max(w) > most.get(kind, 400)]
    rare = _longest_gone(world, len(runs))
    faults += [f"{path}: gone for a year, and asked for on days {days}" for path, days in rare.items() if len(days) > 1]
    return {
        "days": len(runs),
        "articles": stored,
        "happened": {kind: found[kind] + missed[kind] for kind in ("new", "edited", "gone", "restored")},
        "recall": sum(found.values()) / len(happened),
        "false": len(false) / max(1, len(rows)),
        "most days until": {kind: max(w, default=0) for kind, w in waits.items()},
        "bad days": dict(Counter(bad.values())),
        "exit 3": sum(run.exit_code == 3 for run in runs.values()),
        "gone for a year": len(rare),
        "faults": faults,
    }


def _longest_gone(world: World, days: int) -> dict[str, list[int]]:
    """The articles that are gone for a year, with the days of the last thirty on which they were asked for."""
    since = {path: day for day, kind, path in world.happened if kind == "gone"}
    old = [story.path for story in world.stories if story.gone and since[story.path] <= days - 365]
    return {path: sorted({day for day in world.asked[path] if day >= days - 29}) for path in old}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proof_year", description=__doc__)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recheck", action="store_true", help="each crawl asks for every live article")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="proof-year-") as folder:
        world, bad, runs = simulate(Path(folder), arguments.days, arguments.seed, arguments.recheck)
        result = judge(world, bad, runs, Path(folder) / "year.db", arguments.recheck)
    faults = result.pop("faults")
    print(json.dumps({**result, "seconds": round(time.monotonic() - began)}, ensure_ascii=False, indent=1))
    if faults:
        sys.exit("\n".join(["proof-year:", *faults[:40]]))


if __name__ == "__main__":
    main()
