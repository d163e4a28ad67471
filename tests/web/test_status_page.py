"""/-/status: how the archive stands, for readers in three tongues and for monitors, without a word on the machine."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import datasette_config.status
from cundang.store.clock import set_clock
from cundang.store.schema import open_archive
from datasette_config import make_application
from datasette_config.language import LANGUAGES
from tests.helpers.browsers import browsing
from tests.helpers.servers import serving

SCRIPT = """
    INSERT INTO sites(name, publisher) VALUES ('town', '岚坪<b>晚报</b>'), ('wall', '石桥网');
    INSERT INTO tasks VALUES ('backup', '2026-03-01T00:00:00+00:00', '2026-03-01T01:00:00+00:00', 'to /srv/secret'),
      ('verify', '2026-03-01T00:00:00+00:00', '2026-03-19T01:00:00+00:00', '2 faults');
    INSERT INTO alarms(name, line, since) VALUES
      ('town: x', 'town: <i>no</i> title', '2026-03-19T00:00:00+00:00'),
      ('backup', 'backup: told once', '2026-03-10T00:00:00+00:00');
"""
RUN = "INSERT INTO runs(command, site, started_at, ended_at, reason, new, version) VALUES ('crawl', ?, ?, ?, ?, 3, '1')"
Ask = Callable[..., tuple[int, Any, dict[str, str]]]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("folder-of-the-machine") / "a.db"
    with closing(open_archive(path)) as archive:
        archive.executescript(SCRIPT)
        for day in range(1, 20):
            at = f"2026-03-{day:02}T02:00:00+00:00"
            archive.execute(RUN, ("town", at, at, "finished"))
            archive.execute(RUN, ("wall", at, at, "blocked" if day > 16 else f"failed: {path}"))
    return path


@pytest.fixture
def ask(db: Path) -> Iterator[Ask]:
    set_clock(lambda: datetime(2026, 3, 20, tzinfo=UTC))
    datasette_config.status._read.clear()
    db.with_suffix(".toml").write_text(
        '[alarms]\nmail = ["keeper@town.example"]\nwebhook = "https://hook.example/s3cret"\n'
    )
    client = make_application(db).client

    def get(path: str, **headers: str) -> tuple[int, Any, dict[str, str]]:
        answer = asyncio.run(client.get(path, headers=headers))
        return answer.status_code, answer.text, dict(answer.headers)

    yield get
    set_clock(None)


def test_a_monitor_asks_for_json(ask: Ask) -> None:
    status, text, headers = ask("/-/status.json")
    told = json.loads(text)
    assert (status, told["ok"]) == (200, False)
    assert [fault["name"] for fault in told["faults"]] == ["backup", "damage", "wall: crawls fail"]
    assert {site["name"]: site["blocked"] for site in told["sites"]} == {"town": False, "wall": True}
    assert told["archive"]["tasks"]["verify"] == "2026-03-19T01:00:00+00:00"
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers
    assert ask("/-/status.json?fail=1")[0] == 503


def test_a_new_archive_is_well(tmp_path: Path) -> None:
    open_archive(tmp_path / "a.db").close()
    client = make_application(tmp_path / "a.db").client
    answer = asyncio.run(client.get("/-/status.json?fail=1"))
    assert (answer.status_code, answer.json()["ok"], answer.json()["sites"]) == (200, True, [])
    page = asyncio.run(client.get("/-/status?_lang=en"))
    assert "All is well." in page.text


def test_the_page_tells_what_is_wrong_and_links_to_sites(ask: Ask) -> None:
    status, text, _ = ask("/-/status?_lang=en")
    assert status == 200
    assert "4 things are wrong" in text
    assert "The last three crawls failed." in text
    assert re.search(r'href="/archive/sites/wall"\s+lang="zh">石桥网</a>', text)
    assert "岚坪&lt;b&gt;晚报&lt;/b&gt;" in text
    assert "town: &lt;i&gt;no&lt;/i&gt; title" in text
    assert "told once" not in text  # it is the fault of the backup
    assert '<td data-label="Last crawl">' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_machine_and_no_secret_is_on_it(ask: Ask, language: str) -> None:
    for path in (f"/-/status?_lang={language}", "/-/status.json"):
        text = ask(path)[1]
        assert not [
            word for word in ("folder-of", "/srv", "secret", "s3cret", "keeper", "hook.example") if word in text
        ]


def test_other_pages_on_the_server_stay_closed(ask: Ask) -> None:
    for path in ("/-/plugins", "/-/settings", "/-/statusx", "/-/status.csv", "/-/status/x", "/-/threads.json"):
        assert ask(path)[0] == 404


def test_the_archive_is_read_once_in_half_a_minute(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("/-/status.json")
    monkeypatch.setattr(datasette_config.status, "read_standing", lambda *_: 1 / 0)
    assert ask("/-/status")[0] == 200


def test_wrong_settings_do_not_close_the_page(ask: Ask, db: Path) -> None:
    db.with_suffix(".toml").write_text("[alarms]\nmail = 3\n")
    assert ask("/-/status.json")[0] == 200


def test_on_a_narrow_screen_everybody_can_use_it(db: Path) -> None:
    db.with_suffix(".toml").unlink(missing_ok=True)
    with serving(db) as address, browsing() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
        for language in LANGUAGES:
            page.goto(f"{address}-/status?_lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert Axe().run(page).response["violations"] == []
