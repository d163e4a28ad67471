"""What the home page and the reading view of an article show."""

from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from datasette_config import NAME
from pipelines.address import is_web

_HOME = {
    "sites": """
        SELECT s.name, s.publisher, s.homepage, count(*) AS articles, min(a.published_at) AS oldest, max(a.published_at) AS newest
        FROM articles a JOIN sites s ON s.name = a.site GROUP BY s.name ORDER BY articles DESC
    """,
    "newest": "SELECT id, title, site, source_name, published_at, script FROM articles ORDER BY published_at DESC LIMIT 12",
    "last_run": "SELECT * FROM runs WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1",
}
_ARTICLE = {
    "site": "SELECT s.* FROM sites s JOIN articles a ON a.site = s.name WHERE a.id = :id",
    "keywords": "SELECT keyword FROM keywords WHERE article_id = :id ORDER BY rowid",
    "images": "SELECT url, caption FROM images WHERE article_id = :id ORDER BY position",
    "revisions": "SELECT id, number, fetched_at, title, extractor, warc_file, warc_offset FROM revisions WHERE article_id = :id ORDER BY number",
    "removed": "SELECT kind, text, rule FROM removed WHERE revision_id = (SELECT revision_id FROM articles WHERE id = :id) ORDER BY position",
    "repairs": """
        SELECT kind, count(*) AS times FROM repairs WHERE revision_id = (SELECT revision_id FROM articles WHERE id = :id) GROUP BY kind
    """,
}


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """`is_web`: only addresses of the web become links; `minute`: a time for people; `paragraphs`: a text as lines of lines."""
    env.filters["is_web"] = lambda url: is_web(url or "")
    env.filters["minute"] = lambda time: (time or "")[:16].replace("T", " ")
    env.filters["paragraphs"] = lambda text: [paragraph.split("\n") for paragraph in text.split("\n\n")]


@hookimpl
def extra_template_vars(view_name: str, table: str | None, request: Any, datasette: Any) -> Any:
    async def home() -> dict[str, Any]:
        return await _rows(datasette, _HOME, {})

    async def article() -> dict[str, Any]:
        return await _rows(datasette, _ARTICLE, {"id": request.url_vars["pks"]})

    if view_name == "index":
        return home
    return article if view_name == "row" and table == "articles" else {}


@hookimpl
def asgi_wrapper() -> Any:
    return _lean_lists


async def _rows(datasette: Any, queries: dict[str, str], bound: dict[str, Any]) -> dict[str, Any]:
    database = datasette.get_database(NAME)
    return {name: [dict(row) for row in (await database.execute(sql, bound)).rows] for name, sql in queries.items()}


# The columns of a list of articles. Texts stay out: fifty of them make a page of megabytes that nobody can read.
_LISTED = {
    f"/{NAME}/articles": ("title", "published_at", "source_name", "editor", "section", "site", "characters", "state"),
    f"/{NAME}/revisions": ("article_id", "number", "fetched_at", "title", "extractor", "warc_file", "warc_offset"),
}


def _lean_lists(app: Any) -> Any:
    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        columns = _LISTED.get(scope.get("path", ""))
        query = scope.get("query_string", b"")
        if columns and b"_col=" not in query and b"_nocol=" not in query:
            asked = "&".join(f"_col={column}" for column in columns).encode()
            scope = {**scope, "query_string": b"&".join(filter(None, (query, asked)))}
        await app(scope, receive, send)

    return wrapped


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """The title in a list of articles leads to the article."""
    if table == "articles" and column == "title" and value and "id" in row.keys():  # noqa: SIM118 - an sqlite3.Row
        return Markup('<a href="{}">{}</a>').format(datasette.urls.row(NAME, "articles", str(row["id"])), value)
    return None
