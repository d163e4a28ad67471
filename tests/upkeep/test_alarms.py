"""Alarms: each is told once and once when it is over, by servers that are there, fail, and come back."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import main
from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.settings import Alarms
from cundang.store.alarms import Alarm, ToTell
from cundang.store.clock import set_clock, stamp
from cundang.store.schema import open_archive
from cundang.store.tasks import note_task
from tests.helpers.authorities import make_holder, serve_as
from tests.helpers.databases import change, rows
from tests.helpers.loopback import Server, answering
from tests.helpers.mail import put_sendmail, receiving
from upkeep.alarms import collect, name_alarm, tell
from upkeep.check import Alarm as Found
from upkeep.telling import Way, flatten, format_lines, make_mail, make_ways

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
BAD = {"town: late backup": "town: the reed is down"}
ALARM = Alarm(1, "town", "town: the reed is down", stamp(NOW), None, None, None)
ONE = ToTell((ALARM,))


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    set_clock(lambda: NOW)
    yield
    set_clock(None)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    open_archive(path).close()
    return path


class Teller:
    """A way that keeps what it told, and fails while it is down."""

    def __init__(self, key: str = "one") -> None:
        self.said: list[tuple[int, int]] = []
        self.is_down = False
        self.way = Way(key, self.tell)

    def tell(self, to_tell: ToTell) -> None:
        if self.is_down:
            raise ArchiveError(f"{self.way.key}: down")
        self.said.append((len(to_tell.begun), len(to_tell.over)))


def test_a_problem_is_told_once_and_its_end_after_two_clean_checks(db: Path) -> None:
    teller = Teller()
    for found in (BAD, BAD, BAD, {}, {}, {}, BAD, BAD):
        tell(db, found, [teller.way])
    assert teller.said == [(1, 0), (0, 1), (1, 0)]


def test_what_comes_and_goes_is_told_once(db: Path) -> None:
    teller = Teller()
    for found in (BAD, {}, BAD, {}, BAD, {}, BAD, {}, {}):
        tell(db, found, [teller.way])
    assert teller.said == [(1, 0), (0, 1)]


def test_what_could_not_be_told_is_told_later_by_that_way_alone(db: Path) -> None:
    good, bad = Teller("good"), Teller("bad")
    bad.is_down = True
    more = {**BAD, "disk": "disk: full"}
    for found in (BAD, BAD, more, more, {}, {}, {}):
        assert tell(db, found, [good.way, bad.way]).failed == ("bad: down",) or found == {}
    assert good.said == [(1, 0), (1, 0), (0, 2)]
    bad.is_down = False
    assert tell(db, {}, [good.way, bad.way]).failed == ()
    assert (good.said[3:], bad.said) == ([], [(2, 2)])
    assert tell(db, {}, [good.way, bad.way]).told == ToTell()
    assert rows(db, "SELECT task FROM tasks") == []


def test_what_one_way_told_as_over_begins_anew_when_it_comes_back(db: Path) -> None:
    good, bad = Teller("good"), Teller("bad")
    tell(db, BAD, [good.way, bad.way])
    bad.is_down = True
    for found in ({}, {}, BAD):
        tell(db, found, [good.way, bad.way])
    bad.is_down = False
    tell(db, BAD, [good.way, bad.way])
    assert good.said == [(1, 0), (0, 1), (1, 0)]
    assert bad.said == [(1, 0), (1, 1)]


def test_one_run_tells_at_a_time(db: Path) -> None:
    lock = Lock(db.with_name("a.db-alarms.lock"), "alarms")
    with pytest.raises(ArchiveError, match="another run holds the lock"):
        tell(db, BAD, [])
    lock.release()
    assert tell(db, BAD, []).still_open == 1


def test_the_name_of_an_alarm_stays_while_its_numbers_and_examples_change() -> None:
    what = "6 of 8 new pages gave no article: fetch: HTTP 404 (5 of them)"
    assert name_alarm("town", what) == name_alarm("town", what.replace("6", "17").replace("HTTP 404", "timeout"))
    assert name_alarm("town", "town-2020 finds not what") != name_alarm("town", "town-2018 finds not what")
    found = collect(
        [Found("town", what, "2026-03-01"), Found("still", what, "2026-03-01")], [], ["x.py: bad"], ["still"]
    )
    assert list(found) == ["town: # of # new pages gave no article", "module: x.py"]


def test_a_mail_goes_by_tls_with_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = make_holder("Reed Authority")
    (tmp_path / "ca.pem").write_bytes(authority.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("ARCHIVE_SMTP_PASSWORD", "a-secret")
    context = serve_as(tmp_path, make_holder("127.0.0.1", authority, is_authority=False))
    with receiving(context, ("keeper", "a-secret")) as post:
        settings = Alarms(mail=("me@town.example",), smtp=post.address, smtp_user="keeper")
        (way,) = make_ways(settings, "Reeds", tmp_path)
        way.tell(ONE)
        post.login = ("keeper", "another")
        with pytest.raises(ArchiveError, match=r"it refuses the login \(535\)") as refused:
            way.tell(ONE)
    assert post.logins[0] == ("keeper", "a-secret", True)
    assert "a-secret" not in str(refused.value)
    ((_, mail),) = post.mails
    assert (mail["Subject"], mail["From"], mail["To"]) == ("Reeds: 1 wrong", "me@town.example", "me@town.example")
    assert "wrong since 2026-03-30 12:00 UTC: town: the reed is down" in mail.get_content()


def test_without_tls_no_password_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(login=("me@town.example", "a-secret")) as post:
        (way,) = make_ways(Alarms(mail=("me@town.example",), smtp=post.address), "Reeds", tmp_path)
        way.tell(ONE)
        monkeypatch.setenv("ARCHIVE_SMTP_PASSWORD", "a-secret")
        with pytest.raises(ArchiveError, match="offers no TLS"):
            way.tell(ONE)
    assert (len(post.mails), post.logins) == (1, [])


def test_a_certificate_of_nobody_is_refused(tmp_path: Path) -> None:
    with receiving(serve_as(tmp_path, make_holder("127.0.0.1"))) as post:
        (way,) = make_ways(Alarms(mail=("me@town.example",), smtp=post.address), "Reeds", tmp_path)
        with pytest.raises(ArchiveError, match="certificate is not valid"):
            way.tell(ONE)
    assert post.mails == []


def test_names_and_titles_cannot_add_a_header() -> None:
    evil = Alarm(1, "x", "town: a\r\nBcc: all@town.example\r\n\r\n<b>\x1b[2J", stamp(NOW), None, None, None)
    mail = make_mail(ToTell((evil,)), "Reeds\r\nBcc: all@town.example", "me@town.example", "you@town.example")
    assert mail["Bcc"] is None
    assert mail.get_content_type() == "text/plain"
    assert len(mail.get_content().splitlines()) == 3
    assert not {"\x1b", "\r"} & set(flatten(evil.line))
    assert format_lines(ToTell((), (evil,)))[0].startswith("over since  UTC: town: a")


def test_sendmail_is_used_where_no_server_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("upkeep.telling._PLACES", ())
    (way,) = make_ways(Alarms(mail=("you@town.example",), sender="me@town.example"), "苇塘", tmp_path)
    with pytest.raises(ArchiveError, match="sendmail: not on this machine"):
        way.tell(ONE)
    sent = put_sendmail(tmp_path)
    way.tell(ONE)
    head, *lines = sent.read_text().splitlines()
    assert head == "-i -f me@town.example -- you@town.example"
    assert "To: you@town.example" in lines
    put_sendmail(tmp_path, 75)
    with pytest.raises(ArchiveError, match="sendmail: it ended with 75"):
        way.tell(ONE)


@pytest.mark.parametrize(
    "settings",
    [
        Alarms(webhook="file:///etc/passwd"),
        Alarms(ping="ftp://town.example/"),
        Alarms(mail=("nobody",)),
        Alarms(mail=("-oQ/tmp@town.example",)),
        Alarms(mail=("a@b\nBcc: c@d",)),
        Alarms(mail=("me@town.example",), sender="x"),
        Alarms(mail=("me@town.example",), smtp="smtp://town.example:25"),
        Alarms(mail=("me@town.example",), smtp="me:secret@town.example:25"),
    ],
)
def test_settings_that_are_none_are_refused(settings: Alarms, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^archive\.toml: \[alarms\]") as error:
        make_ways(settings, "Reeds", tmp_path)
    assert "secret" not in str(error.value)


def run_check(db: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["check", "--tell", *words, "--db", str(db)])


Make = Callable[..., Server]


@pytest.fixture
def told(db: Path) -> Iterator[Server]:
    """An archive whose backup is too old, and a server for its webhook and its ping."""
    note_task(db, "backup", "", "done")
    change(db, "UPDATE tasks SET ended_at = ?", stamp(NOW - timedelta(days=9)))
    with answering({"/hook/secret": (200, {}, b""), "/ping": (200, {}, b"")}) as server:
        hook, ping = f"{server.address}hook/secret", f"{server.address}ping"
        db.with_suffix(".toml").write_text(f'[alarms]\nwebhook = "{hook}"\nping = "{ping}"\nfile = "alarms.log"\n')
        yield server


def test_the_command_tells_by_webhook_and_file_and_pings(db: Path, told: Server) -> None:
    first, second = run_check(db), run_check(db)
    assert (first.exit_code, second.exit_code) == (0, 0)
    line = "wrong since 2026-03-30 12:00 UTC: backup: last done 2026-03-21, 9 days ago; run `archive backup`"
    assert (first.stdout, second.stdout) == (f"{line}\n", "")
    assert told.paths() == ["/hook/secret", "/ping", "/ping"]
    posted = json.loads(told.posted[0][1])
    assert (posted["archive"], posted["text"], posted["over"]) == ("a.db", line, [])
    assert posted["begun"][0]["name"] == "backup"
    assert db.with_name("alarms.log").read_text() == f"2026-03-30T12:00:00+00:00 {line}\n"
    assert [row.task for row in rows(db, "SELECT task FROM tasks ORDER BY task")] == ["backup", "check"]
    change(db, "DELETE FROM tasks")
    codes = [run_check(db).exit_code for _ in range(3)]
    assert (codes, len(told.posted)) == ([0, 0, 0], 2)


def test_a_webhook_that_fails_is_told_in_a_line_without_its_secret_and_tried_again(db: Path, told: Server) -> None:
    told.answers["/hook/secret"] = (302, {"Location": "/ping"}, b"")
    failed = run_check(db)
    assert failed.exit_code == 1
    assert failed.stderr.splitlines() == ["archive: webhook at 127.0.0.1: HTTP 302; check its address in archive.toml"]
    assert told.paths() == ["/hook/secret"]  # no ping, and no redirect that is followed
    told.answers["/hook/secret"] = (200, {}, b"")
    assert run_check(db).exit_code == 0
    assert told.paths()[1:] == ["/hook/secret", "/ping"]
    assert len(db.with_name("alarms.log").read_text().splitlines()) == 1


def test_without_anybody_to_tell_the_ping_stays_away(db: Path, told: Server) -> None:
    db.with_suffix(".toml").write_text(f'[alarms]\nping = "{told.address}ping"\n')
    assert [run_check(db).exit_code for _ in range(2)] == [3, 0]
    assert told.paths() == []
    change(db, "DELETE FROM tasks")
    assert [run_check(db).exit_code for _ in range(3)] == [0, 3, 0]
    assert told.paths() == ["/ping"] * 3


def test_a_ping_that_fails_is_told(db: Path, told: Server) -> None:
    told.answers["/ping"] = None
    done = run_check(db)
    assert (done.exit_code, done.stderr.splitlines()) == (
        1,
        ["archive: ping at 127.0.0.1: HTTP 404; check its address in archive.toml"],
    )


def test_without_settings_cron_is_told_once_by_what_is_printed(db: Path, told: Server) -> None:
    db.with_suffix(".toml").unlink()
    runs = [run_check(db) for _ in range(3)]
    change(db, "DELETE FROM tasks")
    runs += [run_check(db) for _ in range(3)]
    assert [(run.exit_code, run.stdout[:5]) for run in runs] == [
        (3, "wrong"), (0, ""), (0, ""), (0, ""), (3, "over "), (0, "")
    ]  # fmt: skip


def test_without_tell_nothing_is_told(db: Path, told: Server) -> None:
    done = CliRunner().invoke(main, ["check", "--db", str(db)])
    assert (done.exit_code, done.stdout, told.paths()) == (0, "", [])
    with closing(open_archive(db)) as archive:
        assert archive.execute("SELECT count(*) FROM alarms").fetchone() == (0,)


def test_many_runs_at_once_tell_once(db: Path) -> None:
    teller = Teller()

    def run() -> None:
        try:
            tell(db, BAD, [teller.way])
        except ArchiveError as error:
            assert error.exit_code == 75

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert teller.said == [(1, 0)]
