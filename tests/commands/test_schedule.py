"""archive schedule: the crontab block, put in, replaced and taken out; its line speaks only where something is wrong."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.schedule import _format_line
from commands.schedule import schedule as command

THEIRS = "5 4 * * * backup\n"


@pytest.fixture
def crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A crontab program of our own, so that nobody's real one is touched."""
    file, program = tmp_path / "crontab.txt", tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = -l ]; then cat {file} 2>/dev/null || {{ echo no crontab >&2; exit 1; }}; else cat >{file}; fi\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return file


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(command, [*arguments, "--contact", "me@example.org"])
    if code == 0:
        assert done.exit_code == 0, done.exception
    return done.output if code == 0 else str(done.exception)


def test_the_block_is_put_in_replaced_and_taken_out(crontab: Path, tmp_path: Path) -> None:
    crontab.write_text(THEIRS)
    run("xiongan", "--install", "--db", str(tmp_path / "a.db"))
    first = crontab.read_text()
    assert first.startswith(THEIRS)
    assert first.count(" crawl xiongan ") == 1
    assert "timeout" in first
    run("xiongan", "--install", "--every", "6", "--db", str(tmp_path / "a.db"))
    assert crontab.read_text().count(" crawl xiongan ") == 1
    assert "/6 * * *" in crontab.read_text()
    run("--remove")
    assert crontab.read_text() == THEIRS


def test_a_block_without_its_end_is_left_alone(crontab: Path, tmp_path: Path) -> None:
    run("xiongan", "--install", "--db", str(tmp_path / "a.db"))
    broken = crontab.read_text().replace("# <<< archive schedule", "") + THEIRS
    crontab.write_text(broken)
    assert "is missing" in run("--remove", code=1)
    assert crontab.read_text() == broken


def test_what_is_asked_wrongly_is_refused() -> None:
    assert "no such site" in run("nowhere", code=2)
    assert "--contact" in str(CliRunner().invoke(command, ["xiongan"], env={"ARCHIVE_CONTACT": ""}).exception)


def test_systemd_units_name_absolute_paths(tmp_path: Path) -> None:
    told = run("xiongan", "--systemd", "--db", str(tmp_path / "a.db"))
    assert "Persistent=true" in told
    assert f"--db {tmp_path / 'a.db'}" in told
    assert "ExecStart=/" in told


def test_lines_of_one_minute_do_not_share_what_went_wrong(tmp_path: Path) -> None:
    """They run at the same time, and each line ends with the removal of its file."""
    sites = [f"http://10.0.0.{n}/" for n in range(61)]  # more than an hour has minutes
    lines = run(*sites, "--allow-private", "--db", str(tmp_path / "a.db")).splitlines()[1:-1]
    assert len({line.split()[0] for line in lines}) < len(sites)
    assert len({line.rpartition(" ")[2] for line in lines}) == len(sites)
    assert all(" --allow-private " in line for line in lines)


@pytest.mark.parametrize(("code", "mailed"), [(0, ""), (75, ""), (124, ""), (1, "wrong\n"), (3, "wrong\n")])
def test_cron_mails_only_what_is_wrong(tmp_path: Path, code: int, mailed: str) -> None:
    """The line as /bin/sh runs it, with another program in the place of the crawl."""
    run_ = ["/bin/sh", "-c", f"echo done; echo wrong >&2; exit {code}"]
    line = _format_line("xiongan", run_, tmp_path / "crawl.log").replace(r"\%", "%")
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", mailed)
    assert (tmp_path / "crawl.log").read_text() == "done\nwrong\n"
    assert [path.name for path in tmp_path.iterdir()] == ["crawl.log"]
