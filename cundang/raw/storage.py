"""Open the WARC folder: a local path, or the address of an object store that fsspec knows (s3://bucket/prefix)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from cundang.model.errors import ArchiveError, UsageError

# Blocks of 1 MB: s3fs reads 50 MB ahead, and a raw page has some 10 kB. Listings are not cached: a folder grows while
# it is served.
_OPTIONS: dict[str, dict[str, Any]] = {
    scheme: {"default_block_size": 1 << 20, "use_listings_cache": False} for scheme in ("s3", "s3a")
}


def open_folder(address: str | Path) -> Path:
    """Open the folder at an address. Credentials and endpoints come from the environment (AWS_ACCESS_KEY_ID ...).

    For a store this is a UPath, which has the methods of Path but is no Path to `isinstance`. Raises UsageError
    where no installed library reads such a store, ArchiveError where it does not answer.
    """
    scheme, is_address, _ = str(address).partition("://")
    if not is_address:
        return Path(address)
    if scheme in ("file", "local"):
        return Path(str(address).partition("://")[2])
    try:
        from upath import UPath  # noqa: PLC0415 - an extra

        folder = UPath(str(address), **_OPTIONS.get(scheme, {}))
        folder.fs  # noqa: B018 - connects, with a library that may be missing
    except ImportError as error:
        raise UsageError(f"{address}: {error}; for s3://, pip install 'cundang[s3]'") from error
    except ValueError as error:
        raise UsageError(f"{address}: {error}; name a folder, or s3://bucket/prefix") from error
    return require_reachable(cast("Path", folder))


def is_remote(folder: Path) -> bool:
    """Whether a folder is in an object store, where nothing can be appended to a file."""
    return not isinstance(folder, Path)


def require_reachable(path: Path) -> Path:
    """Return the path. Raises ArchiveError if it is in a store that does not answer.

    `is_dir` and `is_file` would say of such a store that nothing is there.
    """
    with explain_storage_errors(path):
        if is_remote(path):
            cast("Any", path).fs.exists(cast("Any", path).path)
    return path


def upload(local_path: Path, path: Path) -> None:
    """Copy a local file to a path in a store. It appears there when all of it is sent."""
    with explain_storage_errors(path):
        cast("Any", path).fs.put_file(str(local_path), cast("Any", path).path)


def list_read_errors(path: Path) -> tuple[type[Exception], ...]:
    """The exceptions that reading a WARC file can raise."""
    return (Exception,) if is_remote(path) else (OSError, ValueError, RuntimeError)


@contextmanager
def explain_storage_errors(path: Path) -> Iterator[None]:
    """Raise an ArchiveError where a store refuses or does not answer. Errors of local folders are not changed."""
    if not is_remote(path):
        yield
        return
    try:
        yield
    except ArchiveError:
        raise
    except Exception as error:  # each library behind fsspec raises different ones
        why = str(error).strip() or type(error).__name__
        raise ArchiveError(
            f"{path}: the store does not answer, or refuses ({why}); "
            "check the address, the network, and the credentials in the environment"
        ) from error
