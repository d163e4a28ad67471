"""The contact of an archive: an address of mail, or an https address of a page, at which somebody can be reached."""

import ipaddress
import re
from urllib.parse import quote, urlsplit

_LONGEST = 200  # characters; it is sent to sites with each request
# As browsers check a field of mail (HTML, 4.10.5.1.5), and with a dot in the host.
_MAIL = re.compile(r"([\w.!#$%&'*+/=?^`{|}~-]{1,64})@((?:[a-z0-9-]{1,63}\.){1,9}[a-z0-9-]{2,63})", re.ASCII | re.I)
_NOBODY = {"nobody", "none", "null", "anonymous", "noreply", "no-reply", "donotreply", "do-not-reply"}
# Hosts of which nobody reads mail. `.example` and `.test` are left to tests and manuals.
_NO_HOSTS = ("example.org", "example.com", "example.net", "invalid", "localhost", "localdomain", "local")


def explain_no_contact(contact: str) -> str:
    """Explain why nobody can be reached by a contact; empty where somebody can, as far as its form tells.

    >>> explain_no_contact("editor@baishui.example"), explain_no_contact("https://baishui.example/contact")
    ('', '')
    >>> explain_no_contact("nobody")
    '"nobody" is no address of mail, and none of a page that begins with https://'
    """
    contact = contact.strip()
    if not contact:
        return "it is empty"
    shown = f'"{contact[:60]}"'
    if found := _MAIL.fullmatch(contact.removeprefix("mailto:")):
        local, host = found[1].lower(), found[2].lower()
        if local in _NOBODY:
            return f"{shown} is an address that nobody reads"
    else:
        host = _find_host(contact)
        if not host:
            return f"{shown} is no address of mail, and none of a page that begins with https://"
    if len(contact) > _LONGEST:
        return f"{shown} ... is longer than {_LONGEST} characters"
    return f"{shown} is on a host that reaches nobody" if _reaches_nobody(host) else ""


def _find_host(address: str) -> str:
    """The host of an https address that can be written in a header; empty where it is none."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme == "https" and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return ""
    return parts.hostname or "" if is_whole and re.fullmatch(r"[!#-;=?-~]+", address) else ""


def _reaches_nobody(host: str) -> bool:
    host = host.removesuffix(".")  # of the root of all names
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        is_number = host.rpartition(".")[2].isdigit()  # 127.1 and 0x7f.0.0.1 are addresses to a browser
        return "." not in host or is_number or any(f".{host}".endswith(f".{name}") for name in _NO_HOSTS)


def link_contact(contact: str) -> str:
    """The address that a link to a contact has: mailto: for one of mail; empty where it is no contact.

    >>> link_contact("editor@baishui.example")
    'mailto:editor@baishui.example'
    """
    contact = contact.strip()
    if explain_no_contact(contact):
        return ""
    return contact if contact.startswith("https:") else f"mailto:{quote(contact.removeprefix('mailto:'), safe='@+')}"
