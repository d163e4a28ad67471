"""archive schedule: a block of the crontab for each archive, put in, added to and taken out; what is not ours stays."""

import re
import shlex
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.schedule import schedule as command
from cundang.model.settings import parse_settings
from tests.helpers.paths import ROOT
from upkeep.schedule.jobs import identify

# No lines of ours: with blanks at the end, a carriage return, a form feed, a line separator, and bytes that are no UTF-8.
THEIRS = b"MAILTO=me@harbour.example \r\n5 4 * * * backup \x0c\xe2\x80\xa8 \xff\n"
OLD = """# >>> archive schedule (written by `archive schedule --install`)
12 2-23/6 * * * cd /opt/x && /usr/bin/timeout -s INT -k 120 50m /usr/bin/python3 -m archive crawl piyao --db {db} \
--warc {warc} --jitter 60 --contact me@harbour.example >>/x/crawl.log 2>/x/e; c=$?; cat /x/e >>/x/crawl.log; \
case $c in 0|75|124) ;; *) cat /x/e >&2 ;; esac; rm -f /x/e
# <<< archive schedule
"""


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
    monkeypatch.delenv("ARCHIVE_CONTACT", raising=False)
    return file


def run(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(command, [*map(str, arguments), "--contact", "me@harbour.example"])
    if code == 0:
        assert done.exit_code == 0, done.exception
    return done.output if code == 0 else str(done.exception)


def crawled(crontab: Path) -> list[tuple[str, str]]:
    """The site and the archive of each line that crawls."""
    words = [shlex.split(line.replace(r"\%", "%")) for line in crontab.read_text(errors="replace").splitlines()]
    return [(w[w.index("crawl") + 1], w[w.index("--db") + 1]) for w in words if "crawl" in w]


def test_the_block_is_put_in_changed_in_its_place_and_taken_out(crontab: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    crontab.write_bytes(THEIRS)
    assert "crawl of xiongan" in run("xiongan", "--install", "--db", db)
    crontab.write_bytes(crontab.read_bytes() + THEIRS)
    assert crawled(crontab) == [("xiongan", str(db))]
    run("xiongan", "--install", "--every", "6", "--db", db)
    assert crawled(crontab) == [("xiongan", str(db))]
    text = crontab.read_bytes()
    assert b"/6 * * *" in text
    assert text.startswith(THEIRS)
    assert text.endswith(THEIRS)
    run("--remove", "--db", db)
    assert crontab.read_bytes() == THEIRS + THEIRS


def test_archives_stand_side_by_side(crontab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also such with odd names, of the same site; one is the same by whatever path it is named."""
    odd = tmp_path / 'o\'d 100% "d" $HOME'
    odd.mkdir()
    (tmp_path / "link").symlink_to(odd)
    one, two, three = odd / "one.db", odd / "two.db", tmp_path / "one.db"
    for db in (one, two, three):
        run("xiongan", "--install", "--db", db)
    monkeypatch.chdir(odd)
    run("xiongan", "--install", "--db", "one.db")
    assert crawled(crontab) == [("xiongan", str(db)) for db in (one, two, three)]
    run("xiongan", "--install", "--db", tmp_path / "link" / "two.db")
    assert [Path(db).resolve() for _, db in crawled(crontab)] == [one, two, three]
    run("--remove", "--db", two)
    assert crawled(crontab) == [("xiongan", str(one)), ("xiongan", str(three))]
    assert "no lines of" in run("--remove", "--db", two)
    assert len(crawled(crontab)) == 2


def test_a_second_site_is_added_and_one_is_taken_out(crontab: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    run("xiongan", "xiongan", "--install", "--db", db)
    assert "crawl of xiongan, piyao; what" in run("piyao", "--install", "--db", db)
    assert "crawl of xiongan, piyao; check, verify" in run("--tasks", "check,verify", "--install", "--db", db)
    assert "crawl of piyao; check, verify" in run("--remove", "xiongan", "--db", db)
    assert "not scheduled" in run("--remove", "xiongan", "--db", db, code=2)
    assert "crawl of piyao; verify" in run("--remove", "--tasks", "check", "--db", db)
    assert crontab.read_text().count(" -m upkeep.schedule.job ") == 2


def test_lines_of_the_older_form_are_taken_over_by_their_archive(crontab: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    theirs = OLD.format(db="/elsewhere/b.db", warc="/elsewhere/b.warc")
    crontab.write_text(theirs + OLD.format(db=db, warc=tmp_path / "a.warc"))
    run("xiongan", "--install", "--db", db)
    text = crontab.read_text()
    assert text.startswith(theirs)
    assert text.count("# >>> archive schedule") == text.count("# <<< archive schedule") == 2
    assert crawled(crontab)[1:] == [("piyao", str(db)), ("xiongan", str(db))]
    line = next(line for line in text.splitlines() if "piyao" in line and str(db) in line)
    assert line.startswith("12 2-23/6 * * * cd ")
    assert f"--log {db.with_suffix('.log')} --minutes 50 --jitter 60 -- crawl piyao --db {db} --warc" in line
    assert "timeout" not in line
    run("--remove", "--db", db)
    assert crontab.read_text() == theirs


@pytest.mark.parametrize("lost", ["# <<< archive schedule\n", "\n# <<< archive schedule"])
def test_a_block_without_its_end_is_left_alone(crontab: Path, tmp_path: Path, lost: str) -> None:
    """Whosever it is: what follows may be a line of others, or the block of another archive."""
    for name in ("a.db", "b.db"):
        run("xiongan", "--install", "--db", tmp_path / name)
    broken = crontab.read_text().replace(lost, "", 1) + "5 4 * * * backup\n"
    crontab.write_text(broken)
    for name in ("a.db", "b.db"):
        assert "is missing" in run("--remove", "--db", tmp_path / name, code=1)
    assert crontab.read_text() == broken


def test_what_is_asked_wrongly_is_refused(crontab: Path, tmp_path: Path) -> None:
    db = ("--db", tmp_path / "a.db")
    assert "no such site" in run("nowhere", *db, code=2)
    assert "no such site" in run("--all", "--except", "nowhere", *db, code=2)
    assert "--except: needs --all" in run("xiongan", "--except", "piyao", *db, code=2)
    assert "--all" in run("xiongan", "--all", *db, code=2)
    assert "name at least one site" in run(*db, code=2)
    assert "[backup] to" in run("--tasks", "backup", *db, code=2)
    assert "no crawl" in run("xiongan", "--tasks", "verify", *db, code=2)
    assert "no such task" in run("xiongan", "--tasks", "crawl,sing", *db, code=2)
    assert "shorter paths" in run(
        "xiongan", "--db", tmp_path / ("x" * 200) / ("y" * 200) / ("z" * 200) / "a.db", code=2
    )
    assert "line break" in run("xiongan", "--db", tmp_path / "a\nb.db", code=2)
    assert "--contact" in str(CliRunner().invoke(command, ["xiongan"]).exception)
    for nobody in ("nobody", "me@example.org"):
        done = CliRunner().invoke(command, ["xiongan", "--contact", nobody, *map(str, db)])
        assert nobody in str(done.exception)
    assert not crontab.exists()


def test_all_sites_but_some_once_a_day(crontab: Path, tmp_path: Path) -> None:
    run("--all", "--except", "xiongan,piyao", "--except", "people", "--install", "--db", tmp_path / "a.db")
    sites = [site for site, _ in crawled(crontab)]
    assert len(sites) == len(set(sites)) > 100
    assert not {"xiongan", "piyao", "people"} & set(sites)
    times = [line.split()[:5] for line in crontab.read_text().splitlines()[1:-1]]
    assert all(hour.isdigit() for _, hour, *_ in times)
    assert len({(hour, minute) for minute, hour, *_ in times}) > 0.9 * len(sites), "they are spread over the day"


def test_settings_suffice(crontab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a file of settings, all that is set up is scheduled; options go before settings."""
    (tmp_path / "a.toml").write_text(
        '[about]\ncontact = "desk@harbour.example"\n[schedule]\nsites = ["all"]\nexcept_sites = ["piyao"]\nevery = 6\n'
        'jitter = 7\ncrawl_options = ["--attachments"]\nserve_options = ["--port", "8010"]\n'
        '[alarms]\nfile = "alarms.txt"\n[backup]\nto = "../copies"\nkeep = 3\n'
    )
    (tmp_path / "a.downloads").mkdir()
    done = CliRunner().invoke(command, ["--install", "--db", str(tmp_path / "a.db")])
    assert done.exit_code == 0, done.exception
    text = crontab.read_text()
    assert "xiongan" in text
    assert "piyao" not in text
    assert text.count("--contact desk@harbour.example --attachments") == len(crawled(crontab)) > 100
    assert text.count("/6 * * * cd") == len(crawled(crontab))
    assert text.count(" --jitter 7 ") == len(text.splitlines()) - 2
    tasks = {line.split(" -- ")[1].split()[0] for line in text.splitlines()[1:-1]}
    assert tasks == {"crawl", "check", "redact", "snapshot", "backup", "verify"}
    assert f" -- backup --db {tmp_path}/a.db {tmp_path.parent}/copies --keep 3\n" in text
    assert re.search(r"^\d+ \* \* \* \* .* -- check --db \S+ --tell$", text, re.MULTILINE)
    (tmp_path / "b.toml").write_text("")
    assert re.search(r"^\d+ 6 \* \* \* .* -- check --db \S+$", run("xiongan", "--db", tmp_path / "b.db"), re.MULTILINE)
    said = run("--tasks", "serve", "--install", "--db", tmp_path / "a.db")
    assert "next start" in said
    assert re.search(r"^@reboot cd .* --minutes 0 --jitter 0 -- serve ", crontab.read_text(), re.MULTILINE)
    assert "serve --db " + str(tmp_path / "a.db") + " --port 8010" in crontab.read_text()


def test_the_settings_of_the_documentation_are_settings() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "schedule.md").read_text(), re.DOTALL)
    settings = parse_settings(text, "docs")
    assert set(tomllib.loads(text)["schedule"]) == {field.name for field in fields(settings.schedule)}
    assert set(tomllib.loads(text)["backup"]) == {field.name for field in fields(settings.backup)}


def test_lines_of_one_minute_are_of_different_sites(tmp_path: Path) -> None:
    sites = [f"http://10.0.0.{n}/" for n in range(20)]
    db = tmp_path / "a.db"
    lines = run(*sites, "--allow-private", "--db", db).splitlines()
    assert lines[0].startswith(f"# >>> archive schedule {identify(db)} ")
    assert len({line.split()[0] for line in lines[1:-1]}) > 10, "they are spread over the hour"
    assert all(line.split()[1] == "*" and " --allow-private" in line for line in lines[1:-1])


def test_a_line_is_what_the_shell_runs(tmp_path: Path) -> None:
    """Cron gives the line to /bin/sh with its few variables, and with each `\\%` as `%`."""
    odd = tmp_path / 'o\'d 100% "d" $HOME'
    odd.mkdir()
    line = run("--tasks", "verify", "--jitter", "0", "--db", odd / "a.db").splitlines()[1].split(maxsplit=5)[5]
    assert re.findall(r"(?<!\\)%", line) == [], "cron gives what follows a bare % to standard input"
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace(r"\%", "%")],
        env={"PATH": "/usr/bin:/bin", "HOME": "/", "SHELL": "/bin/sh"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert str(odd / "a.db") in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in odd.iterdir()] == ["a.log"]
    assert done.stderr in (odd / "a.log").read_text()
