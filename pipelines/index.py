"""Index: bring the search index up to date, in the transaction that writes the article."""

from cundang.model.article import INDEXED, Article, Known
from cundang.store.rows import Rows
from cundang.store.search_index import replace_entry


def index(rows: Rows, article_id: int, article: Article, before: Known | None) -> None:
    """Bring the index entry of an article up to date with the row that was written of it."""
    after = {name: getattr(article, name) for name in INDEXED}
    replace_entry(rows, article_id, before.values if before else None, after, article.sha256)
