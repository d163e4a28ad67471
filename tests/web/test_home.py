"""The home page: what the archive holds, what changed in it, its sites; and how to begin where it holds nothing."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cundang.store.schema import open_archive
from datasette_config import make_application
from datasette_config.language import Words
from tests.helpers.databases import copy_of
from tests.web.test_web_pages import get


def ask(db: Path, language: str = "en") -> str:
    answered = asyncio.run(make_application(db).client.get("/", headers={"accept-language": language}))
    assert answered.status_code == 200
    return str(answered.text)


def section(body: str, title: str) -> str:
    """A section of the page, by its heading."""
    return next(part for part in re.findall(r"<section\b.*?</section>", body, re.DOTALL) if f"<h2>{title}</h2>" in part)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_archive_says_how_to_begin(tmp_path: Path, language: str) -> None:
    open_archive(tmp_path / "a.db").close()
    body = ask(tmp_path / "a.db", language)
    assert Words(language)("begin") in body
    assert "<code>archive demo</code>" in body
    assert 'name="q"' in body
    assert Words(language)("newest") not in body


def test_what_changed_and_what_vanished_is_told_with_the_change(aged_web: str) -> None:
    body = get(aged_web, Accept_Language="en")[2]
    changed = section(body, "Changed")
    assert re.search(r"<(del|ins)>[^<]+</\1>", changed)
    assert "compare" in changed.lower()
    vanished = section(body, "Gone from their sites")
    assert "/archive/articles/" in vanished
    assert Words("en")("stood_published_at", time="").split("  ")[0] in vanished


def test_figures_are_those_of_the_archive_and_change_with_it(aged_archive: Path, tmp_path: Path) -> None:
    db = copy_of(aged_archive, tmp_path)
    with closing(sqlite3.connect(db)) as connection:
        count = "SELECT count(*) FROM articles"
        (articles,) = connection.execute(count).fetchone()
        (gone,) = connection.execute(f"{count} WHERE state = 'gone'").fetchone()
        years = dict(connection.execute("SELECT substr(published_at, 1, 4), count(*) FROM articles GROUP BY 1"))
        body = ask(db)
        assert f"{articles} articles" in body
        assert Words("en")("n_gone", n=gone) in body
        linked = re.findall(r'since=(\d{4})&amp;until=\1"\s+rel="nofollow">\1</a> <span class="note">(\d+)<', body)
        assert {year: int(n) for year, n in linked} == {year: n for year, n in years.items() if year}
        bars = re.findall(r"<g><title>\w{3} \d{4}: (\d+) article", body)
        assert sum(map(int, bars)) == sum(years.values()) - years.get(None, 0)
        connection.execute("INSERT INTO sites(name, publisher) VALUES ('town', '岚坪晚报')")
        connection.execute(
            "INSERT INTO articles(url, site, title, text, published_at, characters, sha256)"
            " VALUES ('https://town.example/1', 'town', '渡口', '船来了。', '2011-05-01', 4, '')"
        )
        connection.commit()
        body = ask(db)
        assert f"{articles + 1} articles" in body
        assert 'href="/archive/sites/town"' in body
        assert "state-never" in body


def test_of_many_sites_those_with_most_articles_are_shown(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    open_archive(db).close()
    with closing(sqlite3.connect(db)) as connection:
        for number in range(60):
            name = f"site{number:02d}"
            connection.execute("INSERT INTO sites(name) VALUES (?)", (name,))
            connection.executemany(
                "INSERT INTO articles(url, site, title, text, published_at, characters, sha256)"
                " VALUES (?, ?, '渡口', '', '2026-01-02', 0, '')",
                [(f"https://{name}.example/{count}", name) for count in range(number)],
            )
        connection.commit()
    body = ask(db)
    assert re.findall(r'class="name" href="/archive/sites/([^"]*)"', body) == [f"site{n}" for n in range(59, 35, -1)]
    assert Words("en")("all_n_sites", n=60) in body


def test_what_a_page_dates_into_the_future_is_not_the_newest(aged_archive: Path, tmp_path: Path) -> None:
    db = copy_of(aged_archive, tmp_path)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("UPDATE articles SET published_at = '2999-01-01' WHERE id = 1")
        (title,) = connection.execute("SELECT title FROM articles WHERE id = 1").fetchone()
        connection.commit()
    assert title not in section(ask(db), "Newest")
