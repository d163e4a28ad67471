"""Manners: robots.txt by RFC 9309, pauses that a site asks for, one request at a time, and who we say we are."""

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from scrapers.politeness import Pauses, parse_retry_after
from scrapers.robots import Robots, parse_rules
from tests.helpers.databases import change, rows
from tests.helpers.loopback import answering, article, crawl, listing, path


def site(robots: Any) -> dict[str, Any]:
    return {"/robots.txt": robots, "/": listing([path(1), path(2)]), **{path(n): (200, {}, article(n)) for n in (1, 2)}}


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        (b"User-agent: *\nDisallow: /2026", False),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /2026", False),
        ("\ufeffUser-agent: *\nDisallow: /2026".encode("utf-16"), False),
        (b"<html><body>Not here</body></html>", True),
        (b"User-agent: cundang\nDisallow: /2026\n\nUser-agent: *\nAllow: /", False),
        (b"User-agent: *\nDisallow:\nSitemap: file:///etc/passwd", True),
        (b"#" * (2 << 20) + b"\nUser-agent: *\nDisallow: /", True),  # what lies behind 500 KiB is not read
        (b"User-agent: *\nDisallow: /2026\n" + b"x: y\n" * 400_000, False),
        (b"\x00\xff\xfe\x80" * 1000, True),
    ],
)
def test_any_robots_file_is_read(body: bytes, allowed: bool) -> None:
    assert Robots(parse_rules(body)).allows("http://a.cn/2026/x") is allowed


@pytest.mark.parametrize(
    ("names", "is_ours"),
    [
        (["Cundang"], True),
        (["CUNDANG/0.1.0"], True),
        (["cundang # ours"], True),
        (["Otherbot", "cundang"], True),
        (["Otherbot", "X-Note: hello", "cundang"], True),
        (["cundang", "Host: a.cn", "", "Clean-param: ref /", "Otherbot"], True),
        (["cun"], False),  # a part of the name
        (["cundang2"], False),
        (["cundang-images"], False),
        (["google-news"], False),  # of the operator's address, see below
        (["example"], False),
        (["*bot"], False),
        ([""], False),
    ],
)
def test_the_group_is_that_of_the_product(names: list[str], is_ours: bool) -> None:
    """Of all groups, ours alone is followed; where there is none, the one for all."""
    lines = [name if ":" in name or (not name and len(names) > 1) else f"User-agent: {name}" for name in names]
    ours, of_all = "Disallow: /of-a-name/\nCrawl-delay: 9", "User-agent: *\nDisallow: /of-all/\nCrawl-delay: 4"
    for body in ("\n".join([*lines, ours, of_all]), "\n".join([of_all, *lines, ours])):
        robots = Robots(parse_rules(body.encode()))
        allowed = robots.allows("http://a.cn/of-a-name/1"), robots.allows("http://a.cn/of-all/1")
        assert (allowed, robots.get_delay()) == (((False, True), 9) if is_ours else ((True, False), 4))


@pytest.mark.parametrize("rule", ["Disallow: /none", "Disallow:", "Allow: /", "Crawl-delay: 1"])
def test_a_rule_ends_a_group_of_names(rule: str) -> None:
    body = f"User-agent: *\n{rule}\nUser-agent: Otherbot\nDisallow: /"
    assert Robots(parse_rules(body.encode())).allows("http://a.cn/1")


def test_a_word_of_the_operators_address_is_no_name(tmp_path: Path) -> None:
    robots = b"User-agent: google-news\nAllow: /\n\nUser-agent: *\nDisallow: /2026\n"
    with answering(site((200, {}, robots))) as server:
        crawl(server, tmp_path / "a.db", contact="https://google-news.example/cundang")
    assert server.paths() == ["/robots.txt", "/"]
    assert "google-news" in server.asked[0][2]["User-Agent"]


def test_a_crawl_delay_is_kept_within_reason() -> None:
    assert Robots(parse_rules(b"User-agent: *\nCrawl-delay: 7")).get_delay() == 7
    assert Robots(parse_rules(b"User-agent: *\nCrawl-delay: 1e9")).get_delay() == 120
    assert Robots(parse_rules(b"User-agent: *\nCrawl-delay: -5")).get_delay() == 0
    assert Robots(parse_rules(b"User-agent: *\nCrawl-delay: soon")).get_delay() == 0


