"""What each stage of the line made of a page, for `archive show`."""

import click

from cundang.model.article import Article
from cundang.model.page import Page
from pipelines.decode import decode


def show_stages(name: str, page: Page, article: Article) -> None:
    """Print the stages of one page."""
    decoded = decode(page)
    _head("page", f"{name} as {page.url}, {len(page.body)} bytes")
    _head("decode", f"{decoded.encoding}: {decoded.reason}")
    _head("extract", f"by {article.extractor}; {len(article.images)} pictures")
    for field, found in article.found.items():
        _row(field, found.value, f"  ({found.where})")
    for doubt in article.doubts:
        _row("doubt", doubt)
    _head("repair", f"{len(article.repairs)} repairs")
    for repair in [repair for repair in article.repairs if repair.kind != "reading"]:
        _row(repair.kind, f"{repair.before} → {repair.after}", f"  (at {repair.position})")
    _head("clean", f"{len(article.removed)} pieces moved out")
    for removal in article.removed:
        _row(removal.kind, removal.text.strip(), f"  ({removal.rule})")
    _head("normalise", "")
    for field in (
        "url",
        "site",
        "content_id",
        "title",
        "published_at",
        "source_name",
        "author",
        "editor",
        "section",
        "language",
        "script",
    ):
        _row(field, str(getattr(article, field) or "–"))
    _row("keywords", ", ".join(article.keywords) or "–")
    _head("text", f"{article.characters} characters")
    click.echo(f"{article.text}\n")


def _head(stage: str, what: str) -> None:
    click.echo(f"{click.style(stage, bold=True)}  {what}")


def _row(name: str, value: str, note: str = "") -> None:
    click.echo(f"  {name:<14} {value}{click.style(note, dim=True)}")
