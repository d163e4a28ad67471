"""Check a record of the WARC folder against its own digests, and against the form that this software writes."""

import base64
import hashlib

from cundang.raw.reader import RawRecord


def find_fault(record: RawRecord) -> str | None:
    """Say what is wrong with a record; None if nothing is."""
    if record.fault:
        return record.fault
    if not record.is_addressable:
        return "stands behind another record in one gzip member, so that no row can name it"
    if len(record.block) < record.size:
        return None  # larger than any page; its digests are not computed
    digests = {"warc-block-digest": record.block}
    if record.record_type != "revisit":  # whose payload is that of an earlier record
        digests["warc-payload-digest"] = _find_payload(record)
    for name, data in digests.items():
        expected = record.header(name)
        if expected.startswith("sha1:") and expected != compute_digest(data):
            return f"its bytes are not those of its {name.replace('warc-', '').replace('-', ' ')}"
    return None


def compute_digest(data: bytes) -> str:
    """The digest of bytes as WARC headers have it: SHA-1 in base 32."""
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def _find_payload(record: RawRecord) -> bytes:
    """The bytes that WARC-Payload-Digest is of: behind the HTTP head, transfer encoding included (as warcio has it)."""
    is_http = record.header("content-type").lower().startswith("application/http")
    return record.block.partition(b"\r\n\r\n")[2] if is_http else record.block
