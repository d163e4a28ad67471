"""A public host under attack: what strangers ask for is bounded in time, memory and number, and readers do not wait."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

import pytest

from cundang.model.errors import UsageError
from cundang.model.settings import Web
from datasette_config import serving
from datasette_config.apart import connections
from datasette_config.apart.front import Front
from tests.helpers.databases import copy_of
from tests.helpers.programs import Program, archive

ENDLESS = "with recursive n(i) as (select 1 union all select i from n) select count(*) from n"
ROW = "select " + ", ".join(f"zeroblob(19000000) || 'a' as c{number}" for number in range(100))
STEP = "select instr(hex(zeroblob(9000000)), hex(zeroblob(4000000)) || '1')"  # one step of SQLite's, of an hour


@pytest.fixture(scope="module")
def server(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A server on which a query has two seconds, and three until its process is killed."""
    db = copy_of(aged_archive, tmp_path_factory.mktemp("attacked"))
    db.with_suffix(".toml").write_text("[web]\nquery_seconds = 2\n", encoding="utf-8")
    with Program("archive", "serve", "--port", "0", "--db", db) as program:
        assert answer(ask(program, "select 1"))[0] == 200  # templates are compiled, and the process is there
        yield program


def ask(
    server: Program, sql: str | None, form: str = "", client: str = "10.0.0.1", language: str = "en"
) -> HTTPConnection:
    """Ask a query, or the front page; the answer is waited for by `getresponse`."""
    connection = HTTPConnection(urlsplit(server.first_line()).netloc, timeout=30)
    headers = {"X-Forwarded-For": client, "Accept-Language": language}
    connection.request("GET", f"/archive{form}?sql={quote(sql)}" if sql else "/", headers=headers)
    return connection


def answer(connection: HTTPConnection) -> tuple[int, str]:
    with closing(connection):
        found = connection.getresponse()
        return found.status, found.read().decode()


