"""`make proof-data`: pandas, polars, DuckDB and R read a snapshot by the lines of its README, and lose nothing.

The archive is that of the demo, with values that programs like to guess at: numbers of 42 digits, zeros in front,
dates, headlines like NA. Each recipe of `exchange/recipes.py` is run as it stands, and every value that it read is
compared with the archive's. openpyxl (and LibreOffice, where it is at hand) read the workbook. Needs the network for
pip; R needs jsonlite and RSQLite (Debian: r-base-core, r-cran-jsonlite, r-cran-rsqlite), and is left out where it is
not at hand.
"""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exchange.export import export
from exchange.recipes import AS_TEXT, OPENING, SEARCHING, Recipe
from exchange.snapshot import snapshot

TOOLS = ("pandas==3.1.1", "polars==2.1.0", "duckdb==2.0.1", "openpyxl==3.1.5")
# What programs take for a number, a time, nothing or a formula.
HARD = (
    "NA", "NULL", "nan", "null", "None", "true", "007", "1e5", "2024-01-01", "2024-01-01T08:00:00+08:00", "=1+1", "+1",
    "@x", "a,b;c", 'say "hi"', '"', "a\nb", "x\ty", "\\N", "# x", " lead", "'", "\u2028", "𠀀 𫝀", "inf", "-", "1,000",
    "0x10",
)  # fmt: skip
COLUMNS = (
    "id",
    "title",
    "section",
    "content_id",
    "tracking_number",
    "published_at",
    "characters",
    "cluster_id",
    "text",
)
_SHOW = {
    "pandas": "import json; print(json.dumps([[None if pandas.isna(v) else str(v) for v in row] "
    "for row in {rows}[{columns}].itertuples(index=False)]))",
    "polars": "import json; print(json.dumps([[None if v is None else str(v) for v in row] "
    "for row in {rows}.select({columns}).rows()]))",
    "R": "text <- data.frame(lapply({rows}[, unlist(jsonlite::fromJSON('{columns}'))], function(column) "
    "if (is.numeric(column)) ifelse(is.na(column), NA, sprintf('%.0f', column)) else column)); "
    "writeLines(jsonlite::toJSON(as.matrix(text), na = 'null'), useBytes = TRUE)",
}


