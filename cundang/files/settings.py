"""Where the settings of an archive are."""

import os
from pathlib import Path

from cundang.model.errors import ArchiveError, UsageError
from cundang.model.settings import Settings, parse_settings


def find_settings_file(db_path: Path) -> Path:
    """The file of settings of an archive: beside it, .toml for .db."""
    return db_path.with_suffix(".toml")


def read_settings(db_path: Path) -> Settings:
    """Read the settings of an archive; without a file all are as they are by default.

    Raises UsageError where a line is wrong, ArchiveError where the file cannot be read.
    """
    file = find_settings_file(db_path)
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: no UTF-8 ({error}), which TOML is; save it as that") from error
    except OSError as error:
        raise ArchiveError(f"{file}: cannot be read ({error}); check who owns it") from error
    return parse_settings(text, file.name)


def choose_contact(given: str | None, db_path: Path) -> str:
    """The contact that sites see: a given one, that of the environment, or that of the archive's settings."""
    return given or os.environ.get("ARCHIVE_CONTACT") or read_settings(db_path).about.drop_open().contact
