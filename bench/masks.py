"""For `python -m bench.same`: write an archive as text, and mask in a text what differs between any two runs."""

import hashlib
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastwarc.warc import ArchiveIterator

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COLON = "(?::|~3A)?"  # the latter in addresses of Datasette's, as in `_next`
_CLOCK = rf"(?P<h>\d\d){_COLON}(?P<i>\d\d)(?:{_COLON}(?P<s>\d\d)(?:\.\d+)?)?"
_TIMES = (
    # 2026-11-28T00:16:29+00:00 in tables, 20261128 in the names of WARC files, 2026/11/28 in citations
    re.compile(
        rf"(?<!\d)(?P<y>\d{{4}})([-/]?)(?P<m>\d\d)\2(?P<d>\d\d)(?:[T ]?{_CLOCK})?"
        r"(?P<zone>[+-]\d\d:\d\d|Z|~2B00~3A00)?(?!\d)"
    ),
    # as the web pages say it in Chinese and in English; the latter is as HTTP has it too
    re.compile(rf"(?<!\d)(?P<y>\d{{4}})年(?P<m>\d\d?)月(?P<d>\d\d?)日(?: {_CLOCK})?(?P<zone> UTC[+-][\d:]+)?"),
    re.compile(
        rf"(?<!\d)(?P<d>\d\d?) (?P<m>{'|'.join(_MONTHS)}) (?P<y>\d{{4}})(?: {_CLOCK})?(?P<zone> UTC[+-][\d:]+)?"
    ),
)
_RECORD = re.compile(r"([\w.-]+\.warc\.gz)(\D{1,150}?)(\d+)")
_ID = re.compile(r"<urn:uuid:[0-9a-f-]{36}>")
_OTHERS = (
    (re.compile(r'("query_ms": |Queries took )[\d.]+'), r"\1<milliseconds>"),
    (re.compile(r"(Cundang/)[\w.+-]+"), r"\1<version>"),
    (re.compile(r'("version": ")[\w.+-]+(?="\})'), r"\1<version>"),  # the last column of `runs`
    (re.compile(r"(<now>)-[0-9a-f]{8}(?=\.warc\.gz)"), r"\1-<digest>"),  # `archive merge` names a file by its content
    # Sizes and digests of files that hold times of the run, some packed. What is in the files is compared, unpacked.
    (re.compile(r"((?:parquet: \d+ rows?|downloads/\S+: \d+ files), )\d+(?= bytes)"), r"\1<size>"),
    (re.compile(r'(<code class="digest">|^)[0-9a-f]{64}(?=</code>|  articles)', re.MULTILINE), r"\1<digest>"),
)


class Masks:
    """Replaces times of the run, from `begin` to now, offsets of WARC records, and the few others above.

    `records` is as the function gives it. A time with another zone than UTC is one of a publication and stays; so does
    every time that is not of the run.
    """

    def __init__(self, begin: datetime, records: dict[tuple[str, int], int]) -> None:
        self.begin, self.end, self.records = begin, datetime.now(UTC), records

    def __call__(self, text: str) -> str:
        """The text, masked."""
        text = _RECORD.sub(self._record, text)  # first, as a WARC file's name has a day in it
        for pattern in _TIMES:
            text = pattern.sub(self._time, text)
        for pattern, instead in _OTHERS:
            text = pattern.sub(instead, text)
        return text

    def _record(self, found: re.Match[str]) -> str:
        """Where a record begins depends on how well times and random ids before it are packed; its number does not."""
        number = self.records.get((found[1], int(found[3])))
        return found[0] if number is None else f"{found[1]}{found[2]}<record {number}>"

    def _time(self, found: re.Match[str]) -> str:
        parts = found.groupdict()
        if (parts["zone"] or "Z") not in ("Z", "+00:00", "~2B00~3A00"):
            return found[0]
        month = _MONTHS.index(parts["m"]) + 1 if parts["m"] in _MONTHS else int(parts["m"])
        clock = "".join(f"{mark}{parts[part]}" for mark, part in (("T", "h"), (":", "i"), (":", "s")) if parts[part])
        date = f"{parts['y']}-{month:02}-{int(parts['d']):02}{clock}"
        if self.begin.isoformat()[: len(date)] <= date <= self.end.isoformat()[: len(date)]:
            return "<now>"
        if parts["s"] and parts["zone"] == "+00:00" and date > self.end.isoformat():
            return self._later(found[0], date)
        return found[0]

    def _later(self, text: str, date: str) -> str:
        """When an address is due again (`urls.next_try_at`), as a time from the run: by hours, later on by days."""
        try:
            later = datetime.fromisoformat(date).replace(tzinfo=UTC) - self.begin
        except ValueError:
            return text
        unit = timedelta(hours=1) if later < timedelta(days=2) else timedelta(days=1)
        return f"<in {round(later / unit)} {'hours' if unit < timedelta(days=1) else 'days'}>"


def record_numbers(folder: Path) -> dict[tuple[str, int], int]:
    """Of each record in a WARC folder, by its file and offset, which of its file it is, from 1."""
    found = {}
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for number, record in enumerate(ArchiveIterator(file, parse_http=False), 1):
                found[path.name, record.stream_pos] = number
    return found


def format_warc(path: Path) -> str:
    """The records of a WARC file: their headers, those of HTTP, and the digest of what follows."""
    lines, ids = [], dict[str, str]()
    with path.open("rb") as file:
        for number, record in enumerate(ArchiveIterator(file, parse_http=False), 1):
            ids[record.headers["WARC-Record-ID"]] = f"<id {number}>"
            # the digest of the whole block covers HTTP's header `Date`; `archive verify` checks it
            headers = (f"{name}: {value}" for name, value in record.headers if name != "WARC-Block-Digest")
            block = record.reader.read()
            head, gap, body = block.partition(b"\r\n\r\n") if b"HTTP/" in block[:2000] else (b"", b"", block)
            lines += [f"record {number}", *headers, (head + gap).decode("utf-8", "backslashreplace"), _digest(body)]
    return _ID.sub(lambda found: ids.get(found[0], found[0]), "\n".join(lines))


def format_tables(db: Path) -> dict[str, str]:
    """Each table of an archive by its name, a row a line, in its order; also of the search index, and the schema."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        found = {"schema": "".join(f"{kind} {name}: {sql}\n" for kind, name, sql in schema)}
        for kind, name, sql in schema:
            if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
                cursor = connection.execute(f"SELECT * FROM {name}")
                columns = [column[0] for column in cursor.description]
                rows = (dict(zip(columns, map(_format_plain, row), strict=True)) for row in cursor)
                found[name] = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    return found


def level_times(db: Path, begin: datetime) -> None:
    """Set all times in an archive that lie between `begin` (UTC, to the second) and now to `begin`."""
    moment, now = begin.isoformat(), datetime.now(UTC).isoformat()
    if not db.exists():
        return
    with closing(sqlite3.connect(db)) as connection, connection:
        names = connection.execute("""
            SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND (c.name = 'at' OR c.name LIKE '%\\_at' ESCAPE '\\') AND c.name != 'published_at'
        """).fetchall()
        for table, column in names:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} BETWEEN ? AND ?", (moment, moment, now))


def _format_plain(value: object) -> object:
    return _digest(value) if isinstance(value, bytes) else value


def _digest(body: bytes) -> str:
    return f"{len(body)} bytes {hashlib.sha256(body).hexdigest()}"