def test_what_is_disallowed_is_not_asked_for(tmp_path: Path) -> None:
    with answering(site((200, {}, f"User-agent: *\nDisallow: {path(2)}\nCrawl-delay: 1".encode()))) as server:
        crawl(server, tmp_path / "a.db")
    assert path(2) not in server.paths()
    assert rows(tmp_path / "a.db", "SELECT state, error FROM urls WHERE url LIKE ?", f"%{path(2)}") == [
        ("refused", "robots.txt disallows it")
    ]
    at = [moment for moment, asked, _ in server.asked if asked != "/robots.txt"]
    assert at[1] - at[0] >= 0.5, "Crawl-delay"  # without it a hundredth; a busy machine may note the first late
    agent = server.asked[0][2]["User-Agent"]
    assert agent.startswith("Cundang/")
    kept = "SELECT count(*) FROM fetches f JOIN fetches r ON r.id = f.robots_id WHERE r.outcome = 'robots' AND f.outcome IN ('list', 'new')"
    assert rows(tmp_path / "a.db", kept) == [(2,)]


def test_a_crawl_delay_holds_for_the_whole_run(tmp_path: Path) -> None:
    """AutoThrottle halves the delay at each quick answer, down to the site's own."""
    answers = {**site((200, {}, b"User-agent: *\nCrawl-delay: 1")), "/": listing([path(n) for n in (1, 2, 3)])}
    with answering({**answers, path(3): (200, {}, article(3))}) as server:
        assert crawl(server, tmp_path / "a.db")["counts"]["new"] == 3
    at = [moment for moment, asked, _ in server.asked if asked != "/robots.txt"]
    assert len(at) == 4
    assert at[3] - at[0] >= 2.5, at  # halved each time it would be 1.75; a busy machine may note the first late


def test_a_robots_txt_or_a_page_that_leads_to_no_address(tmp_path: Path) -> None:
    broken = (302, {"Location": "http://["}, b"")
    with answering(site(broken)) as server:
        done = crawl(server, tmp_path / "a.db")
        assert (done["stderr"], done["reason"], server.paths()) == ("", "finished", ["/robots.txt"])
    assert rows(tmp_path / "a.db", "SELECT state, error FROM urls") == [
        ("pending", "robots.txt: redirected to http://[, which is not a web address")
    ]
    with answering({**site((404, {}, b"")), path(1): broken}) as server:
        done = crawl(server, tmp_path / "b.db")
        assert (done["stderr"], done["reason"], done["counts"]["new"]) == ("", "finished", 1)
    [(state, error)] = rows(tmp_path / "b.db", "SELECT state, error FROM urls WHERE url LIKE ?", f"%{path(1)}")
    assert state == "refused"
    assert error.startswith("the guard refuses what is not an address")
    assert rows(tmp_path / "b.db", "SELECT count(*) FROM urls WHERE url LIKE '%[%'") == [(0,)]


def test_a_site_whose_robots_cannot_be_had_is_left_alone_and_asked_later(tmp_path: Path) -> None:
    with answering(site((500, {}, b"down"))) as server:
        crawl(server, tmp_path / "a.db")
        assert set(server.paths()) == {"/robots.txt"}
        assert rows(tmp_path / "a.db", "SELECT state FROM urls") == [("pending",)]
        server.answers["/robots.txt"] = (404, {}, b"")
        assert crawl(server, tmp_path / "a.db")["counts"]["new"] == 2


