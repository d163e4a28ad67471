"""Several pages, one article."""

from itertools import count

from cundang.model.article import Field, Found, Image
from pipelines.extract.join import join

P1, P2, P3 = (f"http://example.org/a_{number}.html" for number in (1, 2, 3))
_numbers = count()


def found(*paragraphs: str, next_pages: tuple[str, ...] = (), images: tuple[str, ...] = (), ends: bool = True) -> Found:
    fields = {"title": Field(f"标题 {next(_numbers)}", "h1")}
    return Found("x", "\n\n".join(paragraphs), fields, tuple(map(Image, images)), next_pages, ends)


def test_one_page_is_itself() -> None:
    one = found("甲。", "乙。")
    assert join([P1], [one]) == one


def test_texts_come_in_order_under_the_first_ones_metadata() -> None:
    pages = [found("甲。", images=("a", "b")), found("乙。", images=("b", "c")), found("丙。")]
    joined = join([P1, P2, P3], pages)
    assert joined.text == "甲。\n\n乙。\n\n丙。"
    assert joined.fields == pages[0].fields
    assert [image.url for image in joined.images] == ["a", "b", "c"]


def test_what_every_page_repeats_stands_once() -> None:
    pages = [found("报头", "甲。", "责编"), found("报头", "乙。", "责编"), found("报头", "丙。", "责编")]
    assert join([P1, P2, P3], pages).text == "报头\n\n甲。\n\n乙。\n\n丙。\n\n责编"


def test_what_is_repeated_amid_a_page_is_text() -> None:
    pages = [found("甲。", "副歌。", "乙。"), found("丙。", "副歌。", "丁。")]
    assert join([P1, P2], pages).text.count("副歌。") == 2


def test_a_page_that_is_one_before_goes() -> None:
    one, two = found("甲。", "乙。"), found("丙。")
    assert join([P1, P2, P3], [one, one, two]).text == "甲。\n\n乙。\n\n丙。"
    assert join([P1, P2], [one, one]).text == "甲。\n\n乙。"


def test_pages_that_were_not_given_are_missing() -> None:
    pages = [found("甲。", next_pages=(P2, P3)), found("乙。", next_pages=(P1, P3))]
    assert join([P1, P2], pages).next_pages == (P3,)
    assert join([P1], pages[:1]).next_pages == (P2, P3)
    assert join([P1, P2, P3], [*pages, found("丙。")]).next_pages == ()


def test_one_page_without_an_end_leaves_the_article_without_one() -> None:
    assert join([P1, P2], [found("甲。"), found("乙。")]).ends
    assert not join([P1, P2], [found("甲。"), found("乙。", ends=False)]).ends


def test_a_page_that_shows_the_first_again_is_missing() -> None:
    pages = [found("甲。", next_pages=(P2, P3)), found("甲。", next_pages=(P1, P3)), found("丙。")]
    joined = join([P1, P2, P3], pages)
    assert (joined.text, joined.next_pages) == ("甲。\n\n丙。", (P2,))
