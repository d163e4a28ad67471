"""Certificates of made-up authorities, and servers' sides of TLS as old and careless servers have them."""

import ssl
import warnings
from base64 import encodebytes
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM
_OAKLEY_2 = bytes.fromhex(  # a prime of 1024 bits (RFC 2409, 6.2)
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF"
)
# PKCS #3: SEQUENCE of the prime and the generator 2.
_PARAMETERS = b"\x30\x81\x87\x02\x81\x81\x00" + _OAKLEY_2 + b"\x02\x01\x02"


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(PEM)


@cache
def make_holder(name: str, by: Holder | None = None, is_authority: bool = True, days: int = 2) -> Holder:
    """Make a certificate for 127.0.0.1 that another holder signed, or itself; it ends after so many days from yesterday."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(by.key if by else key, hashes.SHA256())
    )
    return Holder(certificate, key)


def serve_as(folder: Path, holder: Holder, *chain: Holder, old: str = "") -> ssl.SSLContext:
    """A server's side of TLS with a certificate and the chain that it sends; `old` is "tls1.0" or "dh1024"."""
    private = holder.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(private + holder.pem + b"".join(each.pem for each in chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old == "tls1.0":
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    if old == "dh1024":
        context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        lines = encodebytes(_PARAMETERS).decode()
        (folder / "dh.pem").write_text(f"-----BEGIN DH PARAMETERS-----\n{lines}-----END DH PARAMETERS-----\n")
        context.load_dh_params(folder / "dh.pem")
    context.load_cert_chain(file)
    return context
