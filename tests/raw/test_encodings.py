"""Bodies as servers and crawlers leave them: packed once or twice, in chunks, packed otherwise than their head says."""

import gzip
import itertools
import zlib

import brotli
import pytest
import zstandard

from cundang.raw.encodings import LARGEST_BODY, undo_encodings

PAGE = b"<html><body>" + "\n".join(f"<p>早班船 {number**7:x} 点开。</p>" for number in range(200)).encode()


def make_raw_deflate(body):
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(body) + packing.flush()


def make_chunks(body, size=1000, extension=b"", end=b"0\r\n\r\n"):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces) + end


PACKINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "none": bytes,
    "identity": bytes,
    "utf-8": bytes,
    "": bytes,
}


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize(("encoding", "pack"), [*PACKINGS.items(), ("deflate", make_raw_deflate)])
def test_each_packing_is_undone_in_chunks_or_not(encoding, pack, is_chunked):
    headers = [("Content-Encoding", encoding.upper())]
    body = pack(PAGE)
    if is_chunked:
        headers, body = [*headers, ("transfer-encoding", "chunked")], make_chunks(body)
    assert undo_encodings(body, headers) == (PAGE, None)


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(["gzip", "deflate", "br", "zstd"], 2)))
def test_two_packings_are_undone_in_reverse_order(first, second):
    body = PACKINGS[second](PACKINGS[first](PAGE))
    assert undo_encodings(body, [("Content-Encoding", f"{first}, {second}")]) == (PAGE, None)
    assert undo_encodings(body, [("Content-Encoding", first), ("Content-Encoding", second)]) == (PAGE, None)
    assert undo_encodings(body, [("Transfer-Encoding", second), ("Content-Encoding", first)]) == (PAGE, None)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "br", "zstd"])
def test_a_body_that_was_unpacked_already_is_taken_as_it_is(encoding):
    assert undo_encodings(PAGE, [("Content-Encoding", encoding)]) == (PAGE, None)
    wide = "\ufeff渡口".encode("utf-16")
    assert undo_encodings(wide, [("Content-Encoding", encoding)]) == (wide, None)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("trailing", [b"\0", b"\r\n", b"trailing bytes", b"\x1f\x8b\x08 no gzip", b"x" * 5000])
def test_bytes_after_the_end_are_dropped(encoding, trailing):
    assert undo_encodings(PACKINGS[encoding](PAGE) + trailing, [("Content-Encoding", encoding)]) == (PAGE, None)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_several_members_are_one_body(encoding):
    pack = PACKINGS[encoding]
    body = pack(PAGE[:999]) + pack(b"") + pack(PAGE[999:])
    assert undo_encodings(body, [("Content-Encoding", encoding)]) == (PAGE, None)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_cut_off_or_damaged_is_told_and_stays_as_it_is(encoding):
    packed = PACKINGS[encoding](PAGE)
    for body in (packed[:-9], packed[:20] + bytes(40) + packed[60:]):
        unpacked, fault = undo_encodings(body, [("Content-Encoding", encoding)])
        assert unpacked == body
        assert fault is not None
        assert fault.startswith(f"cannot be unpacked as {encoding}: ")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_told_and_not_unpacked(encoding):
    body = PACKINGS[encoding](bytes(LARGEST_BODY + 1))
    unpacked, fault = undo_encodings(body, [("Content-Encoding", encoding)])
    assert unpacked == body
    assert fault is not None
    assert f"more than {LARGEST_BODY} bytes" in fault
    exact = bytes(LARGEST_BODY)
    assert undo_encodings(PACKINGS[encoding](exact), [("Content-Encoding", encoding)]) == (exact, None)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (make_chunks(PAGE, extension=b";name=value"), PAGE),
        (make_chunks(PAGE, end=b"0\r\nTrailer: x\r\n\r\n"), PAGE),
        (make_chunks(PAGE).replace(b"\r\n", b"\n"), PAGE),
        (make_chunks(PAGE, end=b""), PAGE),
        (b"5\r\nhello\r\n7\r\n wor", b"hello wor"),
        (PAGE, PAGE),
        (b"", b""),
        (b"0\r\n\r\n", b""),
        (b"5\r\nthis is a page whose first line is a number", b"5\r\nthis is a page whose first line is a number"),
        (b"12\n", b"12\n"),
    ],
)
def test_chunks(body, expected):
    assert undo_encodings(body, [("Transfer-Encoding", "chunked")]) == (expected, None)
