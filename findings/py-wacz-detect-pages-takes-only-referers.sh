#!/usr/bin/env bash
# py-wacz 0.6.0: `wacz create --detect-pages` leaves out every page that led to no other request.
#
# Expected: each answer of HTML with status 200 is detected as a page. Seen: where the WARC file has Referer headers,
# only addresses that are the Referer of another request are pages, so of a list and the two articles that it named,
# only the list is one, and a reader of the WACZ sees no article. With `json-metadata: {"type": "recording"}` in the
# warcinfo record, as its own recorder writes it, all three are pages. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wacz==0.6.0 warcio==1.8.1
cat > "$folder/finding.py" <<'PYTHON'
import io
import json
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

folder = Path(sys.argv[1])
LIST = "http://port.example/list.html"
PAGES = {LIST: None, "http://port.example/1.html": LIST, "http://port.example/2.html": LIST}  # and their Referers


def detect(name, info):
    warc, wacz = folder / f"{name}.warc.gz", folder / f"{name}.wacz"
    with warc.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record(warc.name, {"software": "Port", **info}))
        for url, referer in PAGES.items():
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = io.BytesIO(b"<html><title>port</title><p>boats</p></html>")
            response = writer.create_warc_record(url, "response", body, http_headers=head)
            sent = [("Host", "port.example"), *([("Referer", referer)] if referer else [])]
            line = StatusAndHeaders(f"GET /{url.rpartition('/')[2]} HTTP/1.1", sent, is_http_request=True)
            writer.write_request_response_pair(writer.create_warc_record(url, "request", http_headers=line), response)
    command = [folder / "venv" / "bin" / "wacz", "create", "-f", warc, "-o", wacz, "--detect-pages"]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(wacz) as packed:
        lines = packed.read("pages/pages.jsonl").splitlines()[1:]
    return sorted(json.loads(line)["url"].rpartition("/")[2] for line in lines)


plain = detect("plain", {})
recording = detect("recording", {"json-metadata": '{"type": "recording"}'})
print(f"py-wacz {version('wacz')}: pages {plain}; of a file that says it is a recording {recording}")
assert plain == ["list.html"]
assert recording == ["1.html", "2.html", "list.html"]
PYTHON
"$folder/venv/bin/python" "$folder/finding.py" "$folder"
