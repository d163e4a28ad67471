"""archive freeze"""

import json
from pathlib import Path

import click

from commands.options import db_option, warc_folder, warc_option

_LATEST = """
    SELECT a.id, a.url, a.title, a.published_at, a.source_name, a.editor, a.text, r.extractor, r.warc_file, r.warc_offset
    FROM articles a JOIN revisions r ON r.id = a.revision_id
    WHERE a.site = ? AND r.warc_file IS NOT NULL ORDER BY a.last_seen_at DESC, a.id DESC LIMIT ?
"""
_FIELDS = ("title", "published_at", "source_name", "editor")


@click.command()
@click.argument("site")
@click.option("--count", type=click.IntRange(min=1), default=3, show_default=True, help="How many pages.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/pages"),
    show_default=True,
    help="The folder of frozen pages.",
)
@db_option
@warc_option
def freeze(site: str, count: int, into: Path, db: Path, warc: Path | None) -> None:
    """Make fixtures of pages in the archive, for the tests of your own checkout.

    Takes the latest articles of SITE out of the archive, raw, and writes them to a folder of that name, with a table of
    their addresses (MANIFEST.tsv) and what was read from them (expected.toml). Each expectation says `confirmed = false`:
    read the page, correct the line, set it to true. tests/scrapers/sites/test_frozen.py fails until that is done, and then holds it.

    Frozen pages belong to their publishers: keep them to yourself. Pages that are there already stay as they are.
    """
    from contextlib import closing

    from cundang.model.errors import AskedWronglyError
    from cundang.raw.warc import read_page
    from cundang.store.schema import open_readonly

    with closing(open_readonly(db)) as archive:
        rows = list(archive.query(_LATEST, (site, count)))
    if not rows:
        raise AskedWronglyError(f"{site}: the archive has no article of it; `archive crawl {site} --limit 5` gets some")
    folder = into / site
    folder.mkdir(parents=True, exist_ok=True)
    manifest, expected = folder / "MANIFEST.tsv", folder / "expected.toml"
    known = manifest.read_text(encoding="utf-8") if manifest.exists() else "path\turl\n"
    told = expected.read_text(encoding="utf-8") if expected.exists() else ""
    written = 0
    for row in rows:
        if f"\t{row['url']}\n" in known:
            continue
        name = f"{row['id']}.html"
        (folder / name).write_bytes(read_page(warc_folder(db, warc), row["warc_file"], row["warc_offset"]).body)
        known += f"{name}\t{row['url']}\n"
        told += _expectation(name, row)
        written += 1
    manifest.write_text(known, encoding="utf-8")
    expected.write_text(told, encoding="utf-8")
    click.echo(f"{written} pages frozen in {folder}; now read each and confirm it in {expected}")


def _expectation(name: str, row: dict[str, str | None]) -> str:
    text = " ".join((row["text"] or "").split())
    values = {
        "path": name, "profile": (row["extractor"] or "").partition(" ")[0], **{f: row[f] for f in _FIELDS if row[f]},
        "begins": text[:20], "ends": text[-20:],
    }  # fmt: skip
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["[[page]]", "confirmed = false", *lines, "", ""])
