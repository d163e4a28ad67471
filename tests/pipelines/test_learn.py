"""What an archive learns of a site: each article's blocks count once, however often and wherever it is seen."""

from datetime import timedelta
from pathlib import Path

from cundang.model.page import Page
from cundang.model.publisher import Publishers
from cundang.store.session import Session
from pipelines import line
from pipelines.extract.boilerplate import block_key
from tests.helpers.pages import NOW, SENTENCES, news_page, page

NOTE = "Readers who saw the flood are asked to send their photographs to the museum of the town before the end of May."


def seen(day: int, name: str = "a", title: str = "A second bridge", more: str = "") -> Page:
    """An article with NOTE below it, as fetched on a day."""
    markup = news_page([*SENTENCES, *filter(None, [more]), NOTE], title=title)
    return page(markup, url=f"http://ferry.test/{name}.html", fetched_at=NOW + timedelta(days=day))


def learned(folder: Path, *pages: Page) -> tuple[list[str], int]:
    """What came of each page, and on how many pages NOTE counts."""
    with Session(folder / "a.db", folder / "a.warc", Publishers(), "import") as session:
        outcomes = [line.run(session, [each]).kind for each in pages]
        counted = session.rows.select("SELECT pages FROM site_blocks WHERE key = ?", [block_key(NOTE)])
    return outcomes, counted[0]["pages"]


def test_every_article_counts(tmp_path: Path) -> None:
    assert learned(tmp_path, seen(0), seen(1, "b", "The third bridge")) == (["new", "new"], 2)


def test_an_article_that_is_edited_or_seen_again_counts_once(tmp_path: Path) -> None:
    pages = seen(0), seen(1, more="The mayor has since said that the bridge is to be a narrow one."), seen(2)
    assert learned(tmp_path, *pages, seen(3)) == (["new", "edited", "edited", "unchanged"], 1)


def test_an_article_at_two_addresses_counts_once(tmp_path: Path) -> None:
    assert learned(tmp_path, seen(0), seen(1, "b")) == (["new", "new"], 1)