def run(*command: object, cwd: Path) -> str:
    """Run a program; what it prints. Ends the proof where it fails."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"proof-data: {' '.join(map(str, command))[:400]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def make_archive(folder: Path) -> Path:
    """Make the archive of the demo, and put hard values into it."""
    db = folder / "archive.db"
    run(sys.executable, "archive.py", "demo", "--no-serve", "--db", db, cwd=Path(__file__).parents[1])
    with closing(sqlite3.connect(db)) as connection, connection:
        for number, value in enumerate(HARD, 1):
            connection.execute(
                "UPDATE articles SET title = ?, section = ?, content_id = ?, tracking_number = ? WHERE id = ?",
                (value, value, f"{number:042}", f"{10**41 + number}", number),
            )
    return db


def read_archive(db: Path) -> list[list[str | None]]:
    """The values that each program has to find, as text. CSV has no empty string beside nothing in all programs."""
    with closing(sqlite3.connect(db)) as connection:
        found = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM articles ORDER BY id").fetchall()
    return [[None if value in (None, "") else str(value) for value in row] for row in found]


def read_with(recipe: Recipe, python: Path, place: Path) -> list[list[str | None]] | None:
    """What a program reads by a recipe; None where the program is not at hand."""
    code = recipe.code.replace("FILE.csv", "articles.csv").strip()
    names = json.dumps(COLUMNS)
    read = "articles" if "articles =" in code or "articles <-" in code else code
    if recipe.program == "R":
        if not shutil.which("Rscript"):
            return None
        shown = _SHOW["R"].format(rows=f"({read})", columns=names)
        return list(json.loads(run("Rscript", "-e", f"{code if read == 'articles' else ''}\n{shown}", cwd=place)))
    if recipe.program == "DuckDB":
        select = f"SELECT {', '.join(COLUMNS)} FROM ({code})"
        shown = f"import duckdb, json\nprint(json.dumps(duckdb.sql({select!r}).fetchall()))"
    else:
        program = recipe.program.rpartition(" ")[2]
        start = code if read == "articles" else f"import {program}"
        shown = f"{start}\n{_SHOW[program].format(rows=f'({read})', columns=names)}"
    return list(json.loads(run(python, "-c", shown, cwd=place)))


def compare(found: list[list[str | None]], wanted: list[list[str | None]]) -> int:
    """How many values differ."""
    texts = [[None if value in (None, "") else value for value in row] for row in found]
    if len(texts) != len(wanted):
        return len(wanted) * len(COLUMNS)
    return sum(a != b for row, right in zip(texts, wanted, strict=True) for a, b in zip(row, right, strict=True))


def check_recipes(python: Path, place: Path, wanted: list[list[str | None]]) -> Iterator[tuple[str, bool | None]]:
    """Run each recipe that reads the CSV, and that which searches in R."""
    for recipe in (*OPENING[1:], *AS_TEXT):
        found = read_with(recipe, python, place)
        how = "by datapackage.json" if recipe in OPENING else "all as text"
        if found is None:
            yield f"{recipe.program}, {how}: not at hand", None
        else:
            wrong = compare(found, wanted)
            yield f"{recipe.program}, {how}: {wrong} of {len(wanted) * len(COLUMNS)} values differ", wrong == 0
    (search,) = [each for each in SEARCHING if each.program == "R"]
    if not shutil.which("Rscript"):
        yield "R, search.sql: not at hand", None
        return
    in_r = int(run("Rscript", "-e", f"{search.code}\ncat(nrow(found))", cwd=place))
    python_code = next(each.code for each in SEARCHING if each.program == "Python")
    in_python = int(run(python, "-c", f"{python_code}\nprint(len(found))", cwd=place))
    yield f"R, search.sql: {in_r} of {in_python} articles", in_r == in_python > 0


def check_workbook(
    python: Path, db: Path, folder: Path, wanted: list[list[str | None]]
) -> Iterator[tuple[str, bool | None]]:
    """Read the workbook with openpyxl, and as LibreOffice converts it."""
    book = folder / "articles.xlsx"
    export(db, book, "xlsx")
    code = (
        f"import json, openpyxl\nrows = list(openpyxl.load_workbook({str(book)!r})['data'].values)\n"
        f"places = [rows[0].index(name) for name in {COLUMNS!r}]\n"
        "print(json.dumps([[None if row[p] is None else str(row[p]) for p in places] for row in rows[1:]]))"
    )
    wrong = compare(json.loads(run(python, "-c", code, cwd=folder)), wanted)
    yield f"openpyxl: {wrong} of {len(wanted) * len(COLUMNS)} values differ", wrong == 0
    if not (office := shutil.which("soffice")):
        yield "LibreOffice: not at hand", None
        return
    # Filter options of LibreOffice: comma, quote, UTF-8, first line, text as text.
    run(
        office,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
        book,
        cwd=folder,
    )
    with (folder / "articles.csv").open(encoding="utf-8", newline="") as lines:
        rows: list[dict[str, Any]] = list(csv.DictReader(lines))
    wrong = compare([[row[name] or None for name in COLUMNS] for row in rows], wanted)
    yield f"LibreOffice: {wrong} of {len(wanted) * len(COLUMNS)} values differ", wrong == 0


def main() -> int:
    """Print a line for each program; exit code 1 where one lost a value."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "tools", with_pip=True)
        python = folder / "tools" / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS, cwd=folder)
        db = make_archive(folder)
        place = snapshot(db, folder / "snapshots", datetime.now(UTC))
        run("gzip", "-dk", "archive.db.gz", "articles.csv.gz", cwd=place)
        wanted = read_archive(db)
        told = [*check_recipes(python, place, wanted), *check_workbook(python, db, folder, wanted)]
    for line, is_right in told:
        print(f"{'-' if is_right is None else 'ok' if is_right else 'WRONG':6}{line}")
    return int(any(is_right is False for _, is_right in told))


if __name__ == "__main__":
    sys.exit(main())
