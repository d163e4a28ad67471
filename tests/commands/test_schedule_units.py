"""archive schedule --systemd: units that systemd's own programs accept, each in a sandbox."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.schedule import schedule as command

EXPOSED = {"system": 20, "user": 40}  # tenths, by `systemd-analyze security`, for which "OK" is below 5.0
ALL = "crawl,check,redact,snapshot,backup,verify,serve"
SYSTEMD = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def write(db: Path, *arguments: str | Path) -> str:
    given = [*map(str, arguments), "--contact", "me@harbour.example", "--db", str(db)]
    done = CliRunner().invoke(command, given)
    assert done.exit_code == 0, done.exception
    return done.output


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units of two archives, one with an odd path, for the system; below `user` those of a user."""
    folder = tmp_path_factory.mktemp("units")
    odd = folder / 'o\'d 100% "d" $HOME: x'
    odd.mkdir()
    for db in (folder / "a.db", odd / "a.db"):
        db.with_suffix(".toml").write_text('[backup]\nto = "/mnt/away"\n')
        write(
            db,
            "xiongan",
            "http://10.0.0.1/a%20b/",
            "http://10.0.0.1/a-20b/",
            "--tasks",
            ALL,
            "--output",
            folder / "system",
        )
    write(folder / "a.db", "xiongan", "--tasks", ALL, "--user", "--output", folder / "user")
    return folder


def analyze(*arguments: str | Path, runtime: Path) -> str:
    done = subprocess.run(
        ["systemd-analyze", *map(str, arguments)], env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_units_of_archives_and_sites_have_names_of_their_own(units: Path) -> None:
    names = {path.name for path in (units / "system").iterdir()}
    assert len(names) == 2 * (2 * 8 + 1), "a service and a timer for each job, and a service that serves"
    assert all(re.fullmatch(r"archive-[\w.-]+\.(service|timer)", name, re.ASCII) for name in names)


def test_a_service_writes_to_its_archive_only(units: Path) -> None:
    (text,) = [path.read_text() for path in (units / "user").glob("*crawl-xiongan.service")]
    assert [line for line in text.splitlines() if line.startswith("ReadWritePaths=")] == [f"ReadWritePaths={units}"]
    assert "ProtectSystem=strict" in text
    assert f"EnvironmentFile=-{units}/a.env" in text
    (text,) = [path.read_text() for path in (units / "user").glob("*backup.service")]
    assert f"ReadWritePaths={units}\nReadWritePaths=-/mnt/away\n" in text
    assert f"backup --db {units}/a.db /mnt/away --keep 7\n" in text
    assert "User=" not in text.replace("PrivateUsers=", "")
    (odd,) = [
        text for path in (units / "system").glob("*crawl-xiongan.service") if "100%" in (text := path.read_text())
    ]
    assert f'ReadWritePaths="{units}/o\'d 100%% \\"d\\" $HOME: x"' in odd
    assert f'BindPaths="{units}/o\'d 100%% \\"d\\" $HOME: x"' in odd
    assert f'--db "{units}/o\'d 100%% \\"d\\" $$HOME: x/a.db"' in odd


def test_paths_that_systemd_refuses_are_made_plain(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/a.toml").write_text('[backup]\nto = "../away"\n')
    printed = write(tmp_path / "a/../a/a.db", "--tasks", "backup,verify", "--warc", tmp_path / "a/../raw", "--systemd")
    assert f"ReadWritePaths=-{tmp_path}/away\n" in printed
    assert "/../" not in printed


@SYSTEMD
@pytest.mark.parametrize("kind", ["system", "user"])
def test_systemd_verifies_them(units: Path, kind: str) -> None:
    said = analyze(f"--{kind}", "verify", *sorted((units / kind).iterdir()), runtime=units)
    assert str(units) not in said, said


@SYSTEMD
@pytest.mark.parametrize("kind", EXPOSED)
def test_systemd_finds_them_secure(units: Path, kind: str) -> None:
    for path in sorted((units / kind).glob("archive-a-*.service")):
        analyze("security", "--offline=true", f"--threshold={EXPOSED[kind]}", path, runtime=units)


@SYSTEMD
def test_a_calendar_is_one_that_systemd_reads(units: Path) -> None:
    times = {
        line.partition("=")[2]
        for path in (units / "system").glob("*.timer")
        for line in path.read_text().splitlines()
        if line.startswith("OnCalendar=")
    }
    assert "Next elapse" in analyze("calendar", *sorted(times), runtime=units)


def test_units_are_printed_and_taken_away(tmp_path: Path) -> None:
    told = write(tmp_path / "a.db", "xiongan", "--systemd", "--every", "6")
    assert "Persistent=yes" in told
    assert f"--db {tmp_path / 'a.db'}" in told
    assert "ExecStart=/" in told
    assert re.search(r"^OnCalendar=\*-\*-\* [0-5]/6:", told, re.MULTILINE)
    for name in ("a.db", "b.db"):
        assert f"enable --now archive-{name[0]}-" in write(tmp_path / name, "xiongan", "--output", tmp_path / "units")
    assert "2 units" in write(tmp_path / "a.db", "--remove", "--output", tmp_path / "units")
    assert len(list((tmp_path / "units").iterdir())) == 2
    refused = CliRunner().invoke(command, ["xiongan", "--systemd", "--install", "--contact", "me@harbour.example"])
    assert "--install is for cron" in str(refused.exception)
