"""The metadata of each page of ../shared/pages that a layout reads: the generic extractor's beside the layout's.

python -m bench.fields ../shared [FIELD]    with a field, each page where the two differ
"""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from cundang.model.article import Article
from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.dates import parse_date
from cundang.text.fold import fold
from cundang.text.labels import read_name
from cundang.text.people import join_people
from exchange.importer import read_file
from pipelines.clean import Cleaned
from pipelines.decode import decode
from pipelines.extract.generic import read_generic
from pipelines.extract.tree import parse
from pipelines.line import Reader
from pipelines.normalise import read_makers
from scrapers.sites import publishers

FIELDS = ("title", "day", "source_name", "author", "editor")
NOW = datetime.now(UTC)
VERDICTS = ("same", "other", "lost", "invented")  # invented: of which the layout has nothing


def by_layout(article: Article) -> dict[str, str]:
    """The fields as they are stored of a page that a layout read."""
    day = (article.published_at or "")[:10]
    return {"day": day, **{name: getattr(article, name) or "" for name in FIELDS if name != "day"}}


def by_generic(page: Page) -> dict[str, str]:
    """The fields as the generic extractor finds them."""
    found = read_generic(parse(text := decode(page).text), page.url, None, text).found
    authors, editors = read_makers(found, Cleaned(found.text), str)
    return {
        "title": found.raw("title"),
        "day": (parse_date(found.raw("published"), None, NOW) or "")[:10],
        "source_name": read_name("source_name", found.raw("source_name")) or "",
        "author": join_people(authors),
        "editor": join_people(editors),
    }


def main() -> None:
    pages, wanted = Path(sys.argv[1]) / "pages", sys.argv[2:]
    verdicts: Counter[tuple[str, str]] = Counter()
    for path in sorted(pages.glob("*/*.gz")):
        try:
            page = read_file(path, pages, NOW)
            article = Reader(publishers()).read([page])
        except RefusedError:
            continue
        if article.extractor == "generic":
            continue
        layout, generic = by_layout(article), by_generic(page)
        for name in FIELDS:
            told, found = layout[name], generic.get(name, "")
            same = fold(told).replace(" ", "") == fold(found).replace(" ", "")
            verdict = "same" if same else "lost" if not found else "other" if told else "invented"
            verdicts[name, verdict] += 1
            if name in wanted and not same:
                print(f"{path.relative_to(pages)}: {told or '-'} | {found or '-'}")
    print("| | " + " | ".join(VERDICTS) + " |\n|---|" + "---|" * len(VERDICTS))
    for name in FIELDS:
        print(f"| {name} | " + " | ".join(str(verdicts[name, verdict]) for verdict in VERDICTS) + " |")


if __name__ == "__main__":
    main()
