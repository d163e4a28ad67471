"""How often the first parser loses text: what lexbor finds on each page of ../shared, beside what libxml2 found.

python -m bench.lost ../shared
"""

import gzip
import sys
from datetime import UTC, datetime
from pathlib import Path

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from pipelines.decode import decode
from pipelines.extract.blocks import read_blocks
from pipelines.extract.fallback_parser import has_more_text, is_bare, is_text_lost
from pipelines.extract.tree import parse


def main() -> None:
    shared = Path(sys.argv[1])
    files = [*shared.glob("corpora/*/pages/*.gz"), *shared.glob("pages/*/*.gz")]
    asked = noticed = missed = count = 0
    for file in files:
        try:
            markup = decode(Page("", datetime.now(UTC), 200, (), gzip.decompress(file.read_bytes()))).text
            tree = parse(markup)
        except RefusedError:
            continue
        found = sum(len(block.text) for block in read_blocks(tree).blocks)
        count += 1
        asked += is_bare(markup, found)
        halved = has_more_text(markup, found)
        noticed += halved and is_text_lost(markup, found, tree)
        missed += halved and not is_text_lost(markup, found, tree)
    print(f"{count} pages; lexbor is asked of {asked / count:.1%}; half the text lost: {noticed} noticed, {missed} not")


if __name__ == "__main__":
    main()
