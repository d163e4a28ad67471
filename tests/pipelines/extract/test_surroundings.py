"""What the classifier is told of a block's place on the page."""

import numpy as np

from pipelines.extract.blocks import TAGS, read_blocks
from pipelines.extract.context_features import (
    build_paths,
    count_passed_hints,
    count_running_words,
    describe_branch,
    describe_headings,
    describe_names,
    describe_siblings,
    find_main_text,
    split_paths,
)
from pipelines.extract.hints import HINTS
from pipelines.extract.tree import parse
from pipelines.extract.vocabulary import Vocabulary

LONG = " ".join(["The ferry runs again since the bridge fell, and the town pays for it."] * 6)
SIDE = list(HINTS).index("side")
BLOG = f"""<html><body class="has-sidebar"><main>
<div class="post post-1"><h2>The ferry</h2><p>{LONG}</p><p>{LONG}</p></div>
<div class="post post-2"><h2><a href="/2">The bridge</a></h2><p>{LONG}</p></div>
</main><aside class="sidebar">Polls</aside></body></html>"""


def _of(markup: str) -> tuple[dict[str, np.ndarray], list[str]]:
    page = read_blocks(parse(markup))
    blocks = page.blocks
    paths = build_paths([block.ancestors for block in blocks])
    words = np.array([len(block.text.split()) for block in blocks], np.float32)
    linked = np.array([block.linked / len(block.text) for block in blocks], np.float32)
    tags = np.array([block.tag for block in blocks], np.float32)
    running = count_running_words(words, linked)
    main = find_main_text(paths, running, 0)
    shared, beyond = split_paths(paths, main)
    vocabulary = Vocabulary({"post": 2.0, "sidebar": -3.0, "<aside>": -1.0}, {"bridge": 1.5})
    odds = [vocabulary.look_up(element.name) for element in page.elements]
    said = vocabulary.read_texts([block.line for block in blocks]).mean
    rows = {
        "branch": np.stack(describe_branch(paths, page.elements, shared, beyond)),
        "headings": np.stack(describe_headings(paths, tags, linked, said, 0, main, shared)),
        "passed": count_passed_hints([block.near_hints for block in blocks], 0),
        "brothers": np.stack(describe_siblings(paths, page.elements, odds, running)),
        "named": np.stack(describe_names(paths, odds, beyond)),
    }
    return rows, [block.text[:10] for block in blocks]


def test_what_is_around_the_whole_page_says_nothing_of_its_parts() -> None:
    rows, texts = _of(BLOG)
    sides = rows["branch"][2 + SIDE]
    assert dict(zip(texts, sides.tolist(), strict=True)) == {
        "The ferry": 0,
        "The ferry ": 0,
        "The bridge": 0,
        "Polls": 1,
    }
    assert rows["branch"][0].tolist() == [3, 4, 3, 2, 2, 1]  # body, main, post, p


def test_another_article_has_a_linked_heading_and_a_brother_with_text() -> None:
    rows, _ = _of(BLOG)
    before, distance, tag = rows["headings"][:3].tolist()
    assert before == [-1, 0, 0, 0, 1, 1]
    assert distance[1:3] == [1, 2]
    assert tag[1:] == [TAGS["h2"]] * 5
    assert rows["headings"][4].tolist() == [0, 0, 0, 0, 1.5, 1.5]  # what the heading before says
    others = rows["headings"][5].tolist()
    assert others == [0, 0, 0, 1, 1, 1]
    several, which, share = rows["brothers"][-3:].tolist()
    assert (several, which) == ([2, 2, 2, 2, 2, 0], [0, 0, 0, 1, 1, 0])
    assert [round(part, 2) for part in share] == [0.67, 0.67, 0.67, 0.33, 0.33, 0]


def test_names_speak_for_the_blocks_below_them() -> None:
    rows, _ = _of(BLOG)
    near, beyond = rows["named"][:4].tolist(), rows["named"][4:].tolist()
    assert near[:2] == [[2, 2, 2, 2, 2, -3], [2, 2, 2, 2, 2, -1]]  # least, most
    assert near[3] == [2, 2, 2, 2, 2, 3]  # the body is near the aside, and has a sidebar too
    assert beyond[0] == [0, 0, 0, 2, 2, -3]  # the longest text is in the first post: its own name is no branch
    assert beyond[2:] == [[0, 0, 0, 2, 2, -2], [0, 0, 0, 2, 2, 2]]  # mean, known


def test_the_article_is_the_one_of_the_headline_though_another_is_longer() -> None:
    longer = BLOG.replace("</p></div>\n</main>", f"</p><p>{LONG} {LONG}</p></div>\n</main>")
    page = read_blocks(parse(longer))
    paths = build_paths([block.ancestors for block in page.blocks])
    running = np.array([len(block.text.split()) if len(block.text) > 80 else 0 for block in page.blocks], np.float32)
    assert (find_main_text(paths, running, 0), find_main_text(paths, running, -1)) == (1, 5)
    assert find_main_text(paths, np.zeros_like(running), 0) == 0
