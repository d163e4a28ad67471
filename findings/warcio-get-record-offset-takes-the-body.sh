#!/usr/bin/env bash
# warcio 1.8.1: asking an ArchiveIterator for the offset of the record in hand takes the record's body away.
#
# Expected: get_record_offset() tells where the current record begins and leaves the record as it is, so that a program
# can note the offset and then read the body. Seen: it finds the end of the member of gzip by reading to it, so
# record.content_stream() gives b"" afterwards, without an error: what is stored then is an empty page. Asked after the
# body was read it gives the right number. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check warcio==1.8.1
"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

file = io.BytesIO()
writer = WARCWriter(file, gzip=True)
begins = []
for number in (1, 2):
    begins.append(file.tell())
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    url, body = f"http://ferry.example/{number}.html", io.BytesIO(b"<p>Ferry %d leaves at noon.</p>" % number)
    writer.write_record(writer.create_warc_record(url, "response", body, http_headers=head))


def read(offset_first):
    file.seek(0)
    records = ArchiveIterator(file)
    for record in records:
        offset = records.get_record_offset() if offset_first else None
        body = record.content_stream().read()
        yield records.get_record_offset() if offset is None else offset, body


after, before = list(read(offset_first=False)), list(read(offset_first=True))
print(f"warcio {version('warcio')}")
print(f"the body first:   {after}")
print(f"the offset first: {before}")
assert [offset for offset, _ in after] == [offset for offset, _ in before] == begins
assert [body for _, body in after] == [b"<p>Ferry 1 leaves at noon.</p>", b"<p>Ferry 2 leaves at noon.</p>"]
assert [body for _, body in before] == [b"", b""]
PYTHON
