#!/usr/bin/env bash
# python-zstandard 0.25.0: ZstdDecompressor.copy_stream() unpacks a file that was cut short without an error.
#
# Expected: as gzip, bz2 and lzma of the standard library do, an error where the input ends within a frame, all the more
# where the frame's header says how long its content is and a checksum follows. Seen: what there was is written, and the
# two counts are returned as if that were all; stream_reader() is silent too, while decompress() of the same bytes raises
# ZstdError. A program that copies must compare what was written with the content size itself. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check zstandard==0.25.0
"$folder/venv/bin/python" - <<'PYTHON'
import gzip
import io
import random

import zstandard

data = random.Random(1).randbytes(1_000_000)
packed = zstandard.ZstdCompressor(write_checksum=True).compress(data)
cut = packed[: len(packed) // 2]
size = zstandard.get_frame_parameters(cut).content_size

out = io.BytesIO()
counts = zstandard.ZstdDecompressor().copy_stream(io.BytesIO(cut), out)
streamed = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(cut)).read()
print(f"zstandard {zstandard.__version__}; the header says {size} bytes, half of the file is there")
print(f"copy_stream: {counts}, no error; stream_reader: {len(streamed)} bytes, no error")
assert size == len(data)
assert counts[1] == len(out.getvalue()) < size
assert len(streamed) < size
for name, unpack, broken in (
    ("decompress", lambda cut: zstandard.ZstdDecompressor().decompress(cut), cut),
    ("gzip", gzip.decompress, gzip.compress(data)[: len(data) // 2]),
):
    try:
        unpack(broken)
    except (zstandard.ZstdError, EOFError) as error:
        print(f"{name}: {type(error).__name__}: {error}")
    else:
        raise AssertionError(name)
PYTHON
