#!/usr/bin/env bash
# @citation-js/plugin-bibtex 0.8.2: an address in `url` is percent-encoded once more, so that it leads elsewhere.
#
# Expected: `url` is verbatim in biblatex, so that what is encoded there is the address. Seen: `%3D` becomes `%253D`, in
# @online and @article; the same address in CSL-JSON stays, and pandoc 3.9 reads it as it is. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 \
  @citation-js/plugin-csl@0.8.2 > npm.log 2>&1 || { cat npm.log >&2; exit 1; }
cat > read.js <<'JS'
const assert = require('node:assert')
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')
require('@citation-js/plugin-csl')
const url = 'http://news.example/a?b=%3D&c=水'
const read = entry => new Cite(entry, { generateGraph: false }).data[0].URL
for (const kind of ['online', 'article']) {
  const found = read(`@${kind}{a, title = {b}, journal = {c}, url = {${url}}}`)
  console.log(`@${kind}: ${url} -> ${found}`)
  assert.ok(found.startsWith('http://news.example/a?b=%253D&c='), found)
}
assert.equal(read([{ type: 'webpage', title: 'b', URL: url }]), url)
JS
node read.js
