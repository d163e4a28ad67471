"""The ways by which alarms are told: mail, a webhook, a file; and the ping that says that checks run."""

import hashlib
import http.client
import json
import os
import shutil
import smtplib
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cundang.model.errors import ArchiveError, UsageError
from cundang.model.settings import Alarms
from cundang.raw.warc import SOFTWARE
from cundang.store.alarms import ToTell
from cundang.store.clock import now
from cundang.text.address import is_web

PASSWORD = "ARCHIVE_SMTP_PASSWORD"  # noqa: S105 - the name of the variable of the environment
_SECONDS = 30  # that a server may take
_PLACES = ("/usr/sbin", "/usr/lib", "/usr/local/sbin")  # of sendmail, which cron's PATH leaves out
_SMTPS = 465  # the port where TLS comes first (RFC 8314); at others STARTTLS asks for it
_LONGEST = 1_000  # characters of a line


@dataclass(frozen=True, slots=True)
class Way:
    """A way of telling: its function, which raises ArchiveError where it fails, and a key that names it and no secret:
    an address of mail or of a webhook is not for the readers of the archive.
    """

    key: str
    tell: Callable[[ToTell], None]


def make_ways(settings: Alarms, name: str, folder: Path) -> list[Way]:
    """The ways that the settings name; `name` is what the archive is called, `folder` where it is.

    Raises UsageError where a setting is none: addresses of the web are http or https, those of mail have an @.
    """
    for setting in ("webhook", "ping"):
        value = getattr(settings, setting)
        if value and not is_web(value):
            raise UsageError(f"archive.toml: [alarms] {setting}: not an address of http or https")
    for address in (*settings.mail, *filter(None, [settings.sender])):
        if not _is_mailbox(address):
            raise UsageError(f"archive.toml: [alarms] {address[:100]!r}: not an address of mail, as in me@example.org")
    host, port = _parse_server(settings.smtp)
    ways = []
    for recipient in settings.mail:
        sender = settings.sender or settings.mail[0]

        def send(to_tell: ToTell, recipient: str = recipient, sender: str = sender) -> None:
            message = make_mail(to_tell, name, sender, recipient)
            if host:
                _send_by_smtp(message, host, port, settings.smtp_user, os.environ.get(PASSWORD, ""))
            else:
                _send_by_sendmail(message, sender, recipient)

        ways.append(Way(_make_key("mail", recipient), send))
    if settings.webhook:
        ways.append(Way(_make_key("webhook", settings.webhook), lambda told: _post(settings.webhook, told, name)))
    if settings.file:
        path = folder / settings.file
        ways.append(Way(_make_key("file", settings.file), lambda told: _append(path, told)))
    return ways


def ping(address: str) -> None:
    """Ask for an address, so that whoever waits for it knows that checks run. Raises ArchiveError where it fails."""
    _request(urllib.request.Request(address, headers=_make_headers()), "ping")  # noqa: S310 - make_ways saw it


def format_lines(to_tell: ToTell) -> list[str]:
    """What is told, a line each, for people: what began, and what is over."""
    begun = [f"wrong since {_format(alarm.since)}: {flatten(alarm.line)}" for alarm in to_tell.begun]
    return begun + [f"over since {_format(alarm.over_at or '')}: {flatten(alarm.line)}" for alarm in to_tell.over]


