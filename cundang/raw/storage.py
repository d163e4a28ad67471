"""The WARC folder by its address: a path of this machine, or any store that fsspec knows (s3://bucket/prefix)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from cundang.model.errors import ArchiveError, UsageError

# Blocks of 1 MB: s3fs reads 50 MB ahead, and a raw page has some 10 kB. No listings kept: a folder grows while it is served.
_OPTIONS: dict[str, dict[str, Any]] = {
    scheme: {"default_block_size": 1 << 20, "use_listings_cache": False} for scheme in ("s3", "s3a")
}


def open_folder(address: str | Path) -> Path:
    """The folder at an address. Credentials and endpoints of stores come from the environment (AWS_ACCESS_KEY_ID ...).

    What comes back for a store is a UPath, which answers as a Path does, and is none to `isinstance`. Raises
    UsageError where nothing installed reads such a store, ArchiveError where it does not answer.
    """
    scheme, is_address, _ = str(address).partition("://")
    if not is_address:
        return Path(address)
    try:
        from upath import UPath  # noqa: PLC0415 - an extra

        folder = UPath(str(address), **_OPTIONS.get(scheme, {}))
        folder.fs  # noqa: B018 - made here, from a library that may be missing
    except ImportError as error:
        raise UsageError(f"{address}: {error}; for s3://, pip install 'cundang[s3]'") from error
    except ValueError as error:
        raise UsageError(f"{address}: {error}; name a folder, or s3://bucket/prefix") from error
    return require_reachable(cast("Path", folder))


def is_remote(folder: Path) -> bool:
    """Whether a folder is not one of this machine: nothing can be appended to a file there."""
    return not isinstance(folder, Path)


def require_reachable(place: Path) -> Path:
    """The same, if it answers: where a store does not, `is_dir` and `is_file` say that nothing is there."""
    with storage_errors(place):
        if is_remote(place):
            cast("Any", place).fs.exists(cast("Any", place).path)
    return place


def upload(path: Path, place: Path) -> None:
    """Put a file of this machine in a store. It appears there whole or not at all, as stores have it."""
    with storage_errors(place):
        cast("Any", place).fs.put_file(str(path), cast("Any", place).path)


def read_errors(place: Path) -> tuple[type[Exception], ...]:
    """What reading a WARC file raises."""
    return (Exception,) if is_remote(place) else (OSError, ValueError, RuntimeError)


@contextmanager
def storage_errors(place: Path) -> Iterator[None]:
    """Where a store refuses or does not answer: ArchiveError. What a folder of this machine says stays as it is."""
    if not is_remote(place):
        yield
        return
    try:
        yield
    except ArchiveError:
        raise
    except Exception as error:  # each library of fsspec has errors of its own
        why = str(error).strip() or type(error).__name__
        raise ArchiveError(
            f"{place}: the store does not answer, or refuses ({why}); check the address, the network, and the credentials in the environment"
        ) from error
