"""What today's line makes of the pages in a WARC file: the part of a rebuild that runs on many cores or machines."""

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType

from cundang.model.article import Article
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import ArchiveError, RefusedError
from cundang.model.page import Page
from cundang.model.publisher import Publishers
from cundang.raw.storage import read_errors
from cundang.raw.warc import page_from_record
from cundang.search.tokenize import Fold, tokenize
from cundang.text.address import canonicalize, is_web
from cundang.text.fold import fold_table
from pipelines.extract import HEAD, is_html
from pipelines.line import try_read

_PAGES = WarcRecordType.response | WarcRecordType.resource
_PACKED = 50  # pages that are packed together: the costs of packing are then lost in those of reading
_NEARBY = 500  # records within which the further pages of an article are looked for


@dataclass(frozen=True, slots=True)
class Task:
    """A stretch of a WARC file, from the record at `start` to that before `end` (None: to the file's end).

    `articles` are the offsets of the records that were worked on as articles, `others` those that were not (lists,
    robots.txt, further pages ...); what is in neither is judged by what it is.
    """

    path: Path
    start: int
    end: int | None
    articles: frozenset[int]
    others: frozenset[int]
    publishers: Callable[[], Publishers]
    memories: Mapping[
        str, Boilerplate
    ]  # what recurs, by site: read only, so that no order of tasks shows in what they make


@dataclass(frozen=True, slots=True)
class Replayed:
    """One page: what `fetches` says of it, and the article on it, or which stage refuses it and why, or neither."""

    offset: int
    page: Page  # without its body
    sha256: str
    article: Article | None = None
    refusal: tuple[str, str] | None = None
    tokens: tuple[str, str] = ("", "")


def replay(task: Task) -> list[bytes]:
    """The pages of a stretch, replayed; packed, for `unpacked`. Pure."""
    replayed = replayed_pages(task)
    packing = zstandard.ZstdCompressor(level=1)  # zlib's level 1 takes some ten times as long
    packed = []
    while batch := list(islice(replayed, _PACKED)):
        packed.append(packing.compress(pickle.dumps(batch)))
    return packed


def unpack(packed: Sequence[bytes]) -> Iterator[Replayed]:
    """What `replay` packed: the work of our own workers, which are trusted."""
    for batch in packed:
        yield from pickle.loads(zstandard.decompress(batch))  # noqa: S301 - made by `replay`


def replayed_pages(task: Task) -> Iterator[Replayed]:
    """As `replay`, one by one."""
    publishers = task.publishers()
    fold = {ord(c): t for c, t in fold_table().items()}
    parts: set[int] = set()
    for offset, page in read_pages(task.path, task.start, task.end):
        seen = Page(page.url, page.fetched_at, page.status, page.headers, b"")
        digest = hashlib.sha256(page.body).hexdigest()
        known = offset in task.articles
        if offset in parts or offset in task.others or not (known or _is_candidate(page, publishers)):
            yield Replayed(offset, seen, digest)
        else:
            yield _replayed(task, offset, page, seen, digest, publishers, fold, parts)


def _replayed(  # noqa: PLR0913
    task: Task, offset: int, page: Page, seen: Page, digest: str, publishers: Publishers, fold: Fold, parts: set[int]
) -> Replayed:
    page = Page(
        canonicalize(page.url) if page.status else page.url, page.fetched_at, page.status, page.headers, page.body
    )
    # What a sample of the pages would say of profile and generic extractor is not stored: it was noted when they came.
    memory = task.memories.get(publishers.of_address(page.url).name) if page.status or is_web(page.url) else None
    article = try_read([page], publishers, memory, sample=0)
    whole = [page]
    while (
        isinstance(article, Article)
        and (following := article.following(whole))
        and (found := _further(task.path, offset, following))
    ):
        parts.add(found[0])
        whole.append(found[1])
        article = try_read(whole, publishers, memory, sample=0)
    if isinstance(article, RefusedError):
        return Replayed(offset, seen, digest, refusal=(article.stage, article.reason))
    return Replayed(offset, seen, digest, article, tokens=(tokenize(article.title, fold), tokenize(article.text, fold)))


def _further(path: Path, offset: int, url: str) -> tuple[int, Page] | None:
    """The next record of an address after an offset: a further page is fetched right after the one that names it."""
    for count, (place, page) in enumerate(read_pages(path, offset, None)):
        if count > _NEARBY:
            break
        if place > offset and page.status and canonicalize(page.url) == url:
            return place, Page(url, page.fetched_at, page.status, page.headers, page.body)
    return None


def _is_candidate(page: Page, publishers: Publishers) -> bool:
    """Whether a page may be an article, judged without the table `fetches`."""
    if not page.status:
        return True
    if page.status != 200 or page.url.endswith("/robots.txt"):
        return False
    return publishers.of_address(page.url).names_article(canonicalize(page.url)) and is_html(
        page.body[:HEAD].decode("utf-8", "replace")
    )


def read_pages(path: Path, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Page]]:
    """The pages of a WARC file with the offsets of their records, their content encodings undone."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            for record in ArchiveIterator(file, record_types=_PAGES, auto_decode="content"):
                offset = record.stream_pos  # counted from the beginning of the file, also after a seek
                if end is not None and offset >= end:
                    return
                yield offset, page_from_record(record)
    except read_errors(path) as error:
        raise ArchiveError(f"{path}: cannot be read ({error}); `archive verify` says where and what helps") from error
