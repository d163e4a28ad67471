"""The full-text index, written in the transaction that writes the article."""

from pipelines.archive import Archive
from pipelines.article import Article
from pipelines.compare import Change, Known
from pipelines.search import TOK_VERSION, tokens

_ADD = "INSERT INTO articles_fts(rowid, title, body) VALUES (?, ?, ?)"
# The index holds no text (content=''), so FTS5 has to be told what it once was given to take an entry out.
_TAKE_OUT = "INSERT INTO articles_fts(articles_fts, rowid, title, body) VALUES ('delete', ?, ?, ?)"
_STATE = "INSERT OR REPLACE INTO fts_state(article_id, tok_version, text_sha256) VALUES (?, ?, ?)"


def index(archive: Archive, article_id: int, article: Article, change: Change, before: Known | None) -> None:
    """Bring the index entry of an article up to date, if its title or text is new."""
    if before and not {"title", "text"} & set(change.fields):
        return
    db, fold = archive.db, archive.fold
    if before:
        db.conn.execute(
            _TAKE_OUT,
            (article_id, tokens(before.values["title"] or "", fold), tokens(before.values["text"] or "", fold)),
        )
    db.conn.execute(_ADD, (article_id, tokens(article.title, fold), tokens(article.text, fold)))
    db.conn.execute(_STATE, (article_id, TOK_VERSION, article.sha256))
