"""Headless Chromium, driven over its DevTools protocol."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--renderer-process-limit=1",  # a fifth less work than a process for each tab
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]  # fmt: skip


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Debian's Chromium, and end it."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        yield browser
        browser.close()
