"""`make screenshots`: crawl the demo site, serve the archive, and take README's pictures with a headless Chromium."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DOCS = Path(__file__).parent
SHOTS = {"home": "", "search": "archive/search?q=清淀湖水位", "article": "archive/articles/{article}"}
SIZE = "1000,1100"


def main() -> None:
    browser = shutil.which("chromium") or sys.exit(
        "no chromium on this machine; on Debian: apt install chromium fonts-noto-cjk"
    )
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "archive.db"
        archive = [sys.executable, "-m", "archive"]
        subprocess.run([*archive, "demo", "--no-serve", "--db", db], check=True)
        article = _first_hit(archive, db)
        server = subprocess.Popen([*archive, "serve", "--port", "0", "--db", db], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            for name, path in SHOTS.items():
                _shoot(browser, address + path.format(article=article), DOCS / f"{name}.png", Path(folder) / "profile")
        finally:
            server.terminate()
            server.wait(10)


def _first_hit(archive: list[str], db: Path) -> int:
    import json  # noqa: PLC0415

    found = subprocess.run(
        [*archive, "search", "苇海湿地公园 天鹅", "--db", db, "--json"], check=True, capture_output=True, text=True
    )
    return int(json.loads(found.stdout.splitlines()[0])["id"])


def _shoot(browser: str, address: str, picture: Path, profile: Path) -> None:
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
    ]
    unsandboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    taken = [
        "--headless",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--window-size={SIZE}",
        f"--user-data-dir={profile}",
        f"--screenshot={picture}",
    ]
    started = time.monotonic()
    subprocess.run([browser, *taken, *quiet, *unsandboxed, address], check=True, capture_output=True, timeout=120)
    print(f"{picture.name}: {picture.stat().st_size // 1024} kB, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
