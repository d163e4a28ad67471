"""Slow questions wait for each other and keep nobody else waiting."""

import asyncio
from typing import Any

import pytest

from datasette_config import gate
from datasette_config.gate import AT_ONCE, Gate, is_slow

SQL = {"path": "/archive", "query_string": b"sql=select+1"}


def test_slow_questions_take_turns_and_a_page_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask_all() -> None:
        gate_of_all, may_end, begun, told = Gate(), asyncio.Event(), [], []

        async def answer(scope: Any, _: Any, send: Any) -> None:
            begun.append(scope["path"])
            await may_end.wait()
            await send({"type": "http.response.start"})
            begun.append("sent")
            raise OSError("the client left")

        async def tell(message: Any) -> None:
            told.append(message)

        slow = [asyncio.create_task(gate_of_all.pass_through(answer, SQL, None, tell)) for _ in range(AT_ONCE + 2)]
        page = asyncio.create_task(gate_of_all.pass_through(answer, {"path": "/"}, None, tell))
        await asyncio.sleep(0.01)
        assert sorted(begun) == ["/"] + ["/archive"] * AT_ONCE
        monkeypatch.setattr(gate, "WAIT", 0.01)
        assert not await gate_of_all.pass_through(answer, SQL, None, tell)
        may_end.set()
        await asyncio.gather(*slow, page, return_exceptions=True)
        assert (len(told), begun.count("sent")) == (AT_ONCE + 3, AT_ONCE + 3)
        assert gate_of_all._places._value == AT_ONCE

    asyncio.run(ask_all())


def test_which_questions_are_slow() -> None:
    slow = (
        "/archive?sql=select+1", "/archive.csv?_title=x&sql=select+1", "/archive/search/facets.json?q=x",
        "/archive/trends.excel.csv?q=x", "/studies/hours?from=2024", "/archive/articles?title__contains=x",
        "/archive/articles.json?_where=1", "/archive/urls?_facet_month=discovered_at",
    )  # fmt: skip
    quick = ("/", "/studies", "/archive/articles", "/archive/articles?_sort=id", "/archive/search?q=a__b", "/archive")
    for address in (*slow, *quick):
        path, _, asked = address.partition("?")
        assert is_slow({"path": path, "query_string": asked.encode()}) is (address in slow), address
