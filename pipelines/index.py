"""Index: bring the search index up to date, in the transaction that writes the article."""

from cundang.model.article import Article, Known
from cundang.store.rows import Rows
from cundang.store.search_index import replace_entry
from pipelines.compare import Change


def index(rows: Rows, article_id: int, article: Article, change: Change, before: Known | None) -> None:
    """Bring the index entry of an article up to date, if its title or text is new."""
    if before and not {"title", "text"} & set(change.fields):
        return
    was = (before.values["title"] or "", before.values["text"] or "") if before else None
    replace_entry(rows, article_id, was, (article.title, article.text), article.sha256)
