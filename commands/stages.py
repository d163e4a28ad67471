"""Print the result of each stage on a page, for `archive show`."""

from collections.abc import Sequence

import click

from cundang.model.article import Article
from cundang.model.page import Page
from pipelines.decode import decode
from pipelines.extract.explain import ProfileReading

_FIELDS = (
    "url",
    "site",
    "content_id",
    "document_number",
    "index_number",
    "kicker",
    "title",
    "subtitle",
    "published_at",
    "modified_at",
    "source_name",
    "author",
    "editor",
    "section",
    "language",
    "script",
)


def print_stages(name: str, page: Page, article: Article, layouts: Sequence[ProfileReading] = ()) -> None:
    """Print how each stage read one page. `layouts` are what the profiles of its site made of it."""
    decoded = decode(page)
    _print_head("page", f"{name} as {page.url}, {len(page.body)} bytes")
    _print_head("decode", f"{decoded.encoding}: {decoded.reason}")
    _print_head("extract", f"by {article.extractor}; {len(article.images)} pictures")
    for field, found in article.found.items():
        _print_row(field, found.value, f"  ({found.where})")
    is_read = any(layout.profile == article.extractor for layout in layouts)
    for layout in layouts:
        if layout.profile == article.extractor:
            for field, why in layout.fields.items():
                _print_row("layout", f"{layout.profile}, {field}: {why}")
        elif layout.why and not is_read:
            _print_row("layout", f"{layout.profile}: {layout.why}")
    for attachment in article.attachments:
        _print_row("attachment", attachment.name, f"  ({attachment.url})")
    for doubt in article.doubts:
        _print_row("doubt", doubt)
    _print_head("repair", f"{len(article.repairs)} repairs")
    for repair in [repair for repair in article.repairs if repair.kind != "reading"]:
        _print_row(repair.kind, f"{repair.before} → {repair.after}", f"  (at {repair.position})")
    _print_head("clean", f"{len(article.removed)} pieces moved out")
    for removal in article.removed:
        _print_row(removal.kind, removal.text.strip(), f"  ({removal.rule})")
    _print_head("normalise", "")
    for field in _FIELDS:
        _print_row(field, str(getattr(article, field) or "–"))
    for role, person in article.people:
        if person.title or person.code:
            _print_row(role, person.name, f"  ({' '.join(filter(None, (person.title, person.code)))})")
    _print_row("keywords", ", ".join(article.keywords) or "–")
    _print_head("text", f"{article.characters} characters")
    click.echo(f"{article.text}\n")


def _print_head(stage: str, what: str) -> None:
    click.echo(f"{click.style(stage, bold=True)}  {what}")


def _print_row(name: str, value: str, note: str = "") -> None:
    click.echo(f"  {name:<14} {value}{click.style(note, dim=True)}")
