"""archive freeze"""

import json
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json

_LATEST = """
    SELECT
        a.id, a.url, a.title, a.published_at, a.source_name, a.editor, a.text,
        r.extractor, r.warc_file, r.warc_offset
    FROM articles a JOIN revisions r ON r.id = a.revision_id
    WHERE a.site = ? AND r.warc_file IS NOT NULL ORDER BY a.last_seen_at DESC, a.id DESC LIMIT ?
"""
_HEAD = "path\turl\tfetched_at\n"
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
@archive_options("db_path", "warc")
@json_option
def freeze(site: str, count: int, into: Path, db_path: Path, warc: Path, as_json: bool) -> None:
    """Copy raw pages out of the archive as test fixtures for your checkout.

    Takes the latest articles of SITE, writes their raw pages to a folder of that name, their addresses and the times
    when they were fetched to MANIFEST.tsv, and the fields that were read from them to expected.toml. Each expectation
    begins with `confirmed = false`: compare it with the page, correct it, set it to true.
    tests/scrapers/sites/test_frozen.py fails until you have done so; from then on it fails when the software reads the
    page differently.

    Frozen pages belong to their publishers, so do not publish them: git ignores tests/pages. Pages that the folder
    already has stay as they are.
    """
    from contextlib import closing

    from cundang.model.errors import UsageError
    from cundang.raw.pages import read_page
    from cundang.store.schema import open_readonly

    with closing(open_readonly(db_path)) as db:
        rows = list(db.query(_LATEST, (site, count)))
    if not rows:
        raise UsageError(f"{site}: the archive has no article of this site; `archive crawl {site} --limit 5` gets some")
    folder = into / site
    folder.mkdir(parents=True, exist_ok=True)
    manifest, expected = folder / "MANIFEST.tsv", folder / "expected.toml"
    addresses = manifest.read_text(encoding="utf-8") if manifest.exists() else ""
    addresses = _HEAD + addresses.partition("\n")[2]  # a table of before had no times
    expectations = expected.read_text(encoding="utf-8") if expected.exists() else ""
    known = {line.split("\t")[1] for line in addresses.splitlines()}
    written = 0
    for row in rows:
        if row["url"] in known:
            continue
        name = f"{row['id']}.html"
        page = read_page(warc, row["warc_file"], row["warc_offset"])
        (folder / name).write_bytes(page.body)
        addresses += f"{name}\t{row['url']}\t{page.fetched_at.isoformat()}\n"
        expectations += _format_expectation(name, row)
        written += 1
    manifest.write_text(addresses, encoding="utf-8")
    expected.write_text(expectations, encoding="utf-8")
    if as_json:
        print_json({"folder": str(folder), "pages": written, "expected": str(expected)})
    else:
        click.echo(f"{written} pages frozen in {folder}; now read each and confirm it in {expected}")


def _format_expectation(name: str, row: dict[str, str | None]) -> str:
    text = " ".join((row["text"] or "").split())
    values = {
        "path": name,
        "profile": (row["extractor"] or "").partition(" ")[0],
        **{field: row[field] for field in _FIELDS if row[field]},
        "begins": text[:20],
        "ends": text[-20:],
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["[[page]]", "confirmed = false", *lines, "", ""])
