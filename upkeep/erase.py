"""Take withdrawn articles out of the WARC folder: their own records, and their words in records of others.

Nothing moves: a record makes room for one of the same length. What can be found by its content alone goes first, and
the article's own records last, so that a run that was killed can be done again.
"""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cundang.model.errors import ArchiveError
from cundang.model.page import Record
from cundang.raw.members import NOTE, Note, make_masked, make_tombstone
from cundang.raw.pages import find_reason_for_no_page, make_page
from cundang.raw.patches import Patch, apply_patches, read_member
from cundang.raw.reader import RawRecord, read_records
from cundang.raw.storage import explain_storage_errors, require_reachable
from cundang.text.address import canonicalize, is_web
from cundang.text.file_type import find_file_type
from cundang.text.masks import MASK, Words, fold_letters, mask_markup, measure_longest

_PARAGRAPH = 30  # letters in a row: a record of nobody else's that has so many is a copy of the text
_PAGES = ("response", "resource")
_ENCODINGS = ("gb18030", "big5hkscs")
_MASKS = (MASK, "")  # where a mask needs more room than the words did, as these stand in the page twice, they go
_FETCHES = "SELECT warc_offset, url, outcome FROM fetches WHERE warc_file = ?"
_REVISIONS = "SELECT warc_offset, article_id FROM revisions WHERE warc_file = ?"
_ARTICLE = "SELECT id FROM articles WHERE url = ?"
_OWN_WORDS = """
    SELECT title FROM revisions WHERE article_id = :id UNION SELECT text FROM revisions WHERE article_id = :id
"""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be erased: the decision, the addresses of the article, the places that rows name, and digests."""

    note: Note
    addresses: frozenset[str]
    places: frozenset[Record] = frozenset()
    digests: frozenset[str] = frozenset()
    article_ids: frozenset[int] = frozenset()


@dataclass(slots=True)
class Erased:
    """What was done: places of records that are out, digests of pages that were masked, by their places.

    `left` says in lines what could not be done; `quoting` are the articles whose own pages have passages of the text.
    """

    places: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    digests: dict[Record, str] = field(default_factory=dict)
    masked: int = 0
    left: list[str] = field(default_factory=list)
    quoting: set[int] = field(default_factory=set)


class Eraser:
    """Erases targets from folders of WARC files. `words` are those of all targets together."""

    def __init__(
        self, connection: sqlite3.Connection, targets: list[Target], words: Words, held: frozenset[str]
    ) -> None:
        """`held` are the addresses of articles that are withdrawn too, and whose raw pages are kept."""
        self._connection, self._words, self._held = connection, words, held
        self._by_address = {url: target for target in targets for url in target.addresses}
        self._by_digest = {digest: target for target in targets for digest in target.digests}
        self._by_place = {place: target for target in targets for place in target.places}
        self._withdrawn = frozenset().union(*(target.article_ids for target in targets))
        self._note = targets[0].note
        self._own: dict[str, Target] = {}  # ids of records that are to go
        self._revisits: dict[str, list[Record]] = defaultdict(list)  # by the id of the record that they name
        self._noted: dict[str, str] = {}  # digests of masked pages, by the ids of their records
        self.erased = Erased()

    def run(self, folders: list[Path], report_progress: Callable[[str], None]) -> Erased:
        """Do all of it. Raises ArchiveError where a file cannot be read or written; run again then."""
        own: list[tuple[Path, list[tuple[int, Target]]]] = []
        for folder in folders:
            with explain_storage_errors(require_reachable(folder)):
                paths = sorted(folder.glob("*.warc.gz")) if folder.is_dir() else []
            for path in paths:
                report_progress(path.name)
                with explain_storage_errors(path):
                    found, patches = self._scan(path)
                if patches:
                    apply_patches(path, patches)
                own.append((path, found))
        for path, found in own:
            if patches := list(self._take_out(path, found)):
                apply_patches(path, patches)
        for record_id, digest in self._noted.items():
            for place in self._revisits[record_id]:
                self.erased.digests[place] = digest
        return self.erased

    def _scan(self, path: Path) -> tuple[list[tuple[int, Target]], list[Patch]]:
        """Find the own records in a file, and what is to be changed in those of others."""
        own: list[tuple[int, Target]] = []
        patches: list[Patch] = []
        rows = _read_rows(self._connection, path.name)
        try:
            with path.open("rb") as file, path.open("rb") as again:
                for record in read_records(file):
                    if record.header(NOTE.lower()) and record.record_type == "metadata":
                        continue
                    body = _read_body(record)
                    if target := self._find_owner(path.name, record, body):
                        own.append((record.offset, target))
                        self._own[record.header("warc-record-id")] = target
                    elif body is not None:
                        patches += self._change(path, again, record, body, rows.get(record.offset, _NOBODY))
                    elif record.record_type == "revisit" and record.header("warc-refers-to"):
                        self._revisits[record.header("warc-refers-to")].append(Record(path.name, record.offset))
        except OSError as error:
            raise ArchiveError(f"{path}: cannot be read ({error.strerror}); run `archive verify`") from error
        return own, patches

    def _find_owner(self, name: str, record: RawRecord, body: bytes | None) -> Target | None:
        """The target that a record is of: by its place, its address, the digest of its page, or the record it goes
        with.
        """
        if record.record_type == "warcinfo":
            return None
        found = self._by_place.get(Record(name, record.offset)) or self._by_address.get(_find_address(record))
        if found is None and body is not None and self._by_digest:
            found = self._by_digest.get(hashlib.sha256(body).hexdigest())
        return (
            found
            or self._own.get(record.header("warc-concurrent-to"))
            or self._own.get(record.header("warc-refers-to"))
        )

    def _change(self, path: Path, file: BinaryIO, record: RawRecord, body: bytes, owner: "_Owner") -> Iterator[Patch]:
        """Mask the words of targets in the record of another page, or take it out where it is nobody's."""
        place = Record(path.name, record.offset)
        if record.header(NOTE.lower()):  # masked before: by a run that was killed, or for another article
            self._note_digest(place, record, body)
        found = [(text, encoding) for text, encoding in _decode(body) if measure_longest(text, self._words)]
        if not found:
            return
        text, encoding = found[0]
        articles = self._find_articles(owner)
        words = self._choose_words(text, articles, owner)
        if words is None:
            yield from self._bury(place, path, record)
        elif mask_markup(text, words) != text:
            if made := self._mask(place, file, record, body, text, encoding, words):
                yield made
            elif articles or owner.urls & self._held:
                self.erased.left.append(
                    f"{path.name} at {record.offset}: a page of another article, its headline cannot be masked in place"
                )
            else:
                yield from self._bury(place, path, record)

    def _choose_words(self, text: str, articles: set[int], owner: "_Owner") -> Words | None:
        """What is to be masked in a page in which words were found; None where the page is to go."""
        longest = measure_longest(text, Words(windows=self._words.windows))
        if articles:
            if longest >= _PARAGRAPH:
                self.erased.quoting |= articles
            return self._without_own(articles)
        if owner.urls & self._held:
            return self._words.without_passages()
        return None if longest >= _PARAGRAPH and not owner.is_list else self._words

    def _mask(
        self, place: Record, file: BinaryIO, record: RawRecord, body: bytes, text: str, encoding: str, words: Words
    ) -> Patch | None:
        """Mask words in a page; None where it cannot be written again, or not within its place."""
        content = read_member(file, record)
        if content is None or text.encode(encoding, "surrogateescape") != body:
            return None
        for mask in _MASKS:
            new_body = mask_markup(text, words, mask).encode(encoding, "surrogateescape")
            if made := make_masked(record, content, new_body, self._note):
                self.erased.masked += 1
                self._note_digest(place, record, new_body)
                return Patch(record.offset, made)
        return None

    def _note_digest(self, place: Record, record: RawRecord, body: bytes) -> None:
        digest = hashlib.sha256(body).hexdigest()
        self.erased.digests[place] = self._noted[record.header("warc-record-id")] = digest

    def _find_articles(self, owner: "_Owner") -> set[int]:
        found = set(owner.articles)
        for url in owner.urls:
            found |= {article_id for (article_id,) in self._connection.execute(_ARTICLE, (url,))}
        return found - self._withdrawn

    def _without_own(self, articles: set[int]) -> Words:
        """The headlines without those that an article's own words have."""
        own = [
            fold_letters(text)
            for article_id in articles
            for (text,) in self._connection.execute(_OWN_WORDS, {"id": article_id})
        ]
        return Words(
            frozenset(
                each for each in self._words.headlines if not any(fold_letters(each) in letters for letters in own)
            )
        )

    def _take_out(self, path: Path, own: list[tuple[int, Target]]) -> Iterator[Patch]:
        targets = dict(own)
        if not targets:
            return
        with path.open("rb") as file:
            for offset, target in targets.items():
                record = next(read_records(file, offset), None)
                if record is not None:
                    yield from self._bury(Record(path.name, offset), path, record, target.note)

    def _bury(self, place: Record, path: Path, record: RawRecord, note: Note | None = None) -> Iterator[Patch]:
        """Put a tombstone in the place of a record."""
        with path.open("rb") as file:
            file.seek(record.offset)
            head = file.read(4)
            is_whole = record.is_addressable and record.is_readable
            is_gzip = head.startswith(b"\x1f\x8b")
            if is_whole and is_gzip:
                is_whole = record.size > len(record.block) or read_member(file, record) is not None
        made = (
            make_tombstone(record, note or self._note, is_gzip) if is_whole and (is_gzip or head == b"WARC") else None
        )
        if made is None:
            self.erased.left.append(
                f"{path.name} at {record.offset}: cannot be replaced where it stands "
                "(damaged, or several records in one member); move the file away and run `archive rebuild`"
            )
            return
        self.erased.places[place.warc_file].add(place.warc_offset)
        yield Patch(record.offset, made)


