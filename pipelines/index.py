"""The full-text index, written in the transaction that writes the article."""

from pipelines.archive import Archive
from pipelines.article import Article
from pipelines.compare import Change, Known
from pipelines.search import TOK_VERSION

_ADD = "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)"
# The index holds no text (content=''), so FTS5 has to be told what it once was given to take an entry out.
_TAKE_OUT = "INSERT INTO articles_fts(articles_fts, rowid, title, body) VALUES ('delete', ?, ?, ?)"
_STATE = "INSERT OR REPLACE INTO fts_state(article_id, tok_version, text_sha256) VALUES (?, ?, ?)"


def index(archive: Archive, article_id: int, article: Article, change: Change, before: Known | None) -> None:
    """Bring the index entry of an article up to date, if its title or text is new."""
    if before and not {"title", "text"} & set(change.fields):
        return
    was = (before.values["title"] or "", before.values["text"] or "") if before else None
    replace_entry(archive, article_id, was, (article.title, article.text), article.sha256)


def replace_entry(
    archive: Archive, article_id: int, was: tuple[str, str] | None, now: tuple[str, str], sha256: str
) -> None:
    """Take an entry out of the index, given the title and text that it was made of, and put one in."""
    db = archive.db.conn
    if was:
        db.execute(_TAKE_OUT, (article_id, *map(archive.tokens, was)))
    db.execute(_ADD, (article_id, *map(archive.tokens, now)))
    db.execute(_STATE, (article_id, TOK_VERSION, sha256))
