"""Addresses of the files in static/, each with the digest of its content, so that a browser may keep it for good."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")


@cache
def asset(name: str) -> str:
    """The address of a file in static/, below the root of the server: `/assets/archive.css?1f2e3d4c5b6a7988`."""
    return f"/assets/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:16]}"
