#!/usr/bin/env bash
# Scrapy 2.19.0 on Linux: the MemoryUsage extension counts the memory of the program that started the crawl.
#
# Expected: MEMUSAGE_LIMIT_MB bounds what the crawl itself takes. Seen: the extension measures ru_maxrss, the highest
# resident memory, which Linux carries over fork and exec into a new program: a crawl that is started by a large process
# (with vfork, as subprocess does it) begins at that process's peak, and is closed with the reason memusage_exceeded
# though it has used a tenth of the limit. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scrapy==2.19.0
cat >"$folder/measure.py" <<'PYTHON'
import json

from scrapy.extensions.memusage import MemoryUsage
from scrapy.utils.test import get_crawler

extension = MemoryUsage(get_crawler(settings_dict={"MEMUSAGE_ENABLED": True}))
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(json.dumps({"memusage": extension.get_virtual_size() >> 20, "own": int(own) >> 10}))
PYTHON
"$folder/venv/bin/python" - "$folder/measure.py" <<'PYTHON'
import json
import subprocess
import sys
from importlib.metadata import version


def measure():
    done = subprocess.run([sys.executable, sys.argv[1]], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


small = measure()
held = bytearray(600 << 20)
held[:: 4096] = b"x" * len(held[:: 4096])
large = measure()
print(f"Scrapy {version('scrapy')}, MiB; started by a small process: {small}; by one of 600 MiB: {large}")
assert small["memusage"] < 200 and large["own"] < 200
assert large["memusage"] >= 600
PYTHON
