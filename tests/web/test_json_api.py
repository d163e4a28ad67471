"""Data for programs: JSON that is not sent twice, and what scripts of other sites may read."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from datasette_config import Publication, make_application
from tests.helpers.databases import copy_of
from tests.helpers.servers import serving
from tests.web.test_web_pages import get

DATA = ["archive/search.json?q=x", "archive/changes.json", "archive/articles.json?_size=1", "archive/articles/1.json",
        "archive.json?sql=select+1"]  # fmt: skip


def ask(datasette: Any, method: str, path: str, **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return asyncio.run(datasette.client.request(method, path, headers=sent))


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path) -> Path:
    return copy_of(demo_archive, tmp_path)


@pytest.mark.parametrize("path", DATA)
def test_json_is_not_sent_again_until_the_archive_changes(db: Path, path: str) -> None:
    datasette = make_application(db)
    first = ask(datasette, "GET", f"/{path}")
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = ask(datasette, "GET", f"/{path}", If_None_Match=f'"other", {tag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert ask(datasette, "GET", f"/{path}&_lang=en", If_None_Match=tag).status_code != 304
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET editor = 'x' WHERE id = 1")
    changed = ask(datasette, "GET", f"/{path}", If_None_Match=tag)
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_a_tag_is_the_same_after_a_restart_and_another_for_another_host(db: Path) -> None:
    tags = [ask(make_application(db), "GET", "/archive/changes.json").headers["etag"] for _ in range(2)]
    assert tags[0] == tags[1]
    other = ask(make_application(db), "GET", "/archive/changes.json", Host="example.org").headers["etag"]
    assert other != tags[0]


@pytest.mark.parametrize("path", ["archive/articles/99999999.json", "archive/search?q=x", "archive/articles/1", ""])
def test_errors_and_pages_have_none(db: Path, path: str) -> None:
    answer = ask(make_application(db), "GET", f"/{path}", If_None_Match="*")
    assert answer.status_code != 304
    assert "etag" not in answer.headers


def test_nobody_elses_script_reads_anything_unless_it_was_set(db: Path) -> None:
    datasette = make_application(db)
    for path in (*DATA, "archive/download/sites.csv", "feeds/new.atom", "archive/articles"):
        for method in ("GET", "OPTIONS"):
            answer = ask(datasette, method, f"/{path}", Origin="https://example.org")
            assert not [name for name in answer.headers if name.startswith("access-control")], path


def test_with_the_setting_data_may_be_read_and_pages_not(db: Path) -> None:
    datasette = make_application(db, publication=Publication(cors=True))
    files = [f"archive/download/sites.{form}" for form in ("csv", "jsonl", "xlsx", "parquet")]
    for path in (*DATA, *files, "feeds/new.atom", "archive/articles.csv?_size=1", "archive/articles/99999999.json"):
        answer = ask(datasette, "GET", f"/{path}", Origin="https://example.org")
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "access-control-allow-credentials" not in answer.headers
        assert "set-cookie" not in answer.headers
    tag = ask(datasette, "GET", f"/{DATA[0]}").headers["etag"]
    assert ask(datasette, "GET", f"/{DATA[0]}", If_None_Match=tag).headers["access-control-allow-origin"] == "*"
    for path in (
        "",
        "archive/articles",
        "archive/search?q=x",
        "archive/articles/1/raw",
        "archive/search.json?_lang=en",
    ):
        answer = ask(datasette, "GET", f"/{path}", Origin="https://example.org")
        assert "access-control-allow-origin" not in answer.headers, path


def test_a_preflight_is_answered_for_data_alone(db: Path) -> None:
    datasette = make_application(db, publication=Publication(cors=True))
    answer = ask(datasette, "OPTIONS", "/archive/search.json", Origin="https://example.org")
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "access-control-allow-methods" not in ask(datasette, "OPTIONS", "/archive/search").headers


def test_the_command_has_the_setting(demo_archive: Path) -> None:
    with serving(demo_archive, "--cors") as address:
        assert get(f"{address}archive/search.json?q=x")[1]["access-control-allow-origin"] == "*"
