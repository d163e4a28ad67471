"""What each stage of the line costs, in one process over the same pages: `python -m bench.stages ../shared/pages`.

CPU time, as a share of decoding and extraction together; the median of the rounds.
"""

import argparse
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from cundang.model.errors import RefusedError, UsageError
from exchange.importer.files import find_files, read_file
from pipelines.clean import clean
from pipelines.decode import decode
from pipelines.extract import SiteContext, extract
from pipelines.repair import repair
from scrapers.sites import publishers


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    measured = [_round(asked.pages) for _ in range(asked.rounds + 1)][
        1:
    ]  # the first one warms patterns and dictionaries
    for stage in ("decode", "extract", "repair", "clean"):
        share = statistics.median(one[stage] / (one["decode"] + one["extract"]) for one in measured)
        print(f"{stage:<10}{share:>8.1%}")


def _round(folder: Path) -> dict[str, float]:
    known, now, spent = publishers(), datetime.now(UTC), dict.fromkeys(("decode", "extract", "repair", "clean"), 0.0)
    for file in find_files(folder):
        try:
            page = read_file(file, folder, now)
            begun = time.process_time()
            text = decode(page).text
            decoded = time.process_time()
            found = extract(text, page.url, SiteContext(tuple(known.profiles(known.of_address(page.url)))))
        except (RefusedError, UsageError):
            continue
        extracted = time.process_time()
        mended = repair(found.text).text
        repaired = time.process_time()
        clean(mended, title=found.raw("title"), header=[found.raw("published")])
        cleaned = time.process_time()
        for stage, cost in zip(
            spent, (decoded - begun, extracted - decoded, repaired - extracted, cleaned - repaired), strict=True
        ):
            spent[stage] += cost
    return spent


if __name__ == "__main__":
    main()