def list_children(pid: int) -> list[int]:
    """The processes that a process started, and that are not waited for."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def list_workers(server: Program) -> list[int]:
    (spawner,) = list_children(server.pid)
    return list_children(spawner)


def wait_until(what: object, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.01)


def test_while_strangers_keep_all_places_pages_are_answered_and_others_refused(server: Program) -> None:
    with ExitStack() as stack:
        for number in range(10):
            stack.enter_context(closing(ask(server, ENDLESS, client=f"10.0.1.{number}")))
        wait_until(lambda: len(list_workers(server)) == 2)
        refused = ask(server, ENDLESS)
        with closing(refused):
            found = refused.getresponse()
            assert (found.status, found.getheader("retry-after")) == (429, "5")
            assert "other queries are running" in found.read().decode()
            assert found.getheader("content-security-policy")
        status, body = answer(ask(server, "select 1", ".json"))
        assert (status, json.loads(body)["error"]) == (429, "other queries are running; try again in a minute")
        assert answer(ask(server, "select 1", ".csv")) == (429, "other queries are running; try again in a minute\n")
        assert "其他查询正在运行" in answer(ask(server, "select 1", language="zh"))[1]
        began = time.monotonic()
        assert answer(ask(server, None))[0] == 200
        assert time.monotonic() - began < 2
    wait_until(lambda: not list_workers(server))  # who leaves computes no more


def test_who_asks_for_little_is_answered_among_those_who_ask_for_all(server: Program) -> None:
    with ExitStack() as stack:
        for number in range(30):
            stack.enter_context(closing(ask(server, ENDLESS, client=f"10.0.2.{number % 10}")))
        wait_until(lambda: len(list_workers(server)) == 2)
        answers = []
        while not answers or answers[-1] == 429:
            answers.append(answer(ask(server, "select 1", ".json", client="10.0.3.1"))[0])
            time.sleep(0.1)
            assert len(answers) < 100
        assert answers[-1] == 200


def test_a_row_beyond_the_memory_is_too_large(server: Program) -> None:
    for form, said in (("", "too large"), (".json", "out of memory"), (".csv", "too large")):
        status, body = answer(ask(server, ROW, form))
        assert (status, said in body) == (400, True)
    assert "MemoryError" not in server.stderr
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
    assert answer(ask(server, numbers, ".csv"))[0] == 400  # a million numbers, of which no value is large


def test_what_nothing_interrupts_ends_with_its_process(server: Program) -> None:
    began = time.monotonic()
    status, body = answer(ask(server, STEP))
    assert (status, "was stopped" in body) == (400, True)
    assert time.monotonic() - began < 10
    wait_until(lambda: not list_workers(server))
    assert answer(ask(server, "select 1", ".json"))[0] == 200


def test_a_process_that_was_killed_is_replaced(server: Program) -> None:
    assert answer(ask(server, "select 1", ".json"))[0] == 200
    (worker,) = list_workers(server)
    os.kill(worker, signal.SIGKILL)
    time.sleep(0.2)  # until the server has been told
    assert answer(ask(server, "select 1", ".json"))[0] == 200
    asked = ask(server, ENDLESS, language="zh")
    wait_until(lambda: list_workers(server) not in ([], [worker]))
    time.sleep(0.2)
    for each in list_workers(server):
        os.kill(each, signal.SIGKILL)
    status, body = answer(asked)
    assert (status, "内存超出了限额" in body) == (503, True)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_with_the_server_all_its_processes_end(aged_archive: Path, number: signal.Signals) -> None:
    with Program("archive", "serve", "--port", "0", "--db", aged_archive) as program, ExitStack() as stack:
        stack.enter_context(closing(ask(program, ENDLESS)))
        wait_until(lambda: list_workers(program))
        all_of_them = [*list_children(program.pid), *list_workers(program)]
        program.send_signal(number)
        program.wait(20)
        wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in all_of_them))


def test_without_the_process_that_starts_others_the_server_ends(aged_archive: Path) -> None:
    with Program("archive", "serve", "--port", "0", "--db", aged_archive) as program:
        program.first_line()
        os.kill(*list_children(program.pid), signal.SIGKILL)
        assert answer(ask(program, "select 1"))[0] == 503
        assert program.wait(20) == 1
        assert "start the server again" in program.stderr


# Connections


def test_who_says_nothing_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    monkeypatch.setattr(connections.Connection, "most", 5)
    monkeypatch.setattr(connections, "_SILENT", 0.2)

    async def application(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    async def talk() -> None:
        config = uvicorn.Config(application, http=connections.Connection, ws="none", lifespan="off", log_level="error")
        server, listening = uvicorn.Server(config), serving.listen("127.0.0.1", 0)
        running = asyncio.create_task(server._serve([listening]))
        port = listening.getsockname()[1]
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(8)]
        silent[-1][1].write(b"GET / HTTP/1.1\r\nHost: ")
        assert [await reader.read() for reader, _ in silent[:3]] == [b""] * 3  # too many
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        assert [await reader.read() for reader, _ in silent[3:]] == [b""] * 5  # too long
        server.should_exit = True
        for each in (writer, *(writer for _, writer in silent)):
            each.close()
        await running

    asyncio.run(asyncio.wait_for(talk(), 20))


# Settings


def test_settings_with_which_nothing_is_answered_are_refused(aged_archive: Path, tmp_path: Path) -> None:
    for web, told in ((Web(queries_at_once=0), "queries_at_once = 0: from 1"), (Web(query_seconds=10**20), "to 3,600")):
        with pytest.raises(UsageError, match=told):
            serving._check(web)
    db = copy_of(aged_archive, tmp_path)
    db.with_suffix(".toml").write_text("[web]\nquery_memory_mb = 1\n", encoding="utf-8")
    done = archive("serve", "--port", "0", "--db", db)
    assert (done.returncode, "from 250" in done.stderr) == (2, True)


def test_who_leaves_while_a_process_is_started_for_them_holds_their_place_until_it_is_there() -> None:
    """Else the next is started meanwhile, and so on: 500 clients that left at once had 110 processes."""

    class Starting:
        def __init__(self) -> None:
            self.may_start = asyncio.Event()
            self.ended: list[Any] = []

        async def start(self, memory: int) -> Any:
            await self.may_start.wait()
            return memory

        async def end(self, worker: Any) -> None:
            self.ended.append(worker)

    async def leave() -> None:
        spawner = Starting()
        front = Front(None, cast("Any", spawner), Web(query_memory_mb=1), lambda: None)
        taking = asyncio.create_task(front.take())
        await asyncio.sleep(0)
        taking.cancel()
        for _ in range(3):
            await asyncio.sleep(0)
        assert not taking.done()
        spawner.may_start.set()
        await asyncio.wait({taking})
        await asyncio.sleep(0.01)
        assert (taking.cancelled(), spawner.ended) == (True, [1 << 20])

    asyncio.run(leave())
