"""Search the bytes of every file of an archive for words, as anyone would who is handed its disk."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from cundang.raw.encodings import undo_encodings
from cundang.raw.pages import parse_record
from cundang.raw.reader import read_records

_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le")


def find_leaks(folder: Path, words: Iterable[str]) -> list[str]:
    """Where words stand in the files below a folder, in lines: in their bytes, and in those of WARC records unpacked,
    with and without their content encoding.
    """
    forms = {word: _encode(word) for word in words}
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for place, data in _unpack(path):
            found += [
                f"{path.name} {place}: {word}" for word, sought in forms.items() if any(s in data for s in sought)
            ]
    return found


def _encode(word: str) -> list[bytes]:
    forms = {word.encode("ascii", "backslashreplace"), word.encode("ascii", "xmlcharrefreplace")}
    for encoding in _ENCODINGS:
        forms.add(word.encode(encoding, "ignore") or b"\xff\xff\xff\xff")
    return sorted(forms)


def _unpack(path: Path) -> Iterator[tuple[str, bytes]]:
    yield "", path.read_bytes()
    if not path.name.endswith(".warc.gz"):
        return
    with path.open("rb") as file:
        for record in read_records(file):
            place = f"at {record.offset}"
            yield place, b"".join([*record.headers.values(), record.block])
            if record.record_type in ("response", "resource") and (answer := parse_record(record)):
                yield place, undo_encodings(answer.body, answer.headers)[0]