def flatten(line: str) -> str:
    """A line without what a page may have smuggled into it: breaks and other control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in line)[:_LONGEST]


def make_mail(to_tell: ToTell, name: str, sender: str, recipient: str) -> EmailMessage:
    """A mail in plain text: what is wrong, and what is over. Names and titles cannot add a header to it."""
    counts = [(len(to_tell.begun), "wrong"), (len(to_tell.over), "over")]
    message = EmailMessage()
    message["Subject"] = f"{flatten(name)[:100]}: {', '.join(f'{count} {what}' for count, what in counts if count)}"
    message["From"], message["To"] = sender, recipient
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that nobody's holiday answers it
    lines = [*format_lines(to_tell), "", "`archive status` says how the archive stands now."]
    message.set_content("\n".join(lines) + "\n")
    return message


def _format(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC"


def _make_key(kind: str, secret: str) -> str:
    return f"{kind} {hashlib.sha256(secret.encode()).hexdigest()[:12]}"


def _is_mailbox(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(" \"'<>,;:()[]\\")
    return bool(local and at and domain) and is_plain and not address.startswith("-")


def _parse_server(smtp: str) -> tuple[str, int]:
    """Host and port of a mail server; an empty host where none is named."""
    try:
        parts = urlsplit(f"//{smtp}")
        if smtp and parts.hostname and parts.netloc == smtp and parts.username is None:
            return parts.hostname, parts.port or 587
    except ValueError:
        pass
    if smtp:
        raise UsageError('archive.toml: [alarms] smtp: not a server; write it as in "mail.example.org:587"')
    return "", 0


def _send_by_smtp(message: EmailMessage, host: str, port: int, user: str, password: str) -> None:
    """Send a mail through a server, by TLS where it offers that. Only a connection with TLS sees a password."""
    context, server = ssl.create_default_context(), f"smtp {host}:{port}"
    try:
        connect = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context) if port == _SMTPS else None
        with connect or smtplib.SMTP(host, port, timeout=_SECONDS) as connection:
            connection.ehlo_or_helo_if_needed()
            if connect is None and connection.has_extn("starttls"):
                connection.starttls(context=context)
            elif connect is None and password:
                raise ArchiveError(f"{server}: it offers no TLS, so no password was sent; name another with smtp")
            if password:
                connection.login(user or str(message["From"]), password)
            connection.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        line = f"{server}: it refuses the login ({error.smtp_code}); check smtp_user and {PASSWORD}"
        raise ArchiveError(line) from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        raise ArchiveError(f"{server}: it refuses the recipient ({codes}); check mail in archive.toml") from None
    except smtplib.SMTPResponseException as error:
        raise ArchiveError(f"{server}: it refuses the mail ({error.smtp_code}); it is sent with the next run") from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise ArchiveError(f"{server}: {_explain(error)}; it is sent with the next run") from None


def _send_by_sendmail(message: EmailMessage, sender: str, recipient: str) -> None:
    """Hand a mail to the program that all mail servers of Unix bring. -i: a line with one dot does not end it."""
    found = shutil.which("sendmail") or next(filter(None, (shutil.which("sendmail", path=p) for p in _PLACES)), None)
    if found is None:
        raise ArchiveError("sendmail: not on this machine; name a mail server with smtp in archive.toml, [alarms]")
    command = [found, "-i", "-f", sender, "--", recipient]  # both are addresses: see make_ways
    try:
        done = subprocess.run(  # noqa: S603 - a program of this machine, and addresses
            command, input=message.as_bytes(), capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ArchiveError(f"sendmail: {_explain(error)}; the mail is sent with the next run") from None
    if done.returncode:
        raise ArchiveError(f"sendmail: it ended with {done.returncode}; the mail is sent with the next run")


def _post(address: str, to_tell: ToTell, name: str) -> None:
    """Post JSON: `text` for chats, and each alarm for programs."""
    body = {
        "archive": name,
        "at": now(),
        "text": "\n".join(format_lines(to_tell)),
        "begun": [_describe(alarm) for alarm in to_tell.begun],
        "over": [_describe(alarm) for alarm in to_tell.over],
    }
    headers = {**_make_headers(), "Content-Type": "application/json"}
    data = json.dumps(body, ensure_ascii=False).encode()
    _request(urllib.request.Request(address, data, headers), "webhook")  # noqa: S310 - make_ways saw that it is http


def _describe(alarm: Any) -> dict[str, Any]:
    return {key: value for key, value in asdict(alarm).items() if key in ("id", "name", "line", "since", "over_at")}


def _append(path: Path, to_tell: ToTell) -> None:
    """Add lines to a file, all or, where the disk is full, none."""
    text = "".join(f"{now()} {line}\n" for line in format_lines(to_tell)).encode()
    try:
        with path.open("ab", buffering=0) as file:
            end = file.tell()
            if file.write(text) != len(text):
                file.truncate(end)
                raise ArchiveError(f"{path.name}: no space left; make room, the alarms are told with the next run")
    except OSError as error:
        raise ArchiveError(f"{path.name}: {_explain(error)}; check `file` in archive.toml, [alarms]") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What an alarm is sent to is what the settings name, and nothing that a server names."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _request(request: urllib.request.Request, what: str) -> None:
    """Send a request straight to its host. Errors name the host alone: the rest of such an address is a secret."""
    host = urlsplit(request.full_url).hostname
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            answer.read(1)
    except urllib.error.HTTPError as error:
        error.close()
        raise ArchiveError(f"{what} at {host}: HTTP {error.code}; check its address in archive.toml") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ArchiveError(f"{what} at {host}: {_explain(error)}; it is tried again with the next run") from None


def _make_headers() -> dict[str, str]:
    return {"User-Agent": SOFTWARE}


def _explain(error: BaseException) -> str:
    """What is wrong with a connection, in words that name no address."""
    reason = getattr(error, "reason", None)
    inner = reason if isinstance(reason, BaseException) else error
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({inner.verify_message})"
    return getattr(inner, "strerror", None) or type(inner).__name__
