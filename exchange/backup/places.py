"""Places of backups: a folder of this machine, or one in an object store that fsspec knows. Small files, by name."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from cundang.files.atomic import make_temporary_path
from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError, UsageError
from cundang.raw.storage import explain_storage_errors, is_remote, open_folder
from exchange.backup.claims import Claim

MAKING = ".making"  # how the names of files end that are not whole yet
# Stores in which a file appears when all of it is sent.
_WHOLE = ("s3", "s3a", "gs", "gcs", "az", "abfs", "adl", "memory")


class Place(Protocol):
    """A place of backups. Names have slashes: `pieces/ab/abc.zst`."""

    address: str
    # Whether a file that is there is whole, though the machine may have lost power since.
    has_whole_files: bool

    def read(self, name: str) -> bytes:
        """The content of a file. Raises FileNotFoundError."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file, which is there when it is whole."""

    def list_sizes(self, folder: str) -> dict[str, int]:
        """The files below a folder, and how many bytes each has."""

    def delete(self, names: Iterable[str]) -> None:
        """Delete files."""

    def sync(self) -> None:
        """Return when everything that was written is on the disk."""

    def hold(self) -> AbstractContextManager[Callable[[], None]]:
        """Hold the place, so that no other backup to it runs; gives what raises ArchiveError when it is lost."""


def open_place(address: str | Path, is_made: bool = False) -> Place:
    """Open a place of backups; with `is_made` its folder is made. Raises UsageError where it is not there."""
    if not str(address):
        raise UsageError("the place of backups has no name; give a folder, or s3://bucket/prefix")
    folder = open_folder(address)
    if is_remote(folder):
        return _Store(folder)
    try:
        if is_made:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be made ({error.strerror}); name another folder") from error
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; name the place that `archive backup` wrote to")
    return _Folder(folder)


class _Folder:
    """A place in a folder of this machine."""

    has_whole_files = False

    def __init__(self, folder: Path) -> None:
        self._folder, self.address = folder.absolute(), str(folder.absolute())

    def read(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        making = make_temporary_path(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            making.write_bytes(data)
            making.replace(path)
        except OSError as error:
            making.unlink(missing_ok=True)
            raise ArchiveError(
                f"{path}: cannot be written ({error.strerror}); no backup was made, make room and run again"
            ) from error

    def list_sizes(self, folder: str) -> dict[str, int]:
        found = (Path(at, name) for at, _, names in os.walk(self._folder / folder) for name in names)
        return {str(path.relative_to(self._folder)): path.stat().st_size for path in found}

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            (self._folder / name).unlink(missing_ok=True)

    def sync(self) -> None:
        os.sync()  # all at once, not a sync for each of thousands of pieces

    @contextmanager
    def hold(self) -> Iterator[Callable[[], None]]:
        lock = Lock(self._folder / ".lock", f"{self._folder}: backup")
        try:
            yield lambda: None
        finally:
            lock.release()


class _Store:
    """A place in an object store, or any other file system of fsspec."""

    has_whole_files = True

    def __init__(self, folder: Path) -> None:
        self.address = str(folder)
        self._path = folder
        self._fs: Any = cast("Any", folder).fs
        self._root = str(cast("Any", folder).path).rstrip("/")
        protocol = self._fs.protocol if isinstance(self._fs.protocol, str) else self._fs.protocol[0]
        self._is_whole = protocol in _WHOLE

    def read(self, name: str) -> bytes:
        try:
            return bytes(self._fs.cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            raise
        except Exception:
            with explain_storage_errors(self._path):
                raise
        raise AssertionError

    def write(self, name: str, data: bytes) -> None:
        path = f"{self._root}/{name}"
        with explain_storage_errors(self._path):
            if self._is_whole:
                self._fs.pipe_file(path, data)
                return
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._fs.pipe_file(f"{path}{MAKING}", data)
            self._fs.mv(f"{path}{MAKING}", path)

    def list_sizes(self, folder: str) -> dict[str, int]:
        with explain_storage_errors(self._path):
            self._fs.invalidate_cache()
            found = self._fs.find(f"{self._root}/{folder}", detail=True)
        return {name[name.index(folder, len(self._root)) :]: int(about["size"]) for name, about in found.items()}

    def delete(self, names: Iterable[str]) -> None:
        paths = [f"{self._root}/{name}" for name in names]
        with explain_storage_errors(self._path):
            if paths:
                self._fs.rm(paths)

    def sync(self) -> None:
        """What a store took is kept."""

    @contextmanager
    def hold(self) -> Iterator[Callable[[], None]]:
        with Claim(self) as claim:
            yield claim.require
