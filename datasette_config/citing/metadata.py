"""What the head of an article's page says of it to programs: reference managers, search engines, link previews. Pure.

The names that Zotero reads are those of its translator "Embedded Metadata" (docs/citing.md).
"""

import json
from functools import partial
from typing import Any, NamedTuple

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from datasette_config.citing.reference import Reference, is_organisation

_LONGEST = 160  # characters of a description; search engines show about as many
# Escapes what would end a script (`<`, `>`, `&`, `'`); Chinese stays as it is.
_dump = partial(json.dumps, ensure_ascii=False)


class Metadata(NamedTuple):
    """What `_metadata.html` shows: the address of the page, names (`name`, `property`) with their values, JSON-LD."""

    canonical: str
    named: list[tuple[str, str]]
    properties: list[tuple[str, str]]
    json_ld: Markup


def make_metadata(reference: Reference, article: dict[str, Any], canonical: str, archive: str) -> Metadata:
    """Make the metadata of an article, of which `article` is the row as shown; `archive` is the name of the archive."""
    text = " ".join((article["text"] or "")[: 4 * _LONGEST].split())
    description = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    language = f"zh-{article['script']}" if article["script"] else reference.language or "zh"
    day = (reference.published or "")[:10].replace("-", "/")
    named = [
        ("description", description),
        ("citation_title", reference.title),
        *(("citation_author", name) for name in reference.authors),
        ("citation_publication_date", day),
        ("citation_journal_title", reference.publisher),
        ("citation_language", language),
        ("citation_public_url", reference.address or reference.archived or canonical),
    ]
    properties = [
        ("og:title", reference.title),
        ("og:type", "article"),
        ("og:url", canonical),
        ("og:site_name", archive),
        ("og:description", description),
        ("article:published_time", reference.published or ""),
        ("article:modified_time", article["modified_at"] or ""),
        ("article:section", article["section"] or ""),
    ]
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": canonical,
        "url": canonical,
        "mainEntityOfPage": canonical,
        "headline": reference.title,
        "description": description,
        "inLanguage": language,
        "datePublished": reference.published,
        "dateModified": article["modified_at"],
        "author": [_name_one(name) for name in reference.authors],
        "publisher": {"@type": "Organization", "name": reference.publisher},
        "articleSection": article["section"],
        "identifier": reference.number,
        "isBasedOn": reference.address,
        "archivedAt": reference.archived,
        "version": str(reference.revision),
    }
    json_ld = htmlsafe_json_dumps({name: value for name, value in stated.items() if value}, dumps=_dump)
    return Metadata(canonical, _leave_out_empty(named), _leave_out_empty(properties), json_ld)


def _name_one(name: str) -> dict[str, str]:
    return {"@type": "Organization" if is_organisation(name) else "Person", "name": name}


def _leave_out_empty(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if value]
