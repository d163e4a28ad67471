#!/usr/bin/env bash
# pandoc 3.9: {\textbraceleft} and {\textbraceright} in a BibTeX title come out as nothing.
#
# Expected: these are LaTeX's names of the two braces in text, and the only way to write one brace that has no pair, as
# BibTeX counts a brace behind a backslash too; pandoc reads their neighbours \textbackslash and \textasciitilde.
# Seen: from BibTeX and biblatex the braces are lost, without a warning; a pair as \{ and \} is kept. citation-js reads
# both. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
"$folder/venv/bin/python" - <<'PYTHON'
import json

import pypandoc

TITLE = r"{\textbraceleft}涨{\textbraceright} \{水\} {\textbackslash} {\textasciitilde}"
print(f"pandoc {pypandoc.get_pandoc_version()}")
for source in ("bibtex", "biblatex"):
    entry = "@article{a, title = {{" + TITLE + "}}, journal = {b}, year = {2024}}"
    (item,) = json.loads(pypandoc.convert_text(entry, "csljson", format=source))
    print(f"{source}: {item['title']}")
    assert item["title"] == "涨 {水} \\ ~", item["title"]
PYTHON
