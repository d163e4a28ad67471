"""TLS for servers as they are: refused by default with the reason, and what an operator or a site's module may allow.

Certificates are always checked. See docs/operating.md, "Old TLS".
"""

import re
import ssl
import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from scrapy.exceptions import IgnoreRequest
from scrapy.settings import BaseSettings

from cundang.model.errors import UsageError
from scrapers.site import TLS_ALLOWANCES

_NEEDED = {  # by OpenSSL's name of the error
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "legacy-renegotiation",
    "UNSUPPORTED_PROTOCOL": "tls1.0",
    "TLSV1_ALERT_PROTOCOL_VERSION": "tls1.0",
    "DH_KEY_TOO_SMALL": "dh1024",
}
_INCOMPLETE = (20, 21)  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE
_LEGACY_SERVER_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python 3.11 does not name
_LONGEST = 200  # characters of OpenSSL's own words, which may have a name of the server's in them
_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----[\s\S]*?-----END \1-----")
_LARGEST_FILE = 1 << 20  # bytes
_SUFFIXES = (".pem", ".crt", ".cer", ".der")


class TlsError(IgnoreRequest):
    """No connection, because of TLS. It is the same at each try, so there is no other."""


def explain_tls_error(error: ssl.SSLError) -> str:
    """Say in one line why TLS refuses a server, and what to do.

    OpenSSL's words are those of SSL_R_* and X509_V_ERR_* (openssl/sslerr.h, x509_vfy.h).
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        words = " ".join(str(error.verify_message).split())[:_LONGEST]
        step = (
            "if the server leaves out an intermediate certificate, put that into the folder ARCHIVE_CERTIFICATES"
            if error.verify_code in _INCOMPLETE
            else "only the site can mend that"
        )
        return f"TLS: the server's certificate is not trusted ({words}); {step}"
    name = error.reason or " ".join(str(error).split())[:_LONGEST]
    if needed := _NEEDED.get(name):
        step = f'to allow that for its site alone, write tls="{needed}" and tls_reason in the module'
        return f"TLS: {TLS_ALLOWANCES[needed]} ({name}), which is refused by default; {step}"
    return f"TLS: the server and we do not agree ({name}); only the site can mend that"


def set_up(context: ssl.SSLContext, settings: BaseSettings, allowed: Iterable[str] = ()) -> ssl.SSLContext:
    """Set up the context of connections that Scrapy made: with the operator's intermediate certificates.

    `allowed` are names of TLS_ALLOWANCES. TLS 1.0 and 1.1 need security level 0 in OpenSSL 3, since they sign with
    SHA-1 and MD5, and a key of 1024 bits level 1 (SSL_CTX_set_security_level(3)); the cipher suites are then those of
    OpenSSL's DEFAULT, none of them without authentication or encryption.
    """
    # An intermediate certificate is no trust anchor: a chain ends at a root, or it is refused.
    context.verify_flags &= ~ssl.VERIFY_X509_PARTIAL_CHAIN
    for certificate in read_certificates(settings.get("ARCHIVE_CERTIFICATES")):
        context.load_verify_locations(cadata=certificate)
    if "legacy-renegotiation" in allowed:
        context.options |= _LEGACY_SERVER_CONNECT
    if "dh1024" in allowed or "tls1.0" in allowed:
        context.set_ciphers(f"DEFAULT:!aNULL:!eNULL:@SECLEVEL={0 if 'tls1.0' in allowed else 1}")
    if "tls1.0" in allowed:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # that is the point
            context.minimum_version = ssl.TLSVersion.TLSv1
    return context


@cache
def read_certificates(folder: str | None) -> tuple[bytes, ...]:
    """Read the intermediate certificates of a folder, in DER; none where no folder is named.

    Raises UsageError for a folder or a file that cannot be read, and for what is no intermediate certificate: a root
    would be trusted, and so would what OpenSSL calls a TRUSTED CERTIFICATE.
    """
    if not folder:
        return ()
    try:
        paths = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in _SUFFIXES)
        return tuple(one for path in paths for one in _read_file(path))
    except OSError as error:
        name = error.filename or folder
        raise UsageError(f"{name}: {error.strerror}; ARCHIVE_CERTIFICATES names a folder of certificates") from error


def _read_file(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        data = file.read(_LARGEST_FILE)
    if data[:1] == b"\x30":  # a SEQUENCE: DER
        found = [data]
    else:
        found = []
        for block in _BLOCK.finditer(data.decode("latin-1")):
            if block[1] != "CERTIFICATE":
                raise UsageError(f"{path}: holds a {block[1]}; leave only intermediate certificates in it")
            try:
                found.append(ssl.PEM_cert_to_DER_cert(block[0]))
            except ValueError as error:
                raise UsageError(f"{path}: no certificate can be read ({error}); save it as PEM or DER") from error
    if not found:
        raise UsageError(f"{path}: holds no certificate; save it as PEM or DER, or take it away")
    for certificate in found:
        _check(certificate, path)
    return found


def _check(certificate: bytes, path: Path) -> None:
    """Raise UsageError for what is not the certificate of an intermediate authority."""
    alone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        alone.load_verify_locations(cadata=certificate)
    except ssl.SSLError as error:
        raise UsageError(f"{path}: no certificate can be read ({error.reason}); save it as PEM or DER") from error
    authorities = alone.get_ca_certs()
    if not authorities:
        raise UsageError(f"{path}: is not the certificate of an authority; put the one that signed the server's there")
    if _name(authorities[0]["issuer"]) == _name(authorities[0]["subject"]):
        raise UsageError(f"{path}: is a root certificate, which would be trusted; only intermediate ones are taken")


def _name(parts: object) -> str:
    """A name as OpenSSL compares it: without regard to case and blanks (X509_NAME_cmp)."""
    return "".join(repr(parts).casefold().split())
