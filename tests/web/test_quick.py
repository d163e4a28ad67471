"""What keeps pages quick: read before the address is told, kept until the archive changes, and not waited for."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cundang.search.query import parse_query
from cundang.search.results import ORDERS, find_ids
from datasette_config import Publication, make_application, serving
from datasette_config.address import parse_public_address
from datasette_config.asking import find_page
from datasette_config.reading import get_fold


@pytest.mark.parametrize("address", ["", "https://news.harbour.example/archive/"], ids=["root", "path"])
def test_what_is_read_before_the_address_is_told_are_pages(
    aged_archive: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    public = Publication(parse_public_address(address)) if address else Publication()
    application = make_application(aged_archive, publication=public)
    answers = []

    async def get(path: str, **named: object) -> None:
        answers.append((await type(application.client).get(application.client, path, **named)).status_code)

    monkeypatch.setattr(application.client, "get", get)
    asyncio.run(serving._read_first(application))
    assert answers == [200, 200, 200, 200]


@pytest.mark.parametrize("order", ORDERS)
def test_hits_of_a_character_are_found_once(aged_archive: Path, order: str) -> None:
    statements: list[str] = []
    with closing(sqlite3.connect(aged_archive)) as connection:
        query = parse_query("的", get_fold(connection), connection)
        whole = find_ids(connection, query, 1_000, 0, order)
        assert whole.total > 6
        connection.set_trace_callback(statements.append)
        pages = [find_page(connection, query, 2, offset, order) for offset in (0, 2, 4)]
        assert [page.ids for page in pages] == [whole.ids[offset : offset + 2] for offset in (0, 2, 4)]
        assert {(page.total, page.order, page.too_common) for page in pages} == {
            (whole.total, whole.order, whole.too_common)
        }
        assert len([sql for sql in statements if "LIMIT 1000" in sql]) <= 2
        statements.clear()
        assert find_page(connection, query, 2, 4, order) == pages[-1]
        assert not [sql for sql in statements if "MATCH" in sql]
