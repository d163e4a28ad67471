"""The container, without Docker: what its files promise, and its scripts. `make proof-container` runs all of it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from datasette.utils import parse_metadata

from bench.proof_container import list_files, read_dockerfile
from tests.helpers.loopback import answering
from tests.helpers.paths import ROOT

SCRIPTS = ("build.sh", "run-cron.sh")
COMPOSE = parse_metadata((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STUBS = {  # programs that run-cron.sh calls
    "archive": 'printf "%s\\n" "# a comment" "14 * * * * echo \'50\\%\'" "3 2-23/6 * * 1 false" "@reboot serve"\n'
    'echo "$@" >> told\n',
    "snooze": 'echo $$ >> pids; echo "$@" >> told; exec sleep 60\n',
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_read(name: str) -> None:
    done = subprocess.run(["sh", "-n", ROOT / "container" / name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "set -eu" in (ROOT / "container" / name).read_text(encoding="utf-8")


def test_the_image_runs_the_script_and_no_step_beside_it() -> None:
    run, environment = read_dockerfile()
    assert run == ["sh", "/opt/cundang/container/build.sh"]
    assert DOCKERFILE.count("\nRUN ") == DOCKERFILE.count("\nFROM ") == 1
    assert "\nUSER 10001:10001\n" in DOCKERFILE
    assert '\nENTRYPOINT ["archive"]\n' in DOCKERFILE
    assert environment["PATH"].startswith("/opt/cundang/.venv/bin:")


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_may_do_nothing_but_its_work(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"][0].startswith("/tmp:")
    assert service["volumes"] == ["archive:/data"]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert not {"privileged", "cap_add", "network_mode"} & {*service}
    for word in (*service.get("entrypoint", ()), *service["healthcheck"]["test"]):
        if word.startswith("/opt/cundang/"):
            assert word.removeprefix("/opt/cundang/") in list_files()


def test_all_that_runs_is_copied_and_nothing_else() -> None:
    files = {*list_files()}
    packages = re.findall(r'"(\w+)\*"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert packages
    assert {f"{package}/__init__.py" for package in packages} - files <= {f"{p}/__init__.py" for p in packages if not (ROOT / p / "__init__.py").exists()}  # fmt: skip
    named = re.findall(r"[\w-]+\.(?:lock|toml|md|py)\b", (ROOT / "container" / "build.sh").read_text(encoding="utf-8"))
    assert {name for name in named if (ROOT / name).exists()} <= files
    assert not {name for name in files if name.startswith(("tests/", "bench/", "docs/", ".ci/", ".git"))}
    compiled = re.search(
        r"compileall -q \.venv \\\n(.*)", (ROOT / "container" / "build.sh").read_text(encoding="utf-8")
    )
    assert compiled
    assert {*compiled[1].split()} == {*packages, "archive.py"}


def test_only_what_is_locked_is_installed() -> None:
    script = (
        (ROOT / "container" / "build.sh").read_text(encoding="utf-8").replace("--requirement /tmp", "--requirement ")
    )
    installed = re.findall(r"pip install (.*)", script)
    assert len(installed) == 3
    assert all("--require-hashes" in words or "--no-index" in words for words in installed)


def test_the_lines_of_the_schedule_wait_for_their_times(tmp_path: Path) -> None:
    for name, text in STUBS.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    command = ["sh", ROOT / "container" / "run-cron.sh", "--tasks", "check"]
    with subprocess.Popen(command, cwd=tmp_path, env=path, start_new_session=True) as runner:
        told = tmp_path / "told"
        for _ in range(500):
            if told.exists() and told.read_text().count("\n") == 3:
                break
            try:
                runner.wait(0.02)
            except subprocess.TimeoutExpired:
                continue
        runner.terminate()
        assert runner.wait(20) == 0
    lines = sorted(told.read_text(encoding="utf-8").splitlines())
    assert lines == [
        "-M 14 -H * -d * -m * -w * sh -c echo '50%'",
        "-M 3 -H 2,8,14,20 -d * -m * -w 1 sh -c false",
        "schedule --tasks check",
    ]
    waiting = (tmp_path / "pids").read_text().split()
    assert len(waiting) == 2
    for _ in range(250):
        if not any(is_running(pid) for pid in waiting):
            return
        time.sleep(0.02)
    pytest.fail("they wait on after the runner has ended")


def is_running(pid: str) -> bool:
    """Whether a process is there, and not one that has ended and that nobody has asked for."""
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_health_check(tmp_path: Path) -> None:
    pages = {"/": (200, {}, b"x"), "/login": (401, {}, b"x"), "/wrong": (500, {}, b"x")}
    with answering(pages) as server:
        root = server.address.rstrip("/")
        codes = {path: check(f"{root}{path}") for path in pages}
    assert codes == {"/": 0, "/login": 0, "/wrong": 1}
    assert check(f"{root}/") == 1, "nobody answers"


def check(address: str) -> int:
    command = [sys.executable, ROOT / "container" / "health.py", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode
