"""Who is answered when: each kind of request has places of its own, and who asks for little is not kept out."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

import pytest

from datasette_config import gate
from datasette_config.gate import FILE, PAGE, PICTURE, QUERY, FullError, Gate, Lane, Place, find_lane


def run(waiting: Coroutine[Any, Any, None]) -> None:
    asyncio.run(waiting)


async def ask(gate: Gate, client: str) -> "asyncio.Task[Place]":
    """Ask for a place, until it is there, waited for or refused."""
    task = asyncio.create_task(gate.enter(client))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


def is_refused(task: "asyncio.Task[Place]") -> bool:
    return task.done() and isinstance(task.exception(), FullError)


def test_so_many_are_answered_at_once_and_a_place_that_is_left_is_the_next_ones() -> None:
    async def take_turns() -> None:
        of_all = Gate(Lane("", at_once=2, waiting=2))
        asked = [await ask(of_all, name) for name in "abcde"]
        assert [task.done() for task in asked] == [True, True, False, False, True]
        assert is_refused(asked[4])
        asked[0].result().leave()
        asked[0].result().leave()  # once
        await asyncio.sleep(0)
        assert [task.done() for task in asked[2:4]] == [True, False]
        asked[3].cancel()  # its client left
        await asyncio.gather(asked[3], return_exceptions=True)
        for task in asked[1:3]:
            task.result().leave()
        assert (of_all.running.total(), of_all.waiting) == (0, [])

    run(take_turns())


def test_a_turn_that_does_not_come_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def wait() -> None:
        monkeypatch.setattr(gate, "WAIT", 0.01)
        of_all = Gate(Lane("", at_once=1, waiting=2))
        place = await of_all.enter("a")
        with pytest.raises(FullError):
            await of_all.enter("b")
        assert not of_all.waiting
        place.leave()
        (await of_all.enter("b")).leave()

    run(wait())


def test_who_has_paid_little_takes_the_place_of_who_has_paid_most() -> None:
    async def pay() -> None:
        of_all = Gate(Lane("", at_once=1, waiting=2))
        for name, seconds in (("much", 5), ("more", 20)):
            await of_all.enter(name)
            of_all.leave(name, seconds)
        place = await of_all.enter("much")
        asked = [await ask(of_all, name) for name in ("more", "much", "little", "another")]
        assert is_refused(asked[0])  # for `little`
        assert is_refused(asked[1])  # for `another`
        place.leave()
        await asyncio.sleep(0)
        assert [asked[place].done() for place in (2, 3)] == [True, False]

    run(pay())


def test_one_address_holds_half_of_the_places_to_wait_and_pays_where_it_comes_again_at_once() -> None:
    async def hammer() -> None:
        of_all = Gate(Lane("", at_once=1, waiting=4))
        asked = [await ask(of_all, "a") for _ in range(6)]
        assert [is_refused(task) for task in asked] == [False] * 3 + [True] * 3
        assert of_all._count("a") == pytest.approx(2 * gate._REFUSED, abs=0.01)  # the first time is free
        others = [await ask(of_all, name) for name in "bcd"]
        assert not any(is_refused(task) for task in others)
        assert sum(is_refused(task) for task in asked) == 4

    run(hammer())


def test_a_place_that_comes_in_the_moment_in_which_its_client_leaves_is_not_lost() -> None:
    async def leave() -> None:
        of_all = Gate(Lane("", at_once=1, waiting=4))
        place = await of_all.enter("a")
        asked = await ask(of_all, "b")
        place.leave()
        asked.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asked
        assert not of_all.running.total()

    run(leave())


def test_no_more_addresses_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_MOST_ADDRESSES", 3)
    of_all = Gate(PAGE)
    for number in range(10):
        of_all.leave(str(number), 1)
    assert len(of_all._paid) == 3


@pytest.mark.parametrize(
    ("lane", "addresses"),
    [
        (QUERY, (
            "/archive?sql=select+1", "/archive.csv?_title=x&sql=select+1", "/archive/search/facets.json?q=x",
            "/archive/trends.excel.csv?q=x", "/studies/hours?from=2024", "/archive/articles?title__contains=x",
            "/archive/articles.json?_where=1", "/archive/urls?_facet_month=discovered_at", "/archive/articles?text=x",
            "/archive/articles?_sort=text", "/archive/articles.json?_size=max", "/archive/articles?_size=2000",
            "/archive/search?q=%E6%B9%BF%E5%9C%B0&page=51", "/archive/search?q=%E7%9A%84", "/archive/articles?_search=-ab",
            "/archive/search.atom?q=site%3Aa", "/archive/search?site=a", "/archive/changes?q=a",
            "/~61rchive.json?sql=select+1", "/archive/~61rticles?_where=1", "/archive~2Ejson?sql=select+1",
        )),
        (FILE, ("/archive/download/articles.csv", "/archive/articles.csv?_stream=on", "/sitemaps/1.xml")),
        (PICTURE, ("/archive/articles/1/pictures/2?x",)),
        (PAGE, (
            "/", "/studies", "/archive/articles", "/archive/articles?_sort=id", "/archive/search?q=a__b", "/archive",
            "/archive/search?q=%E6%B9%BF%E5%9C%B0&page=2", "/archive/articles?section=x&site=demo&_size=50",
            "/archive/articles/1", "/archive/changes?kind=new", "/archive/articles?_search=%E6%B9%BF%E5%9C%B0",
            "/archive/search", "/archive/search?q=site:demo+ab", "/archive/sites/demo",
        )),
    ],
    ids=lambda value: getattr(value, "name", ""),
)  # fmt: skip
def test_which_lane_a_request_is_in(lane: Lane, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        path, _, asked = address.partition("?")
        assert find_lane({"path": path, "query_string": asked.encode()}) == lane, address
