"""The lock of a run: whoever holds it, and no process that it started."""

import subprocess
from pathlib import Path

from cundang.files.lock import Lock


def test_no_child_inherits_the_lock(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "a.lock", "demo")
    child = subprocess.Popen(["/bin/sleep", "5"], close_fds=False)
    lock.release()
    Lock(tmp_path / "a.lock", "demo").release()
    child.kill()
    child.wait()
