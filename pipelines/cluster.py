"""Cluster: find the articles that tell the same text as one, in the transaction that writes it."""

from cundang.model.article import Known
from cundang.store.clusters import replace_copies
from cundang.store.rows import Rows


def cluster(rows: Rows, article_id: int, text: str, before: Known | None) -> None:
    """Bring the clusters up to date with the text of an article that was written, and with all that it says."""
    replace_copies(rows, article_id, before.values["text"] if before else None, text)
