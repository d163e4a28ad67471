"""Services and timers of systemd for the jobs of an archive, each in a sandbox that has what the job needs."""

import re
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cundang.model.errors import UsageError
from upkeep.schedule.job import find_environment
from upkeep.schedule.jobs import Job, identify

_ROOT = Path(__file__).resolve().parents[2]
_HIDDEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108 - by PrivateTmp=; ProtectHome=
_PLAIN = re.compile(r"[\w@%+=,./-]+", re.ASCII)  # needs no quotes; a colon would begin the place inside
_MEMORY = {"crawl": "1500M", "check": "1G", "serve": "1500M"}  # a crawl ends itself at 1 GiB, for the next to go on
_MORE_MEMORY = "3G"
_ONLY_FILES = ("redact", "snapshot", "verify")  # tasks that need no network

# systemd.exec(5). What a service of a user can have, too.
_SANDBOX = """\
UMask=0027
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
"""
# Only the system's manager may do these; PrivateUsers= is what lets a user's manager do those above.
_OF_THE_SYSTEM = """\
CapabilityBoundingSet=
AmbientCapabilities=
ProtectProc=invisible
ProcSubset=pid
DeviceAllow=
RemoveIPC=yes
"""
_OF_A_USER = "PrivateUsers=yes\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where the units run: `user` is whom a unit of the system runs as, None for units of a user's own manager.

    `writable` are folders that the jobs write to, `backup` one that only backups do. `jitter` is in seconds. `online`
    are tasks that need the network though others of their kind do not (WARC files in an object store).
    """

    user: str | None
    writable: Sequence[Path]
    backup: Path | None
    jitter: int
    online: Sequence[str] = ()


def name_unit(job: Job, db: Path) -> str:
    """The name of a job's units, without `.service`: unlike any other archive's or site's.

    What systemd.unit(5) allows in a name stays; the hashes tell apart what looks alike without the rest.
    """
    words = [f"archive-{make_prefix(db)}", job.task]
    if job.site:
        words += [_plain(job.site), *([f"{zlib.crc32(job.site.encode()):08x}"] if _plain(job.site) != job.site else [])]
    return "-".join(words)


def make_prefix(db: Path) -> str:
    """What the names of all units of an archive have after `archive-`."""
    return f"{_plain(db.stem)}-{identify(db)}"


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.]+", "-", text).strip("-.")[:60] or "x"


def format_units(job: Job, db: Path, around: Surroundings) -> dict[str, str]:
    """The files of a job: a service, and a timer where it is not one that runs all the time. Their texts by name."""
    name = name_unit(job, db)
    files = {f"{name}.service": _format_service(job, db, around)}
    if not job.time.at_boot:
        files[f"{name}.timer"] = f"""[Unit]
Description={_describe(job, db)}

[Timer]
OnCalendar={job.time.as_calendar()}
RandomizedDelaySec={around.jitter}
Persistent=yes

[Install]
WantedBy=timers.target
"""
    return files


def _describe(job: Job, db: Path) -> str:
    text = f"archive {job.task}{f' {job.site}' if job.site else ''} ({db})"
    return _escape(_one_line(text))


def _format_service(job: Job, db: Path, around: Surroundings) -> str:
    serves = job.time.at_boot
    run = (sys.executable, "-m", "archive", *job.words)
    is_online = job.task not in _ONLY_FILES or job.task in around.online
    lines = [
        "[Unit]",
        f"Description={_describe(job, db)}",
        *(["After=network-online.target", "Wants=network-online.target"] if is_online and around.user else []),
        "",
        "[Service]",
        *(
            ["Type=exec", "Restart=on-failure", "RestartSec=5"]
            if serves
            else ["Type=oneshot", f"SuccessExitStatus={'3 75' if '--tell' in job.words else '75'}"]
        ),
        f"ExecStart={' '.join(_quote(word).replace('$', '$$') for word in run)}",
        f"WorkingDirectory={_escape(_one_line(str(_ROOT)))}",
        "Environment=PYTHONDONTWRITEBYTECODE=1",
        f"EnvironmentFile=-{_escape(_one_line(str(find_environment(db))))}",
        *(["KillSignal=SIGINT", f"TimeoutStartSec={job.minutes}min", "TimeoutStopSec=120"] if not serves else []),
        "Nice=5" if not serves else "Nice=0",
        f"MemoryMax={_MEMORY.get(job.task, _MORE_MEMORY)}",
        "TasksMax=256",
        *([f"User={around.user}"] if around.user else []),
        *_SANDBOX.splitlines(),
        *(_OF_THE_SYSTEM if around.user else _OF_A_USER).splitlines(),
        *_format_network(job, is_online),
        *_format_places(around.writable, around.backup if job.task == "backup" else None),
    ]
    if serves:
        lines += ["", "[Install]", f"WantedBy={'multi-user' if around.user else 'default'}.target"]
    return "\n".join((*lines, ""))


def _format_network(job: Job, is_online: bool) -> Iterable[str]:
    if not is_online:
        yield from ("RestrictAddressFamilies=AF_UNIX", "PrivateNetwork=yes", "IPAddressDeny=any")
        return
    yield "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"
    if job.task == "serve" and "--host" not in job.words:  # the web server before it is on this machine
        yield from ("IPAddressDeny=any", "IPAddressAllow=localhost")


def _format_places(writable: Sequence[Path], perhaps: Path | None) -> Iterable[str]:
    """What of the disk a service sees. Of homes and /tmp, it sees what it runs from and writes to, and nothing else.

    `perhaps` is a place that may be away, as a disk that is not mounted: a `-` lets the service start without it.
    """
    python = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent]
    program = [path for path in dict.fromkeys((_ROOT, *python)) if _is_hidden(path)]
    places = dict.fromkeys(writable, "") | ({perhaps: "-"} if perhaps else {})
    shown = [path for path in places if _is_hidden(path)]
    yield f"ProtectHome={'tmpfs' if program or shown else 'yes'}"
    yield from (f"BindReadOnlyPaths={_quote(str(path))}" for path in program if not {*program} & {*path.parents})
    yield from (f"BindPaths={_quote(f'{places[path]}{path}')}" for path in shown)
    yield from (f"ReadWritePaths={_quote(f'{sign}{path}')}" for path, sign in places.items())


def _is_hidden(path: Path) -> bool:
    return any(path == Path(place) or Path(place) in path.parents for place in _HIDDEN)


def _quote(word: str) -> str:
    """A word as systemd.syntax(7) reads it."""
    escaped = _escape(_one_line(word).replace("\\", "\\\\").replace('"', '\\"'))
    return escaped if _PLAIN.fullmatch(escaped) else f'"{escaped}"'


def _escape(text: str) -> str:
    return text.replace("%", "%%")


def _one_line(text: str) -> str:
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise UsageError(f"{text!r}: has a line break or another control character, which no unit can hold")
    return text
