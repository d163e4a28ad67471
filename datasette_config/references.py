"""References to articles as they stand at an address of this archive, for citations."""

import re
from datetime import UTC, datetime
from typing import Any

from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.cite import STYLES, Reference, cite

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def make_reference(article: dict[str, Any], revision: dict[str, Any], datasette: Any, request: Any) -> Reference:
    """Make the reference to a revision, whose own fields the row of the article has; `seen` says who saw it first."""
    seen = revision["seen"]
    imported_at = seen.imported_at if seen else revision["imported_at"]
    address = make_absolute(datasette, request, f"/{NAME}/articles/{article['id']}")
    return Reference(
        id=article["id"],
        revision=revision["number"],
        title=article["title"],
        url=article["url"],
        publisher=article["publisher"],
        accessed=datetime.now(UTC).date().isoformat(),
        fetched=seen.at[:10] if seen else None,
        imported=imported_at[:10] if imported_at else None,
        sha256=article["sha256"],
        published=article["published_at"] if _DAY.match(article["published_at"] or "") else None,
        source=article["source_name"],
        author=article["author"],
        language=article["language"],
        archived=address,
        number=article["document_number"],
    )


def format_citations(reference: Reference) -> list[tuple[str, str, str]]:
    """Format a reference in each style: its key, its name, the citation."""
    return [(style, name, cite(reference, style)) for style, (_, _, name) in STYLES.items()]
