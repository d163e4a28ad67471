"""What a run promises its operator and its site: hours, promises kept or told, clean ends, memory."""

import signal
import time
from datetime import datetime
from pathlib import Path

from cundang.model.expect import Expect
from cundang.model.publisher import BEIJING
from cundang.store.schema import open_archive
from tests.helpers.databases import change, rows
from tests.helpers.loopback import answering, article, crawl, crawling_slowly, listing, path
from tests.helpers.programs import archive, run
from upkeep import expectations


def test_a_site_is_crawled_in_its_hours_only(tmp_path: Path) -> None:
    db, hour = tmp_path / "a.db", datetime.now(BEIJING).hour
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        done = crawl(server, db, declared={"hours": ((hour + 3) % 24, (hour + 5) % 24)})
        assert done["reason"] == "outside its hours"
        assert server.asked == []
        done = crawl(server, db, declared={"hours": ((hour - 1) % 24, (hour + 3) % 24)})
        assert (done["reason"], done["counts"]["new"]) == ("finished", 1)


def test_promises_that_a_run_does_not_keep_are_told(tmp_path: Path) -> None:
    db, pages = tmp_path / "a.db", {path(n): (200, {}, article(n)) for n in range(12)}
    for n in range(3):  # whose titles say nothing
        pages[path(n)] = (200, {}, article(n).replace(f"清淀新区第{n}号消息".encode(), b""))
    with answering({"/": listing(list(pages)), **pages}) as server:
        told = crawl(server, db, declared={"expect": Expect(title=0.9, date=1.0)})["unmet"]
        assert told == ("75% of 12 pages have a title, 90% are promised",)
        change(
            db,
            "UPDATE articles SET first_seen_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '-10 days', id || ' hours')",
        )
        told = crawl(server, db, declared={"expect": Expect(articles_a_week=5)})["unmet"]
        assert told[0] == "0 new articles in a week, 5 are promised"
        assert told[1].startswith("no new article for 22")
        assert told[1].endswith("usually one every 1.0")


def test_the_shares_of_a_long_run_are_found_by_indexes(tmp_path: Path) -> None:
    """A scan of one table for each row of the other took a run of 20,000 pages hours to end."""
    db = open_archive(tmp_path / "a.db")
    plan = [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {expectations._OF_RUN}", (1,))]
    db.close()
    assert plan
    assert not [step for step in plan if step.startswith("SCAN")], plan


def test_a_silent_site_ends_with_exit_3(tmp_path: Path) -> None:
    db, pages = tmp_path / "a.db", {path(n): (200, {}, article(n)) for n in range(12)}
    with answering({"/": listing(list(pages)), **pages}) as server:
        command = ("crawl", server.address, "--allow-private", "--delay", "0", "--db", db)
        assert archive(*command).returncode == 0
        change(
            db,
            "UPDATE articles SET first_seen_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '-10 days', id || ' hours')",
        )
        done = archive(*command)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert "no new article for" in done.stderr


def test_ctrl_c_ends_a_run_cleanly(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with crawling_slowly(db, 100) as (server, run):
        while len(server.asked) < 8 and run.poll() is None:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        assert run.wait(30) == 1
        assert "Traceback" not in run.stderr
    assert rows(db, "SELECT reason, ended_at IS NOT NULL FROM runs") == [("interrupted by SIGINT", 1)]
    assert rows(db, "SELECT count(*) FROM urls WHERE state = 'pending'")[0][0] > 0
    assert rows(db, "PRAGMA integrity_check") == [("ok",)]


def test_a_run_that_takes_too_much_memory_ends_cleanly(tmp_path: Path) -> None:
    """As `scrapy crawl` with a lower limit: the run ends with its reason, and the next goes on."""
    db, many = tmp_path / "a.db", [path(n) for n in range(30)]
    limits = {"MEMUSAGE_LIMIT_MB": "50", "MEMUSAGE_CHECK_INTERVAL_SECONDS": "0.2", "ARCHIVE_DB": str(db)}
    options = [word for name, value in limits.items() for word in ("-s", f"{name}={value}")]

    def slow(handler: object) -> object:
        time.sleep(0.1)
        return 200, {}, article(int(handler.path[-8:-4]))  # type: ignore[attr-defined]

    with answering({"/": listing(many), **dict.fromkeys(many, slow)}) as server:
        command = (
            "crawl",
            "demo",
            "-s",
            "SPIDER_MODULES=tests.helpers.demo_spider",
            "-s",
            f"ARCHIVE_WARC={tmp_path}/w",
        )
        environment = {"PATH": "/usr/bin:/bin", "DEMO_ADDRESS": server.address}
        done = run("scrapy", *command, *options, env=environment)
        assert "Memory usage exceeded 50MiB" in done.stderr
        assert rows(db, "SELECT reason, ended_at IS NOT NULL FROM runs") == [("memusage_exceeded", 1)]
