#!/usr/bin/env bash
# OpenCC 1.4.2: tw2sp, which undoes s2twp, turns the city 蚌埠 into 蚌端口, and any other name with 埠 with it.
#
# Expected: what s2twp leaves as it is (蚌埠市 has no word that Taiwan writes otherwise) comes back through tw2sp as it
# was, so that a text that went to Taiwan's characters and words and back can be compared with its original.
# Seen: 埠 alone is taken for Taiwan's word for a network port (端口): 蚌埠市 comes back as 蚌端口市, and 商埠, a treaty
# port, as 商端口. tw2s, which converts characters only, leaves them. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check opencc==1.4.2
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import opencc

to_taiwan, back, characters = (opencc.OpenCC(name) for name in ("s2twp", "tw2sp", "tw2s"))
print("OpenCC", version("opencc"))
for written, came_back in (("蚌埠市", "蚌端口市"), ("百年商埠", "百年商端口")):
    there = to_taiwan.convert(written)
    print(f"{written}: s2twp {there}, tw2sp {back.convert(there)}, tw2s {characters.convert(there)}")
    assert there == written
    assert back.convert(there) == came_back
    assert characters.convert(there) == written
PYTHON