def test_the_last_good_copy_serves_a_day(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering(site((200, {}, f"User-agent: *\nDisallow: {path(2)}".encode()))) as server:
        crawl(server, db)
        server.answers["/robots.txt"] = (503, {}, b"")
        server.answers["/"] = listing([path(1), path(2), path(3)])
        server.answers[path(3)] = (200, {}, article(3))
        assert crawl(server, db)["counts"]["new"] == 1
        change(db, "UPDATE fetches SET fetched_at = '2020-01-01T00:00:00+00:00' WHERE outcome = 'robots'")
        before = len(server.asked)
        crawl(server, db)
        assert set(server.paths()[before:]) == {"/robots.txt"}
        assert path(2) not in server.paths()


def test_retry_after_is_waited_for_or_left_to_a_later_run(tmp_path: Path) -> None:
    db, times = tmp_path / "a.db", iter((1, 0))

    def busy(_: object) -> Any:
        return (429, {"Retry-After": "1"}, b"") if next(times, 0) else (200, {}, article(1))

    answers = {**site((404, {}, b"")), "/": listing([path(1)]), path(1): busy}
    with answering(answers) as server:
        assert crawl(server, db)["counts"]["new"] == 1
        asked = [at for at, its, _ in server.asked if its == path(1)]
        assert asked[1] - asked[0] >= 1
    db = tmp_path / "b.db"
    answers = {**site((404, {}, b"")), path(2): (503, {"Retry-After": "99999999999999999999"}, b"")}
    with answering(answers) as server:
        done = crawl(server, db)
    assert done["reason"] == "asked_to_wait"
    waiting = rows(
        db, "SELECT state, julianday(next_try_at) - julianday('now') FROM urls WHERE url LIKE ?", f"%{path(2)}"
    )
    assert waiting[0][0] == "pending"
    assert 0.9 < waiting[0][1] < 1.01, "at most a day"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("", None), ("soon", None), ("-3", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("²", None)],
)
def test_a_retry_after_is_seconds_or_a_date(said: str, seconds: float | None) -> None:
    assert parse_retry_after(said) == seconds


def test_a_site_that_is_unwell_over_and_over_is_left_alone() -> None:
    waits = Pauses(None, None)
    assert [waits.begin_pause("1") for _ in range(5)] == [1, 1, 1, 1, None]
    waits.record_success()
    assert waits.begin_pause("") == 30


def test_one_request_at_a_time(tmp_path: Path) -> None:
    flying, most = [0], [0]

    def slow(handler: Any) -> Any:
        flying[0] += 1
        most[0] = max(most[0], flying[0])
        time.sleep(0.05)
        flying[0] -= 1
        return 200, {}, article(int(handler.path[-8:-4]))

    answers = {"/": listing([path(n) for n in range(8)]), **{path(n): slow for n in range(8)}}
    with answering(answers) as server:
        assert crawl(server, tmp_path / "a.db")["counts"]["new"] == 8
    assert most == [1]


def test_a_slow_answer_makes_the_next_requests_rarer(tmp_path: Path) -> None:
    """AutoThrottle: the delay is at least the last answer's time, and falls by half at each quick one."""

    def slow(_: object) -> Any:
        time.sleep(0.8)
        return 200, {}, article(0)

    pages = {path(n): (200, {}, article(n)) for n in range(1, 4)}
    with answering({"/": listing([path(n) for n in range(4)]), path(0): slow, **pages}) as server:
        assert crawl(server, tmp_path / "a.db")["counts"]["new"] == 4
        at = {asked: moment for moment, asked, _ in server.asked}
    since = [at[path(n)] - at[path(0)] for n in range(1, 4)]  # the slow answer begins after this moment was noted
    assert since[0] >= 0.8
    assert since[1] >= 0.8 + 0.35, since
    assert since[2] >= 0.8 + 0.35 + 0.15, since


def test_no_answer_is_so_slow_that_a_run_waits_for_hours() -> None:
    settings = Settings()
    settings.setmodule("scrapers.settings")
    names = ("AUTOTHROTTLE_ENABLED", "AUTOTHROTTLE_MAX_DELAY", "AUTOTHROTTLE_START_DELAY", "DOWNLOAD_DELAY")
    crawler = get_crawler(settings_dict={name: settings[name] for name in names})
    crawler.engine = SimpleNamespace(downloader=SimpleNamespace())
    throttle = AutoThrottle.from_crawler(crawler)
    throttle._spider_opened(SimpleNamespace())
    slot = SimpleNamespace(delay=3.0)
    for latency, most in ((2000.0, 60.0), (0.0, 30.0)):
        throttle._adjust_delay(slot, latency, Response("http://a.cn/"))
        assert slot.delay == most
    for _ in range(9):
        throttle._adjust_delay(slot, 0.0, Response("http://a.cn/"))
    assert slot.delay == 3.0, "never faster than the delay"
