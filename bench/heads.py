"""How many stored pages show the head of an official document, what is read there, and what it costs to look.

python -m bench.heads ../shared
"""

import gzip
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from pipelines.decode import decode
from pipelines.extract.document_head import may_have_head, read_document_head
from pipelines.extract.tree import parse


def main() -> None:
    """Print each page that has a number, then the counts. Times are of the CPU."""
    count = looked_at = read = 0
    to_see = 0.0
    for file in sorted(Path(sys.argv[1]).glob("pages/*/*.gz")):
        try:
            markup = decode(Page("", datetime.now(UTC), 200, (), gzip.decompress(file.read_bytes()))).text
        except RefusedError:
            continue
        count += 1
        begun = time.process_time()
        may_have = may_have_head(markup)
        to_see += time.process_time() - begun
        looked_at += may_have
        if may_have and (found := read_document_head(parse(markup))):
            read += 1
            print(file.name, {name: field.value for name, field in found.items()})
    print(f"{count} pages: {looked_at} have the characters of a label, a number is read on {read}")
    print(f"{1000 * to_see / count:.3f} ms a page to see whether it has them")


if __name__ == "__main__":
    main()
