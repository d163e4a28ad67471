"""Read an archive that an older version made, and leave it as it is."""

from contextlib import closing
from pathlib import Path

from cundang.files.atomic import make_write_error
from cundang.store.schema import bring_up_copy, examine, open_as_found
from cundang.store.upgrade import copy_pages


def is_older(path: Path) -> bool:
    """Whether an older version made an archive, which migrations lead on from. Raises as open_as_found does."""
    with closing(open_as_found(path)) as db:
        standing = examine(db.conn)
    return bool(standing.fault) and standing.is_known


def copy_brought_up(path: Path, copy: Path) -> None:
    """Copy an archive to where there is no file, and bring the copy up to date. Raises as open_archive does."""
    try:
        copy_pages(path, copy)
    except OSError as error:
        raise make_write_error(copy, error) from error
    bring_up_copy(copy)
