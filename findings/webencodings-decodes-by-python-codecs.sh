#!/usr/bin/env bash
# webencodings 0.6.1: `decode` knows the labels of the Encoding Standard, and then decodes by Python's codecs, not by
# its indexes.
#
# Expected: a package that calls itself an implementation of the Encoding Standard gives the characters that browsers
# show.
# Seen on Python 3.11 (its codecs are those of Python): Big5 A145, the dot of foreign names on pages of Taiwan, gives
# U+2022 (the standard has U+2027); Big5 A3E1, the euro sign, gives U+FFFD; GBK 80, the euro sign, gives U+FFFD; GB
# 18030 A6D9, a comma of vertical text that the standard of 2022 assigned, gives a private character (the standard has
# U+FE10). Labels are right: windows-949 is EUC-KR, x-gbk is GBK. Values of the standard are those of
# https://encoding.spec.whatwg.org/indexes, checked with Chromium's TextDecoder. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webencodings==0.6.1
"$folder/venv/bin/python" - <<'PYTHON'
import platform
from importlib.metadata import version

import webencodings

STANDARD = {
    ("big5", "a145"): "\u2027",
    ("big5", "a3e1"): "\u20ac",
    ("gbk", "80"): "\u20ac",
    ("gb18030", "a6d9"): "\ufe10",
}
print(f"webencodings {version('webencodings')} on Python {platform.python_version()}")
for label, name in (("windows-949", "euc-kr"), ("x-gbk", "gbk"), ("ks_c_5601-1987", "euc-kr")):
    assert webencodings.lookup(label).name == name
differing = 0
for (label, sequence), wanted in STANDARD.items():
    text, encoding = webencodings.decode(bytes.fromhex(sequence), label)
    print(f"{encoding.name} {sequence}: {text!a}, in the standard {wanted!a}")
    differing += text != wanted
assert differing == 4, "it decodes by the standard's indexes now"
PYTHON