@dataclass(frozen=True, slots=True)
class _Owner:
    """Who names a record: addresses that were read as articles there, articles by their versions; or it is a list."""

    urls: frozenset[str] = frozenset()
    articles: frozenset[int] = frozenset()
    is_list: bool = False


_NOBODY = _Owner()


def _read_rows(connection: sqlite3.Connection, warc_file: str) -> Mapping[int, _Owner]:
    urls: dict[int, set[str]] = defaultdict(set)
    lists: set[int] = set()
    for offset, url, outcome in connection.execute(_FETCHES, (warc_file,)):
        urls[offset].add(url)
        if outcome == "list":
            lists.add(offset)
    articles: dict[int, set[int]] = defaultdict(set)
    for offset, article_id in connection.execute(_REVISIONS, (warc_file,)):
        articles[offset].add(article_id)
    return {
        offset: _Owner(frozenset(urls[offset]), frozenset(articles[offset]), offset in lists)
        for offset in {*urls, *articles}
    }


def _find_address(record: RawRecord) -> str:
    return canonicalize(record.url) if is_web(record.url) else record.url


def _read_body(record: RawRecord) -> bytes | None:
    """The body of the page in a record, its encodings undone; None where it is none that can be read."""
    if record.record_type not in _PAGES or find_reason_for_no_page(record):
        return None
    return make_page(record).body


def _decode(body: bytes) -> Iterator[tuple[str, str]]:
    """A body as text in each encoding that it may be in, so that it can be encoded again byte by byte."""
    if find_file_type(body):
        return
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield body.decode("utf-16", "replace"), "utf-16"
        return
    try:
        yield body.decode(), "utf-8"
    except UnicodeDecodeError:
        yield body.decode("utf-8", "surrogateescape"), "utf-8"
        for encoding in _ENCODINGS:
            yield body.decode(encoding, "surrogateescape"), encoding
