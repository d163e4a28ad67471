"""What tests of several rooms share: the archives of the demo site, and the addresses at which they are served."""

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers.databases import copy_of, rows
from tests.helpers.programs import archive, fork_workers
from tests.helpers.servers import serving

with warnings.catch_warnings():
    # Datasette opens a database in memory as it is loaded and leaves it; Python 3.13 complains when that is collected,
    # which would be in the midst of any test.
    warnings.simplefilter("ignore", ResourceWarning)
    import datasette.filters  # noqa: F401

    gc.collect()

settings.register_profile("suite", deadline=None)  # no test of ours is about time: the machine may be busy
settings.load_profile("suite")
fork_workers()


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the demo site. To be read only: all tests have the same one."""
    db = tmp_path_factory.mktemp("demo") / "archive.db"
    done = archive("demo", "--no-serve", "--db", db)
    assert done.returncode == 0, done.stderr
    return db


@pytest.fixture(scope="session")
def web(demo_archive: Path) -> Iterator[str]:
    """The address at which the archive of the demo site is served."""
    with serving(demo_archive) as address:
        yield address


@pytest.fixture(scope="session")
def aged_archive(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the demo site on its second day: articles edited, new and gone. To be read only."""
    from demo.second_day import second_day

    db = copy_of(demo_archive, tmp_path_factory.mktemp("aged"))
    (url,) = rows(db, "SELECT url FROM articles LIMIT 1")[0]
    second_day(db, db.with_suffix(".warc"), "/".join(url.split("/")[:3]) + "/")
    return db


@pytest.fixture(scope="session")
def aged_web(aged_archive: Path) -> Iterator[str]:
    """The address at which the archive of the demo site's second day is served."""
    with serving(aged_archive) as address:
        yield address
