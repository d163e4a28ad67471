"""`make proof`: repair as the inverse of the mirror on 10,000 texts, and a million sentences that it leaves alone.

    python -m bench.repair [--texts 10000] [--sentences 1000000] [--shared ../shared]

With --shared the sentences of other people's pages lie beside the checkout: they are mirrored, and left alone, too.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cundang.text.fold import fold_table
from pipelines.decode import decode
from pipelines.repair import repair
from tests.helpers.mirror import CONVERTED, mirror, returned
from tests.helpers.sentences import sentence, text, traditional

_GLOSS = re.compile(r"(?<=[\u0080-\uffff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)|\?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
_HAN = re.compile("[\u4e00-\u9fff]")
_LONGEST = 3000  # characters of a page that is mirrored; comparing is quadratic
_ALL = "".join(c for c in fold_table() if len(c.encode("gb18030")) == 2 and "\u4e00" <= c <= "\u9fff")


def measure_inverse(texts: Iterator[str], dice: random.Random) -> dict[str, float]:
    """What comes back of texts that the mirror damaged: half with its own list, half with every converted character."""
    readings = left = hidden = back = whole = count = 0
    for number, original in enumerate(texts):
        converted = list(CONVERTED if number % 2 else _ALL)
        dice.shuffle(converted)
        damaged = mirror(original, [c for c in converted if c in original or number % 2 == 0])
        mended = repair(damaged.text).text
        count += 1
        readings += damaged.readings
        left += max(0, len(_GLOSS.findall(mended)) - len(_GLOSS.findall(original)))
        hidden += len(damaged.shifted)
        back += returned(original, damaged, mended)
        whole += mended == original
    return {
        "texts": count,
        "readings": readings,
        "readings back": 1 - left / max(1, readings),
        "characters shifted": hidden,
        "characters back": back / max(1, hidden),
        "texts as before": whole / max(1, count),
    }


def generate(count: int, dice: random.Random) -> Iterator[str]:
    """Texts of our own."""
    for _ in range(count):
        yield traditional(text(dice))


def main() -> None:
    """Measure, print, and fail below what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--sentences", type=int, default=1_000_000)
    parser.add_argument("--shared", type=Path)
    options = parser.parse_args()
    dice = random.Random(5)
    found = measure_inverse(generate(options.texts, dice), dice)
    print(json.dumps(found))
    failed = found["readings back"] < 0.99 or found["characters back"] < 0.9
    changed = sum(bool(repair(one).repairs) for one in (sentence(dice) for _ in range(options.sentences)))
    print(json.dumps({"sentences": options.sentences, "changed": changed}))
    failed = failed or changed > 0
    if options.shared:
        golds = list(read_gold_texts(options.shared))
        chinese = [one for one in golds if len(_HAN.findall(one)) * 2 > len(one) and len(one) < _LONGEST]
        print(json.dumps(measure_inverse((traditional(one) for one in chinese), dice)))
        lines = 0
        for one in [*golds, *read_page_texts(options.shared)]:
            lines += one.count("\n") + 1
            for mended in repair(one).repairs:
                if mended.before != mended.after:  # read them: only what is damaged may stand here
                    print(f"{mended.kind}\t{mended.before[:60]!r}\t{mended.after[:60]!r}")
        print(json.dumps({"lines of pages and gold": lines}))
    sys.exit(failed)


def read_gold_texts(shared: Path) -> Iterator[str]:
    """The gold texts of the corpora."""
    for corpus in sorted((shared / "corpora").glob("*/gold.jsonl")):
        for line in corpus.read_text(encoding="utf-8").split("\n"):
            if line and (body := json.loads(line).get("text")):
                yield body


def read_page_texts(shared: Path) -> Iterator[str]:
    """The strings of the pages, tags taken out; without those that were collected because their bytes are broken."""
    from datetime import UTC, datetime

    from cundang.model.page import Page

    for path in sorted((shared / "pages").glob("*/*.gz")):
        page = Page(path.name, datetime.now(UTC), 200, {}, gzip.decompress(path.read_bytes()))
        yield re.sub(r"<[^>]{0,2000}>", "\n", decode(page).text)


if __name__ == "__main__":
    main()
