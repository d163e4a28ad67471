"""`make proof-cron`: the lines of `archive schedule --install` under a real cron daemon; as root.

Takes up to two minutes. Two sites are scheduled: one that works, and one whose start page is missing. Only the time
fields of their lines are edited, so that both come up in the next minute. The daemon runs in a mount namespace of its
own, which ends with this command: its crontabs, its /run and the `sendmail` that it calls are there only, and those of
the machine stay as they are. Asserted: both ran (their rows in `runs`), the good one made no mail, the bad one made one
that says what is wrong.
"""

import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_INSIDE = "PROOF_CRON"  # set in the namespace
_NEEDED = ("cron", "crontab", "sendmail", "unshare")
_WAIT = 150  # seconds: for the minute, and for the crawls
_TEXT = "".join(
    f"<p>清淀新区的芦苇今年长得很好，沿着苇海路走去，处处都能看见来观鸟的游人。第{n}段。</p>" for n in range(6)
)
_PAGES = {
    "index.html": '<a href="reeds.html">芦苇</a>',
    "reeds.html": f"<title>芦苇</title><h1>今年的芦苇</h1><article>{_TEXT}</article>",
}


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def site(folder: Path) -> int:
    """Serve a site of one article on loopback; its port."""
    folder.mkdir()
    for name, body in _PAGES.items():
        (folder / name).write_text(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>')
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def isolate(folder: Path) -> Path:
    """Put what cron reads and writes of our own over the machine's; returns the folder of its mails."""
    mails, sendmail = folder / "mails", folder / "sendmail"
    for name in ("mails", "crontabs", "cron.d", "run"):
        (folder / name).mkdir()
    (folder / "crontab").touch()
    sendmail.write_text(f"#!/bin/sh\ncat >{mails}/$$.part && mv {mails}/$$.part {mails}/$$.mail\n")
    sendmail.chmod(0o755)
    places = {
        "crontabs": "/var/spool/cron/crontabs",
        "cron.d": "/etc/cron.d",
        "crontab": "/etc/crontab",
        "run": "/run",
        "sendmail": os.path.realpath(shutil.which("sendmail") or ""),
    }
    for name, place in places.items():
        subprocess.run(["mount", "--bind", folder / name, place], check=True)
    return mails


def make_due_soon(crontab: str) -> str:
    """A crontab of ours with its lines in the next minute."""
    at = datetime.now() + timedelta(seconds=65)  # noqa: DTZ005 - cron goes by the clock on the wall
    edited, count = re.subn(r"(?m)^\d+ \S+ (?=\* \* \* )", f"{at.minute} {at.hour} ", crontab)
    assert count == 2, crontab
    return edited


def prove(folder: Path) -> None:
    """Schedule, wait, assert; prints what came of it."""
    mails, port, db = isolate(folder), site(folder / "site"), folder / "archive.db"
    good, bad = f"http://127.0.0.1:{port}/", f"http://localhost:{port}/nowhere/"
    options = ["--allow-private", "--jitter", "0", "--contact", "me@example.org", "--db", db, "--install"]
    subprocess.run([sys.executable, "-m", "archive", "schedule", good, bad, *options], check=True)
    listed = subprocess.run(["crontab", "-l"], check=True, capture_output=True, text=True).stdout
    subprocess.run(["crontab", "-"], check=True, input=make_due_soon(listed), text=True)
    with subprocess.Popen(["cron", "-f"], stderr=subprocess.DEVNULL) as daemon:
        try:
            runs = _wait_for(db, mails)
        finally:
            daemon.terminate()
    texts = [mail.read_text() for mail in mails.iterdir()]
    log = (folder / "archive.log").read_text()
    print(f"runs {runs}; mails {len(texts)}", *texts, sep="\n")
    assert runs == {"127.0.0.1": ("finished", 1), "localhost": ("finished", 0)}, (runs, log)
    assert len(texts) == 1, "the good run makes no mail"
    assert "localhost: links gave nothing: HTTP 404" in texts[0].partition("\n\n")[2], "the bad one says what is wrong"
    assert "127.0.0.1: 1 new" in log


def _wait_for(db: Path, mails: Path) -> dict[str, tuple[str, int]]:
    """What both runs came to, once they and their lines have ended."""
    until, runs = time.monotonic() + _WAIT, dict[str, tuple[str, int]]()
    while time.monotonic() < until:
        time.sleep(1)
        if db.exists():
            with closing(sqlite3.connect(db)) as connection, suppress(sqlite3.OperationalError):  # no tables yet
                rows = connection.execute("SELECT site, reason, new FROM runs WHERE ended_at IS NOT NULL").fetchall()
                runs = {name: (reason, new) for name, reason, new in rows}
        if len(runs) == 2 and not list(db.parent.glob("*.err")) and list(mails.glob("*.mail")):
            time.sleep(3)  # for a mail that should not come
            break
    return runs


def main() -> None:
    argparse.ArgumentParser(prog="python -m bench.proof_cron", description=__doc__).parse_args()
    if missing := [name for name in _NEEDED if shutil.which(name) is None]:
        sys.exit(
            f"proof-cron: {missing[0]} is not installed; on Debian: apt install cron exim4-daemon-light util-linux"
        )
    if os.geteuid():
        sys.exit("proof-cron: only root may start a cron daemon; run it in a container")
    if _INSIDE not in os.environ:
        command = ["unshare", "--mount", sys.executable, "-m", "bench.proof_cron"]
        sys.exit(subprocess.run(command, check=False, env={**os.environ, _INSIDE: "1"}).returncode)
    with tempfile.TemporaryDirectory(prefix="proof-cron-") as folder:
        prove(Path(folder))


if __name__ == "__main__":
    main()
