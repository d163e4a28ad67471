"""Where this checkout is, and other people's pages beside it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def shared(path: str) -> Path:
    """A file or folder of other people's pages beside the checkout; the test is skipped by name where it is missing."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"needs ../shared/{path}, which lies beside the checkout in CI")
    return found
