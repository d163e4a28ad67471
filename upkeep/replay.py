"""Read the pages of a WARC file by today's rules: the part of a rebuild that runs on many cores or machines."""

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import zstandard

from cundang.model.article import Article
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import ArchiveError, RefusedError, Stage
from cundang.model.page import PAGE_STATUSES, Page
from cundang.model.publisher import Publishers
from cundang.raw.pages import find_reason_for_no_page, make_page
from cundang.raw.reader import read_records
from cundang.raw.revisits import IDENTICAL_PAYLOAD, resolve
from cundang.raw.storage import list_read_errors
from cundang.search.fold import make_fold
from cundang.search.tokenize import tokenize
from cundang.text.address import canonicalize, is_web
from pipelines.extract import HEAD, is_html
from pipelines.files import find_attachment_type
from pipelines.line import Reader

_BATCH = 50  # pages that are packed together: packing then costs little beside reading
_NEARBY = 500  # records within which the further pages of an article are looked for


@dataclass(frozen=True, slots=True)
class Task:
    """A stretch of a WARC file, from the record at `start` to that before `end` (None: to the file's end).

    `articles` are the offsets of the records that were read as articles, `others` those that were not (lists,
    robots.txt, further pages ...); a record in neither is judged by its address, status and content. `boilerplate` is
    that of each site; reading does not change it, so the order of the tasks does not matter.
    """

    path: Path
    start: int
    end: int | None
    articles: frozenset[int]
    others: frozenset[int]
    publishers: Callable[[], Publishers]
    boilerplate: Mapping[str, Boilerplate]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A page with the values of its row in `fetches`: an article, or the stage that refuses it and why, or neither."""

    offset: int
    page: Page  # without its body
    sha256: str
    article: Article | None = None
    refusal: tuple[Stage, str] | None = None
    tokens: tuple[str, str] = ("", "")
    media_type: str | None = None  # of a picture or an attachment, by its bytes
    size: int = 0  # of its body, in bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in a WARC file that cannot be read, and why."""

    offset: int
    reason: str


def replay(task: Task) -> list[bytes]:
    """The pages of a stretch as `replay_pages` reads them, packed for `unpack`. Pure."""
    replayed = replay_pages(task)
    packing = zstandard.ZstdCompressor(level=1)  # zlib's level 1 takes some ten times as long
    packed = []
    while batch := list(islice(replayed, _BATCH)):
        packed.append(packing.compress(pickle.dumps(batch)))
    return packed


def unpack(packed: Sequence[bytes]) -> Iterator[Replayed | Damage]:
    """Unpack what `replay` packed. Only for what trusted workers send: unpickling runs code."""
    for batch in packed:
        yield from pickle.loads(zstandard.decompress(batch))  # noqa: S301 - made by `replay`


def replay_pages(task: Task) -> Iterator[Replayed | Damage]:
    """Read the pages of a stretch one by one."""
    publishers = task.publishers()
    fold = make_fold()
    parts: set[int] = set()
    for offset, page in read_pages(task.path, task.start, task.end):
        if isinstance(page, Damage):
            yield page
            continue
        without_body = replace(page, body=b"")
        digest = hashlib.sha256(page.body).hexdigest()
        is_article = offset in task.articles or _is_candidate(page, publishers)
        if offset in parts or offset in task.others or not is_article:
            media_type = find_attachment_type(page) if page.status in PAGE_STATUSES else None
            yield Replayed(offset, without_body, digest, media_type=media_type, size=len(page.body))
        else:
            article = _read_article(task, offset, page, publishers, parts)
            if isinstance(article, RefusedError):
                refusal, media_type = (article.stage, article.reason), find_attachment_type(page)
                yield Replayed(offset, without_body, digest, None, refusal, media_type=media_type, size=len(page.body))
            else:
                tokens = (tokenize(article.title, fold), tokenize(article.text, fold))
                yield Replayed(offset, without_body, digest, article, tokens=tokens)


def _read_article(
    task: Task, offset: int, page: Page, publishers: Publishers, parts: set[int]
) -> Article | RefusedError:
    """Read the article on a page and its further pages, whose offsets are added to `parts`."""
    first = replace(page, url=_canonicalize(page))
    # Whether profile and generic extractor agree is not sampled (0): it was noted when the page came.
    boilerplate = task.boilerplate.get(publishers.of_address(first.url).name)
    if not first.status and not is_web(first.url):
        boilerplate = None
    reader = Reader(publishers, boilerplate, sample=0)

    def find_page(url: str) -> Page | None:
        found = _find_further_page(task.path, offset, url)
        if found is None:
            return None
        parts.add(found[0])
        return found[1]

    return reader.try_read_whole(first, find_page)


def _canonicalize(page: Page) -> str:
    return canonicalize(page.url) if page.status else page.url


def _find_further_page(path: Path, offset: int, url: str) -> tuple[int, Page] | None:
    """The next page of an address after an offset: a crawl fetches it soon after the page that links to it."""
    for count, (page_offset, page) in enumerate(read_pages(path, offset, None)):
        if count > _NEARBY:
            break
        if page_offset > offset and isinstance(page, Page) and page.status and canonicalize(page.url) == url:
            return page_offset, replace(page, url=url)
    return None


def _is_candidate(page: Page, publishers: Publishers) -> bool:
    """Whether a page that no fetch tells of may be an article: by its address, status and content."""
    if not page.status:
        return True
    if page.status not in PAGE_STATUSES or page.url.endswith("/robots.txt"):
        return False
    return publishers.of_address(page.url).names_article(canonicalize(page.url)) and is_html(
        page.body[:HEAD].decode("utf-8", "replace")
    )


def read_pages(path: Path, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Page | Damage]]:
    """The pages of a WARC file, encodings undone, each with the offset of its record; and the places of damage."""
    try:
        with path.open("rb") as file:
            for record in read_records(file, start):
                if end is not None and record.offset >= end:
                    return
                if not record.is_readable:
                    yield record.offset, Damage(record.offset, record.fault or "")
                    continue
                if record.header("warc-profile") == IDENTICAL_PAYLOAD:
                    record = resolve(path.parent, record, path.name) or record  # noqa: PLW2901
                if record.is_addressable and find_reason_for_no_page(record) is None:
                    yield record.offset, make_page(record)
    except list_read_errors(path) as error:
        raise ArchiveError(f"{path}: cannot be read ({error}); run `archive verify`, which says where") from error
