"""References to articles as they stand at an address of this archive, for citations and the heads of pages."""

import re
from datetime import UTC, datetime
from typing import Any

from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.citing.cite import STYLES, cite
from datasette_config.citing.reference import Reference

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_OF_REVISIONS = ("title", "published_at", "source_name", "author", "sha256")  # what each revision has of its own


def make_reference(article: dict[str, Any], revision: dict[str, Any], datasette: Any, request: Any) -> Reference:
    """Make the reference to a revision of an article; `seen` of the revision says who saw it first.

    What a revision has of its own is taken from it; where `revision` has none of it, from the row of the article.
    """
    cited = {**article, **{name: revision[name] for name in _OF_REVISIONS if name in revision}}
    seen = revision["seen"]
    imported_at = seen.imported_at if seen else revision["imported_at"]
    return Reference(
        id=cited["id"],
        revision=revision["number"],
        title=cited["title"],
        url=cited["url"],
        publisher=cited["publisher"],
        accessed=datetime.now(UTC).date().isoformat(),
        fetched=seen.at[:10] if seen else None,
        imported=imported_at[:10] if imported_at else None,
        sha256=cited["sha256"],
        published=cited["published_at"] if _DAY.match(cited["published_at"] or "") else None,
        source=cited["source_name"],
        author=cited["author"],
        language=cited["language"],
        archived=make_address(datasette, request, cited["id"], revision["number"]),
        number=cited["document_number"],
    )


def make_address(datasette: Any, request: Any, article_id: int, revision: int | None = None) -> str:
    """Make the permanent address of an article, or of one of its revisions."""
    path = f"/{NAME}/articles/{article_id}"
    return make_absolute(datasette, request, f"{path}?revision={revision}" if revision else path)


def format_citations(reference: Reference) -> list[tuple[str, str, str]]:
    """Format a reference in each style: its key, its name, the citation."""
    return [(style, name, cite(reference, style)) for style, (_, _, name) in STYLES.items()]
