"""`make proof-container`: the steps of the Dockerfile in a plain Debian root, without Docker; as root, some minutes.

debootstrap makes a minimal Debian 12 in a temporary folder. What .dockerignore leaves of the checkout is copied there,
and container/build.sh runs in it, as the Dockerfile says. Then, as compose.yaml says: the root is mounted read-only,
/tmp is a tmpfs, /data a volume; the user is 10001 without any capability, and can gain none. So `archive demo`, `init`,
`serve`, the health check and container/run-cron.sh run, and writing anywhere else fails. Namespaces end with this
command, mounts with them.

The root uses the package indexes as this machine does: its apt sources, resolv.conf, certificates, pip.conf, and the
variables PIP_*, SSL_* and *_proxy of the environment. Not tested: Docker itself, its networks and its volumes.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
_NEEDED = ("debootstrap", "unshare", "mount", "chroot")
_AS_HERE = ("/etc/resolv.conf", "/etc/apt", "/etc/pip.conf")
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_USER = "10001"
_SEALED = (
    "setpriv", "--reuid", _USER, "--regid", _USER, "--clear-groups", "--no-new-privs", "--bounding-set=-all",
    "--inh-caps=-all",
)  # fmt: skip


def list_files() -> list[str]:
    """The files of the checkout that .dockerignore, a list of exceptions, lets through."""
    kept = [line[1:] for line in (_ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=_ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name.partition("/")[0] in kept and (_ROOT / name).is_file()]


def read_dockerfile() -> tuple[list[str], dict[str, str]]:
    """The words of its RUN, and its environment."""
    lines = (_ROOT / "Dockerfile").read_text().splitlines()
    (run,) = [line.split()[1:] for line in lines if line.startswith("RUN ")]
    (env,) = [line.split()[1:] for line in lines if line.startswith("ENV ")]
    return run, dict(pair.split("=", 1) for pair in env)


class Container:
    """A root with the mounts and the user that compose.yaml says."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self.root, self.environment = root, environment

    def command(self, *words: str) -> list[str]:
        given = [f"{name}={value}" for name, value in self.environment.items()]
        inside = ["sh", "-c", 'cd /data && exec "$@"', "sh", "env", "-i", *given, *words]
        return ["chroot", str(self.root), *_SEALED, *inside]

    def run(self, *words: str, code: int = 0, told: str = "") -> str:
        """Run a command that ends with an exit code; what it said. `told` is its standard input."""
        command = self.command(*words)
        done = subprocess.run(command, input=told, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr


def build(root: Path, base: Path | None) -> dict[str, str]:
    """Make the root, copy the files, run the script of the Dockerfile; its environment."""
    run, environment = read_dockerfile()
    if base:
        subprocess.run(["cp", "-a", base, root], check=True)
    else:
        made = ["debootstrap", "--variant=minbase", "bookworm", root]
        subprocess.run(made, stdout=subprocess.DEVNULL, check=True)
    print(f"debootstrap: {measure(root)} MB", flush=True)
    for name in list_files():
        target = root / "opt/cundang" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_ROOT / name, target)
    given = go_online(root)
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    begun = time.monotonic()
    path = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    done = subprocess.run(["chroot", root, *run], env={**path, **given}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    subprocess.run(["umount", root / "proc"], check=True)
    print(f"{' '.join(run)}: done after {time.monotonic() - begun:.0f} s; the root has {measure(root)} MB", flush=True)
    return environment


def go_online(root: Path) -> dict[str, str]:
    """Let the root use the package indexes as this machine does; the variables that its programs need."""
    (root / "etc/apt/sources.list").unlink(missing_ok=True)
    for place in map(Path, _AS_HERE):
        inside = root / place.relative_to("/")
        if place.is_dir():
            shutil.copytree(place, inside, dirs_exist_ok=True)
        elif place.exists():
            shutil.copy(place, inside)
    passed = ("PIP_", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "no_proxy", "NO_PROXY")
    given = {name: value for name, value in os.environ.items() if name.startswith(passed)}
    if _CERTIFICATES.exists():  # ca-certificates writes its own file at this place
        shutil.copy(_CERTIFICATES, root / "var/tmp/certificates.crt")
        given["PIP_CERT"] = "/var/tmp/certificates.crt"
    return given


def measure(root: Path) -> int:
    told = subprocess.run(["du", "-smx", root], capture_output=True, text=True, check=False).stdout
    return int(told.split()[0])


def seal(root: Path, volume: Path) -> None:
    """Mount the root read-only, /tmp as a tmpfs, and the volume."""
    volume.mkdir(exist_ok=True)
    os.chown(volume, int(_USER), int(_USER))
    subprocess.run(["mount", "--bind", root, root], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", root], check=True)
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777,size=1g", "tmpfs", root / "tmp"], check=True)
    subprocess.run(["mount", "--bind", volume, root / "data"], check=True)
    for name in ("null", "zero", "urandom", "random"):
        assert (root / "dev" / name).exists()


def prove(container: Container, port: int) -> None:
    """Run what a container runs."""
    told = container.run("sh", "-c", "id -u; grep ^Cap /proc/self/status; grep NoNewPrivs /proc/self/status")
    assert told.startswith(f"{_USER}\n"), told
    assert all(line.endswith("0" * 16) for line in told.splitlines() if line.startswith("Cap")), told
    assert "NoNewPrivs:\t1" in told
    for place in ("/x", "/opt/cundang/x", "/opt/cundang/.venv/x", "/etc/x", "/var/tmp/x"):
        told = container.run("sh", "-c", f"touch {place}", code=1)
        assert "Read-only file system" in told, told
    print("the root is read-only, the user is 10001 and has no capability")

    assert "demo: 66 new" in container.run("archive", "demo", "--no-serve")
    told = container.run("archive", "init", "--yes", "--contact", "archive@baishui.example", "--scope", "A town.")
    assert "archive.toml: written" in told
    assert "66 articles" in container.run("archive", "status")
    container.run("archive", "verify")
    print("archive demo, init, status, verify: done")
    serve(container, port, 200)
    container.run("archive", "init", "--yes", "--force", "--password", told="a mill by the river\n")
    serve(container, port, 401)
    print("archive serve, open and with a password: the health check answers, and fails once it has ended")


def serve(container: Container, port: int, status: int) -> None:
    """Serve the archive, ask for a page, which has a status, and for its health while it runs and when it has ended."""
    command = container.command("archive", "serve", "--host", "0.0.0.0", "--port", str(port))
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stdout.readline().startswith("http://")
        container.run("python", "/opt/cundang/container/health.py", address)
        try:
            with urllib.request.urlopen(f"{address}about", timeout=30) as answer:
                assert "archive@baishui.example" in answer.read().decode()
                found = answer.status
        except urllib.error.HTTPError as error:
            found = error.code
        assert found == status
        server.terminate()
        server.wait(30)
    assert "no answer" in container.run("python", "/opt/cundang/container/health.py", address, code=1)


def prove_cron(container: Container, volume: Path) -> None:
    """Run the runner with the lines of `archive schedule`, and let all of them be due (snooze: SIGALRM)."""
    lines = container.run("archive", "schedule", "--tasks", "check,verify")
    count = sum(line[:1].isdigit() for line in lines.splitlines())
    assert count == 2, lines
    runner = container.command("sh", "/opt/cundang/container/run-cron.sh", "--tasks", "check,verify", "--jitter", "0")
    with subprocess.Popen(runner, start_new_session=True) as cron:
        waiting = wait_for(lambda: len(find(cron.pid, "snooze")) == count and find(cron.pid, "snooze"))
        for pid in waiting:
            os.kill(pid, 14)
        log = volume / "archive.log"
        wait_for(lambda: log.exists() and "verify" in log.read_text() and "check" in log.read_text())
        cron.terminate()
        assert cron.wait(30) == 0
    wait_for(lambda: not find(cron.pid, "snooze"))
    print(f"run-cron.sh: {count} lines wait, run when they are due, and end with it")


def find(session: int, name: str) -> list[int]:
    """The running processes of a session that have a name."""
    words = ["ps", "-s", str(session), "-o", "pid=,stat=,comm="]
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    found = [line.split() for line in told.splitlines()]
    return [int(pid) for pid, state, command, *_ in found if command == name and state[0] != "Z"]


def wait_for(condition: Callable[[], Any]) -> Any:
    """What a condition gives, once it is true."""
    until = time.monotonic() + 120
    while not (found := condition()):
        assert time.monotonic() < until, "nothing happens"
        time.sleep(0.2)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--base", type=Path, help="a root that debootstrap made, of which a copy is taken")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        root, volume = arguments.inside / "root", arguments.inside / "data"
        container = Container(root, build(root, arguments.base))
        seal(root, volume)
        prove(container, arguments.port)
        prove_cron(container, volume)
        return
    if missing := [program for program in _NEEDED if not shutil.which(program)]:
        sys.exit(f"needs {', '.join(missing)}; on Debian, as root: apt-get install debootstrap")
    if os.geteuid() != 0:
        sys.exit("needs root, for mounts and chroot in namespaces of its own")
    with tempfile.TemporaryDirectory(prefix="proof-container-") as name:
        # Its mounts end with it, so that only files are deleted here.
        inside = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"]
        words = [sys.executable, "-m", "bench.proof_container", *sys.argv[1:], "--inside", name]
        code = subprocess.run([*inside, *words], cwd=_ROOT, check=False).returncode
    sys.exit(code)


if __name__ == "__main__":
    main()
