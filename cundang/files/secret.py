"""The secret by which a server signs its cookies: beside the archive, so that readers stay logged in over a restart."""

import os
import secrets
from pathlib import Path

from cundang.files.atomic import make_temporary_path
from cundang.model.errors import ArchiveError, UsageError


def find_secret_file(db_path: Path) -> Path:
    """The file of the secret of an archive: beside it, .secret for .db."""
    return db_path.with_suffix(".secret")


def read_secret(db_path: Path) -> str:
    """Read the secret, that of the environment (DATASETTE_SECRET) or of the file, which is made where it is missing.

    Raises UsageError where others can read the file, ArchiveError where it can be neither read nor made.
    """
    if given := os.environ.get("DATASETTE_SECRET"):
        return given
    file = find_secret_file(db_path)
    try:
        if not file.exists():
            _make(file)
        if file.stat().st_mode & 0o077:
            raise UsageError(f"{file}: others can read it; run: chmod 600 {file}")
        found = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(
            f"{file}: cannot be read or made ({error}); make its folder writable, or set DATASETTE_SECRET to a long "
            "random text"
        ) from error
    if len(found) < 32:
        raise ArchiveError(f"{file}: no secret; delete the file, and a new one is made")
    return found


def _make(file: Path) -> None:
    """Make the file whole; where another process was first, its secret stays."""
    making = make_temporary_path(file)
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"{secrets.token_hex(32)}\n")
    try:
        os.link(making, file)
    except FileExistsError:
        pass
    finally:
        making.unlink(missing_ok=True)
