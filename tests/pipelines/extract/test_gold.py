"""The pages that the classifier of blocks is trained with."""

from itertools import islice

import pytest

from bench.gold import SITES, examples, host, of_sites
from bench.labels import UNKNOWN, find_labels
from pipelines.extract.blocks import read_blocks
from pipelines.extract.tree import parse
from pipelines.extract.vocabulary import Vocabulary, split_words
from tests.helpers.paths import shared

PAGE = """<html><body><div class="menu">Home and more of it</div><p>The ferry runs again since the bridge fell.</p><p>Short one.</p>
<p>And the town pays for it, said the mayor.</p><div class="teaser">The ferry runs again since the bridge fell.</div></body></html>"""


def test_a_block_belongs_where_the_gold_has_its_words() -> None:
    blocks = read_blocks(parse(PAGE)).blocks
    gold = {"text": "The ferry runs again since the bridge fell. Short one. And the town pays for it, said the mayor."}
    assert find_labels(blocks, gold) == [0, 1, 1, 1, 0]  # the teaser is the second copy, away from the others
    segments = {"must": ["ferry runs again"], "must_not": ["Home and more"]}
    assert find_labels(blocks, segments) == [0, 1, UNKNOWN, UNKNOWN, 1]


@pytest.mark.parametrize(
    ("url", "site"),
    [("http://news.example.com/a", "example.com"), ("https://www.example.gov.cn/", "example.gov.cn"), ("x::a.org-1.html", "a.org")],
)  # fmt: skip
def test_pages_of_one_site_are_in_one_fold(url: str, site: str) -> None:
    assert host(url) == site


def test_a_name_is_its_words() -> None:
    assert split_words("section articleBody main-2 post-1806") == ["article", "body", "main", "post", "<section>"]
    assert split_words("div  ") == []
    said = Vocabulary({"post": 2.0, "main": -1.0}, {}).look_up("div main-2 post-1806")
    assert said[:4] == (-1.0, 2.0, 1.0, 2)
    assert said.shape == "div main- post-"


def test_articles_of_our_sites_are_gold_and_of_the_corpora_too() -> None:
    found = list(islice(of_sites(shared("pages")), 5))
    assert {example.corpus for example in found} == {SITES}
    assert all((example.labels == 1).any() and (example.labels == 0).any() for example in found)
    first = next(examples(shared("corpora/zyte")))
    assert len(first.labels) == len(first.walked.blocks) == len(first.words)
