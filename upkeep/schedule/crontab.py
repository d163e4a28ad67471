"""The crontab of a user: a block of lines for each archive, between lines of others that stay as they are."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cundang.model.errors import ArchiveError, UsageError
from upkeep.schedule.jobs import TASKS, Job, identify

ROOT = Path(__file__).resolve().parents[2]
_WRITTEN = "(written by `archive schedule --install`)"
_OLD_BEGIN = f"# >>> archive schedule {_WRITTEN}"  # of one archive, that of its lines
_BEGIN = re.compile(r"# >>> archive schedule ([0-9a-f]{12}) ")
_END = "# <<< archive schedule"
_LONGEST = 998  # bytes of a command; cron (Debian's 3.0) says of more: "command too long", and takes none of the file


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block, and what it runs; `task` is empty where it is none of ours."""

    text: str
    task: str = ""
    site: str = ""
    archive: str = ""  # identify(db)


@dataclass(slots=True)
class Block:
    """The lines of an archive; `archive` is empty for a block of the older form, which does not say whose it is."""

    begin: str
    archive: str
    lines: list[Line]


def format_line(job: Job, log: Path, jitter: int) -> str:
    """A job as a line of a crontab. Raises UsageError where cron would not take it."""
    return _format_line(job.time.as_cron(), job.words, log, job.minutes, 0 if job.time.at_boot else jitter)


def format_block(archive: str, lines: list[str]) -> str:
    """The block of an archive."""
    return "\n".join((f"# >>> archive schedule {archive} {_WRITTEN}", *lines, _END))


def change(crontab: str, archive: str, log: Path, edit: Callable[[list[Line]], list[str]]) -> str:
    """A crontab in which the lines of an archive are what `edit` makes of those that it has.

    The block stays where it is; a new one comes last, and one without lines is taken out. Lines of older blocks that
    name this archive become lines of its own block, with `log` as their log. All else stays byte for byte. Raises
    ArchiveError where a block has no end: lines of others may follow it.
    """
    parts = _parse(crontab)
    own = next((part for part in parts if isinstance(part, Block) and part.archive == archive), None)
    if own is None:
        own = Block("", archive, [])
        if parts and isinstance(parts[-1], str) and not parts[-1].endswith("\n"):
            parts.append("\n")
        parts.append(own)
    for part in parts:
        if isinstance(part, Block) and part is not own and part.archive in ("", archive):
            taken = [line for line in part.lines if line.archive == archive]
            known = {(line.task, line.site) for line in own.lines}
            renewed = [line if part.archive else _renew(line, log) for line in taken]
            own.lines += [line for line in renewed if (line.task, line.site) not in known]
            part.lines = [line for line in part.lines if line not in taken]
    made = edit(own.lines)
    texts = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        elif part is own:
            texts.append(f"{format_block(archive, made)}\n" if made else "")
        elif part.lines:
            texts.append("\n".join((part.begin, *(line.text for line in part.lines), _END)) + "\n")
    return "".join(texts)


def _parse(crontab: str) -> list[str | Block]:
    parts: list[str | Block] = []
    block: Block | None = None
    for line in re.findall(r"[^\n]*\n|[^\n]+", crontab):
        text = line.rstrip("\n")
        begins = _BEGIN.match(text)
        if block is None and (begins or text == _OLD_BEGIN):
            block = Block(text, begins[1] if begins else "", [])
        elif block is None:
            parts.append(line)
        elif text == _END:
            parts.append(block)
            block = None
        elif begins or text == _OLD_BEGIN:
            break
        else:
            block.lines.append(_read(text))
    if block is not None:
        raise ArchiveError(
            f"crontab: the line `{_END}` is missing after `{block.begin}`; put it back after the lines of the archive "
            "with `crontab -e`; nothing was changed"
        )
    return parts


def _read(text: str) -> Line:
    """Read a line of a block. Those of the older form run `archive` itself, and redirect what it says."""
    words = _split(text)
    line_words = _find_words(words)
    if not line_words or line_words[0] not in TASKS or "--db" not in line_words[:-1]:
        return Line(text)
    task = line_words[0]
    db = Path(line_words[line_words.index("--db") + 1])
    return Line(text, task, line_words[1] if task == "crawl" else "", identify(db))


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text.replace(r"\%", "%"))
    except ValueError:  # no line that we wrote
        return []


def _find_words(words: list[str]) -> list[str]:
    """The words that follow `archive` in a line; none where it is none of ours."""
    for at, word in enumerate(words[1:], 1):
        if words[at - 1] == "-m" and word == "upkeep.schedule.job" and "--" in words[at:]:
            return words[words.index("--", at) + 1 :]
        if words[at - 1] == "-m" and word == "archive":
            rest = words[at + 1 :]
            return rest[: next((n for n, each in enumerate(rest) if each.startswith(">>")), len(rest))]
    return []


def _renew(line: Line, log: Path) -> Line:
    """A line of the older form as one of today's."""
    fields = line.text.split()[:5]
    words, jitter = _find_words(_split(line.text)), 0
    if "--jitter" in words[:-1]:
        at = words.index("--jitter")
        jitter = int(words[at + 1]) if words[at + 1].isdigit() else 0
        del words[at : at + 2]
    text = _format_line(" ".join(fields), words, log, TASKS[line.task], jitter)
    return Line(text, line.task, line.site, line.archive)


def _format_line(fields: str, words: tuple[str, ...] | list[str], log: Path, minutes: int, jitter: int) -> str:
    options = ["--log", str(log), "--minutes", str(minutes), "--jitter", str(jitter), "--"]
    run = shlex.join([sys.executable, "-m", "upkeep.schedule.job", *options, *words])
    command = f"cd {shlex.quote(str(ROOT))} && {run}".replace("%", r"\%")
    if "\n" in command or "\r" in command:
        raise UsageError(f"{' '.join(words[:2])}: a line break in a path or an option, which a crontab cannot hold")
    if len(os.fsencode(command)) > _LONGEST:
        raise UsageError(
            f"{' '.join(words[:2])}: its line has {len(os.fsencode(command))} bytes, and cron takes {_LONGEST}; use "
            "shorter paths, or --systemd"
        )
    return f"{fields} {command}"


def read_crontab() -> str:
    """The user's crontab; empty where there is none. `write_crontab` gives back bytes that are no UTF-8."""
    done = _run_crontab(["-l"], None)
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode and "no crontab" not in said:
        raise ArchiveError(f"crontab: {said or 'cannot be read'}; nothing was changed")
    return done.stdout.decode(errors="surrogateescape") if done.returncode == 0 else ""


def write_crontab(crontab: str) -> None:
    """Put a crontab in place of the user's. Raises ArchiveError where cron refuses it."""
    done = _run_crontab(["-"], crontab.encode(errors="surrogateescape"))
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise ArchiveError(f"crontab: {said or 'cannot be written'}; nothing was changed")


def _run_crontab(arguments: list[str], stdin: bytes | None) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("crontab")
    if program is None:
        raise ArchiveError("crontab: not installed; install cron, or use --systemd")
    return subprocess.run([program, *arguments], input=stdin, capture_output=True, check=False)  # noqa: S603
