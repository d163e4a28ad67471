"""How to open the files, line by line. Tests and `make proof-data` run each line, so that none is wrong."""

from dataclasses import dataclass
from pathlib import Path

SEARCH = Path(__file__).with_name("search.sql")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to open a file: the program, the language of the code (`sh`, `python`, `r`, `sql`), and the code."""

    program: str
    language: str
    code: str


# In the folder of a snapshot. No program may guess the types of columns: it would make 42 digits 1.007e+40, cut zeros
# off the front, and take a headline `NA` for nothing. So datapackage.json says them.
OPENING = (
    Recipe(
        "sqlite3",
        "sh",
        """gzip -dk archive.db.gz
sqlite3 archive.db "SELECT published_at, title FROM articles ORDER BY published_at DESC LIMIT 5"
""",
    ),
    Recipe(
        "Python, pandas",
        "python",
        """import json, pandas
resources = json.load(open("datapackage.json", encoding="utf-8"))["resources"]
fields = next(each["schema"]["fields"] for each in resources if each["path"] == "articles.csv.gz")
types = {each["name"]: "Int64" if each["type"] == "integer" else "string" for each in fields}
articles = pandas.read_csv("articles.csv.gz", dtype=types, keep_default_na=False, na_values=[""])
""",
    ),
    Recipe(
        "Python, polars",
        "python",
        """import json, polars
resources = json.load(open("datapackage.json", encoding="utf-8"))["resources"]
fields = next(each["schema"]["fields"] for each in resources if each["path"] == "articles.csv.gz")
types = {each["name"]: polars.Int64 if each["type"] == "integer" else polars.String for each in fields}
articles = polars.read_csv("articles.csv.gz", schema=types)
""",
    ),
    Recipe(
        "R",
        "r",
        """resources <- jsonlite::fromJSON("datapackage.json", simplifyVector = FALSE)$resources
fields <- Find(function(each) each$path == "articles.csv.gz", resources)$schema$fields
types <- sapply(fields, function(each) if (each$type == "integer") "numeric" else "character")
names(types) <- sapply(fields, function(each) each$name)
articles <- read.csv("articles.csv.gz", colClasses = types, na.strings = "", encoding = "UTF-8")
""",
    ),
    Recipe(
        "DuckDB",
        "sql",
        """SELECT * FROM read_csv('articles.csv.gz', all_varchar = true, header = true, delim = ',', quote = '"',
  escape = '"', new_line = '\\r\\n', max_line_size = 20000000)
""",
    ),
)

# Of any CSV file of ours but the one for Excel: all columns as text.
AS_TEXT = (
    Recipe("Python, pandas", "python", 'pandas.read_csv("FILE.csv", dtype="string", keep_default_na=False)'),
    Recipe("Python, polars", "python", 'polars.read_csv("FILE.csv", infer_schema=False)'),
    Recipe("R", "r", 'read.csv("FILE.csv", colClasses = "character", na.strings = "", encoding = "UTF-8")'),
    Recipe(
        "DuckDB",
        "sql",
        "SELECT * FROM read_csv('FILE.csv', all_varchar = true, header = true, delim = ',', quote = '\"',"
        " escape = '\"', new_line = '\\r\\n', max_line_size = 20000000)",
    ),
)

# How to search the file archive.db with its index, in any program.
SEARCHING = (
    Recipe("sqlite3", "sh", 'sqlite3 archive.db -cmd ".parameter set :word 湿地公园" ".read search.sql"\n'),
    Recipe(
        "Python",
        "python",
        """import sqlite3
search = open("search.sql", encoding="utf-8").read()
found = sqlite3.connect("archive.db").execute(search, {"word": "湿地公园"}).fetchall()
""",
    ),
    Recipe(
        "R",
        "r",
        """search <- paste(readLines("search.sql", encoding = "UTF-8"), collapse = "\\n")
archive <- DBI::dbConnect(RSQLite::SQLite(), "archive.db")
found <- DBI::dbGetQuery(archive, search, list(word = "湿地公园"))
""",
    ),
    Recipe(
        "sqlite3, MATCH",
        "sh",
        """sqlite3 archive.db "SELECT title FROM articles WHERE id IN (
  SELECT rowid FROM articles_fts WHERE articles_fts MATCH '湿地')"
sqlite3 archive.db "SELECT title FROM articles WHERE id IN (
  SELECT rowid FROM articles_fts WHERE articles_fts MATCH '\\"湿地 地公 公园\\"')"
""",
    ),
)
