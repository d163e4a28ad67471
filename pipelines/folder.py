"""The WARC folder by its address: a path of this machine, or any store that fsspec knows (s3://bucket/prefix)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from pipelines.errors import ArchiveError, AskedWronglyError

# Blocks of 1 MB: s3fs reads 50 MB ahead, and a raw page has some 10 kB. No listings kept: a folder grows while it is served.
_OPTIONS: dict[str, dict[str, Any]] = {
    scheme: {"default_block_size": 1 << 20, "use_listings_cache": False} for scheme in ("s3", "s3a")
}


def folder_at(address: str | Path) -> Path:
    """The folder at an address. Credentials and endpoints of stores come from the environment (AWS_ACCESS_KEY_ID ...).

    What comes back for a store is a UPath, which answers as a Path does, and is none to `isinstance`. Raises
    AskedWronglyError where nothing installed reads such a store, ArchiveError where it does not answer.
    """
    scheme, is_address, _ = str(address).partition("://")
    if not is_address:
        return Path(address)
    try:
        from upath import UPath  # noqa: PLC0415 - an extra

        folder = UPath(str(address), **_OPTIONS.get(scheme, {}))
        filesystem = folder.fs
    except ImportError as error:
        raise AskedWronglyError(f"{address}: {error}; for s3://, pip install 'cundang[s3]'") from error
    except ValueError as error:
        raise AskedWronglyError(f"{address}: {error}; name a folder, or s3://bucket/prefix") from error
    with answering(folder):
        filesystem.exists(folder.path)
    return cast("Path", folder)


def is_store(folder: Path) -> bool:
    """Whether a folder is not one of this machine: nothing can be appended to a file there."""
    return not isinstance(folder, Path)


def send(path: Path, place: Path) -> None:
    """Put a file of this machine in a store. It appears there whole or not at all, as stores have it."""
    with answering(place):
        cast("Any", place).fs.put_file(str(path), cast("Any", place).path)


@contextmanager
def answering(place: object) -> Iterator[None]:
    """Where a store refuses or does not answer: one line."""
    try:
        yield
    except Exception as error:  # each library of fsspec has errors of its own
        why = str(error).strip() or type(error).__name__
        raise ArchiveError(
            f"{place}: the store does not answer, or refuses ({why}); check the address, the network, and the credentials in the environment"
        ) from error
