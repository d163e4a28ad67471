"""`make screenshots`: an archive of the demo site's two days, served, and pictures of it by headless Chromium."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import ViewportSize, sync_playwright

from demo.second_day import second_day

DOCS = Path(__file__).parent
WIDE, PHONE = ViewportSize(width=1000, height=1000), ViewportSize(width=390, height=844)
# Name, address, size, colours, language.
SHOTS: tuple[tuple[str, str, ViewportSize, Literal["light", "dark"], str], ...] = (
    ("home", "", WIDE, "light", "zh-CN"),
    ("search", "archive/search?q=濕地", WIDE, "light", "zh-CN"),
    ("article", "archive/articles/{article}?q=湿地&at=1", WIDE, "light", "zh-CN"),
    ("changes", "archive/changes?kind=edited&kind=gone", WIDE, "light", "en-GB"),
    ("site", "archive/sites/{site}", WIDE, "light", "zh-CN"),
    ("compare", "archive/articles/{edited}/history", WIDE, "dark", "zh-TW"),
    ("sql", "archive?sql={sql}&_title=每月文章数", WIDE, "light", "zh-CN"),
    ("phone", "archive/search?q=濕地", PHONE, "dark", "zh-TW"),
)
SQL = """SELECT substr(published_at, 1, 7) AS month, count(*) AS articles
FROM articles
WHERE published_at IS NOT NULL
GROUP BY month
ORDER BY month"""
FLAGS = (
    "--disable-gpu", "--hide-scrollbars", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main() -> None:
    browser = shutil.which("chromium") or sys.exit(
        "no chromium on this machine; on Debian: apt install chromium fonts-noto-cjk"
    )
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "archive.db"
        archive = [sys.executable, "-m", "archive"]
        subprocess.run([*archive, "demo", "--no-serve", "--db", db], check=True)
        numbers = _age(db)
        server = subprocess.Popen([*archive, "serve", "--port", "0", "--db", db], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            _shoot(browser, server.stdout.readline().strip(), numbers)
        finally:
            server.terminate()
            server.wait(10)


def _age(db: Path) -> dict[str, str]:
    """Bring the archive to its second day; what the addresses name."""
    with closing(sqlite3.connect(db)) as connection:
        (url,) = connection.execute("SELECT url FROM articles LIMIT 1").fetchone()
        second_day(db, db.with_suffix(".warc"), "/".join(url.split("/")[:3]) + "/")
        asked = {
            "article": "SELECT id FROM articles WHERE title LIKE '%苇海湿地公园%' LIMIT 1",
            "site": "SELECT name FROM sites LIMIT 1",
            "edited": "SELECT article_id FROM events WHERE kind = 'edited' AND detail LIKE '%\"text\"%' LIMIT 1",
        }
        numbers = {name: str(connection.execute(sql).fetchone()[0]) for name, sql in asked.items()}
        return {**numbers, "sql": quote(SQL)}


def _shoot(chromium: str, address: str, numbers: dict[str, str]) -> None:
    with sync_playwright() as driver:
        unsandboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = driver.chromium.launch(executable_path=chromium, args=[*FLAGS, *unsandboxed])
        for name, path, size, colours, language in SHOTS:
            context = browser.new_context(viewport=size, color_scheme=colours, locale=language)
            page = context.new_page()
            page.goto(address + path.format(**numbers))
            picture = DOCS / f"{name}.png"
            page.screenshot(path=picture)
            print(f"{picture.name}: {picture.stat().st_size // 1024} kB")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
