"""The ledger: text and `removed` give the repaired text, undoing `repairs` on that gives the extracted text."""

import gzip
import random
import re

from hypothesis import given
from hypothesis import strategies as st

from cundang.model.errors import RefusedError
from pipelines.clean import clean, restore
from pipelines.clean.rules import RULES
from pipelines.line import Reader
from pipelines.repair import repair, undo
from scrapers.sites import publishers
from tests.helpers.mirror import mirror
from tests.helpers.pages import page
from tests.helpers.paths import ROOT, shared
from tests.helpers.sentences import text, traditional

SCHEMA = (ROOT / "cundang" / "store" / "schema.sql").read_text(encoding="utf-8")


def kinds(table: str) -> set[str]:
    block = re.search(rf"INSERT INTO {table}.*?;\n", SCHEMA, re.DOTALL)
    assert block
    return set(re.findall(r"^  \('(\w+)'", block[0], re.MULTILINE))


def test_every_page_comes_back_to_the_character() -> None:
    reader, read = Reader(publishers()), 0
    for path in sorted(shared("pages").glob("*/*.gz")):
        one = page(gzip.decompress(path.read_bytes()), url=f"http://example.org/{path.name}")
        article = reader.try_read([one])
        if isinstance(article, RefusedError):
            continue
        read += 1
        found = reader.extract(one)
        assert undo(restore(article.text, article.removed), article.repairs) == found.text
        assert {one.kind for one in article.removed} <= kinds("removed_kinds")
        assert {one.kind for one in article.repairs} <= kinds("repair_kinds")
    assert read > 200


@given(st.integers(0, 10_000), st.lists(st.sampled_from([rule.removes for rule in RULES]), max_size=6), st.booleans())
def test_generated_texts_come_back(seed: int, furniture: list[str], damaged: bool) -> None:
    dice = random.Random(seed)
    whole = "\n\n".join([*furniture[:2], traditional(text(dice, 6)), *furniture[2:]])
    extracted = mirror(whole).text if damaged else whole
    repaired = repair(extracted)
    cleaned = clean(repaired.text)
    assert restore(cleaned.text, cleaned.removed) == repaired.text
    assert undo(repaired.text, repaired.repairs) == extracted
    assert clean(cleaned.text).text == cleaned.text
    for removal in cleaned.removed:
        assert repaired.text[removal.position :].startswith(removal.text)
    for mended in repaired.repairs:
        assert extracted[mended.position :].startswith(mended.before)


def test_kinds_are_a_closed_list() -> None:
    assert {rule.kind for rule in RULES} | {"title"} == kinds("removed_kinds")
