#!/usr/bin/env bash
# @citation-js/plugin-ris 0.8.2: the authors of a newspaper article (TY NEWS) become `reporter`, as strings.
#
# Expected: AU is `author` in CSL-JSON, a list of objects with names, of every type of item, as of ELEC and JOUR.
# Seen: of NEWS there is no `author`; `reporter`, which CSL does not have for it, holds the bare strings, so that a
# style prints no author. DA is dropped too: of 2024/05/17 the year alone is left, as it comes from PY. The same record
# as ELEC has both. pandoc 3.9 has the authors of both, and the year alone. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit @citation-js/core@0.8.2 @citation-js/plugin-ris@0.8.2 > npm.log 2>&1 ||
  { cat npm.log >&2; exit 1; }
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17
for type in NEWS ELEC; do
  printf '%s\n' "TY  - $type" "TI  - 清淀湖水位上升" "AU  - 江晚舟" "AU  - 罗照溪" "T2  - 清淀日报" "PY  - 2024" \
    "DA  - 2024/05/17" "ER  - " > "$type.ris"
done
cat > read.js <<'JS'
const assert = require('node:assert')
const fs = require('node:fs')
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-ris')
const read = type => new Cite(fs.readFileSync(`${type}.ris`, 'utf8'), { generateGraph: false }).data[0]
for (const type of ['NEWS', 'ELEC']) {
  const { author, reporter, issued } = read(type)
  console.log(`citation-js ${type}:`, JSON.stringify({ author, reporter, issued }))
}
assert.deepEqual(read('NEWS').reporter, ['江晚舟', '罗照溪'])
assert.equal(read('NEWS').author, undefined)
assert.deepEqual(read('NEWS').issued['date-parts'], [[2024]])
assert.deepEqual(read('ELEC').author, [{ family: '江晚舟' }, { family: '罗照溪' }])
assert.deepEqual(read('ELEC').issued['date-parts'], [[2024, 5, 17]])
JS
node read.js
venv/bin/python - <<'PYTHON'
import json

import pypandoc

for kind in ("NEWS", "ELEC"):
    (item,) = json.loads(pypandoc.convert_file(f"{kind}.ris", "csljson", format="ris"))
    print(f"pandoc {kind}: {item['author']} {item['issued']}")
    assert [name["family"] for name in item["author"]] == ["江晚舟", "罗照溪"]
    assert item["issued"]["date-parts"] == [[2024]]
PYTHON
