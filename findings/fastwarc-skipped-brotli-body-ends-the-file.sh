#!/usr/bin/env bash
# FastWARC 2.0.1: with auto_decode="content" or "all", a Brotli body that is not read ends the reading of a good file.
#
# Expected: an iterator that decodes bodies passes over a record whose body nobody reads, as it does without decoding.
# Seen: where the body is in Brotli and larger than some 4 kB as packed, the next record raises
# OSError('Invalid WARC header'), and all that come after it in the file are lost. With auto_decode="none" the three
# records of the same file are found. Nothing is wrong with the file: warcio reads it. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fastwarc==2.0.1 warcio==1.8.1 brotli==1.2.1
"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import brotli
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

file = io.BytesIO()
writer = WARCWriter(file, gzip=True)
style = "".join(f".harbour-{n * 7919 % 104729} {{ margin: {n * 31 % 997}px }}\n" for n in range(2500)).encode()
packed = brotli.compress(style)
answers = [
    ("http://port.example/1.html", "text/html", [], b"<p>one</p>"),
    ("http://port.example/s.css", "text/css", [("Content-Encoding", "br")], packed),
    ("http://port.example/2.html", "text/html", [], b"<p>two</p>"),
]
for url, media_type, more, body in answers:
    head = StatusAndHeaders("200 OK", [("Content-Type", media_type), *more], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=head))


def read(mode):
    file.seek(0)
    found = []
    try:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, auto_decode=mode):
            found.append(record.headers["WARC-Target-URI"].rpartition("/")[2])
    except OSError as error:
        found.append(str(error))
    return found


print(f"FastWARC {version('fastwarc')}, a body of {len(packed)} bytes in Brotli")
modes = {mode: read(mode) for mode in ("none", "content", "all")}
for mode, found in modes.items():
    print(f"auto_decode={mode!r}: {found}")
file.seek(0)
urls = [record.rec_headers.get_header("WARC-Target-URI") for record in WarcioIterator(file)]
assert urls == [url for url, *_ in answers]
assert len(packed) > 4096
assert modes["none"] == ["1.html", "s.css", "2.html"]
assert modes["content"] == modes["all"] == ["1.html", "s.css", "Invalid WARC header"]
PYTHON
