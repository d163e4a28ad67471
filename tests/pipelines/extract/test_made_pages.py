"""The pages of our own making that the classifier is trained with."""

from bench.gold import of_our_making
from bench.made_pages import make_pages


def test_the_same_pages_are_made_every_time_and_no_two_are_alike() -> None:
    pages = list(make_pages(40))
    assert pages == list(make_pages(40))
    assert len({page.markup for page in pages}) == len({page.host for page in pages}) == 40


def test_what_is_written_for_the_article_is_labelled_so_and_furniture_is_not() -> None:
    for example in of_our_making():
        lines = "".join("".join(block.text.split()) for block in example.walked.blocks)
        text = "".join(example.gold["text"].split())
        held = "".join(
            "".join(block.text.split())
            for block, label in zip(example.walked.blocks, example.labels, strict=True)
            if label
        )
        assert set(text) <= set(held) and len(held) >= len(text)
        assert len(lines) > len(held) + 20  # there is always a menu and a footer
        assert not any(
            label for block, label in zip(example.walked.blocks, example.labels, strict=True) if "©" in block.text
        )
