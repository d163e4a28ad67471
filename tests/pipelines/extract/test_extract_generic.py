"""The generic extractor, on pages of our own: what it reads, what it leaves, and that no page is lost in silence."""

import pytest

from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from pipelines.extract import extract, generic
from pipelines.extract.blocks import TAGS, read_blocks
from pipelines.extract.boilerplate import block_key, find_recurring
from pipelines.extract.doubts import measure_agreement
from pipelines.extract.features import compute_features
from pipelines.extract.generic import choose_blocks, read_generic
from pipelines.extract.hints import HINTS, read_hints
from pipelines.extract.model import load_model, predict
from pipelines.extract.text_stats import count_words
from pipelines.extract.tree import parse
from tests.helpers.pages import CHINESE, SENTENCES, news_page


@pytest.mark.parametrize("paragraphs", [SENTENCES, SENTENCES * 20, CHINESE], ids=["news", "long", "chinese"])
def test_the_article_is_read_and_nothing_beside_it(paragraphs: list[str]) -> None:
    found = read_generic(parse(news_page(paragraphs)), "http://ferry.test/2024/a.html").found
    assert [text.strip() for text in found.text.split("\n\n")] == [text.strip("\u3000 ") for text in paragraphs]


def test_a_list_of_links_is_refused() -> None:
    links = "".join(f'<li><a href="/a/{n}">A story of the day about the town, number {n}</a></li>' for n in range(60))
    with pytest.raises(RefusedError, match="extract"):
        extract(f"<html><body><ul>{links}</ul></body></html>", "http://ferry.test/x/y.html")


def test_line_breaks_stay_and_two_of_them_part_paragraphs() -> None:
    text = "<br>".join(SENTENCES[:2]) + "<br><br>" + SENTENCES[2]
    found = read_generic(parse(news_page([text])), "http://ferry.test/a.html").found
    assert found.text == f"{SENTENCES[0]}\n{SENTENCES[1]}\n\n{SENTENCES[2]}"


@pytest.mark.parametrize(
    ("head", "above", "raw", "where"),
    [
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-01T08:00:00+08:00"}</script>', "", "2024-05-01T08:00:00+08:00", "JSON-LD datePublished"),
        ('<meta name="PubDate" content="2024-05-02 09:10">', "<p>2024-05-09</p>", "2024-05-02 09:10", "meta pubdate"),
        ("", '<div class="info">2024年5月3日 10:20 来源：渡口报</div>', "2024年5月3日 10:20 来源：渡口报", "line near the title"),
        ("", '<time datetime="2024-05-04T11:00Z">today</time>', "2024-05-04T11:00Z", "time"),
    ],
)  # fmt: skip
def test_the_date_and_where_it_was_found(head: str, above: str, raw: str, where: str) -> None:
    field = read_generic(parse(news_page(SENTENCES, head, above)), "http://ferry.test/a.html").found.fields["published"]
    assert (field.value, field.where) == (raw, where)


def test_published_and_modified_are_kept_apart() -> None:
    head = '<meta property="article:published_time" content="2024-05-01"><meta property="article:modified_time" content="2024-06-01">'
    fields = read_generic(parse(news_page(SENTENCES, head)), "http://ferry.test/a.html").found.fields
    assert (fields["published"].value, fields["modified"].value) == ("2024-05-01", "2024-06-01")


def test_the_labelled_names_each_have_a_field_of_their_own() -> None:
    above = "<div class='info'>来源：渡口报　作者：王一</div>"
    below = "<div class='editor'>[责任编辑：李二]</div>"
    fields = read_generic(
        parse(news_page(CHINESE, above=above, below=below, title="延时服务方便群众")), ""
    ).found.fields
    assert {name: fields[name].value for name in ("source_name", "author", "editor")} == {
        "source_name": "渡口报", "author": "王一", "editor": "李二",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ('"Jane Doe"', "Jane Doe"),
        ('[{"@type":"Person","name":"Jane Doe"},{"name":"John Roe"}]', "Jane Doe, John Roe"),
        ('{"name":"Ferry Post"}', "Mary Major"),  # the paper itself, and a byline on the page
    ],
)
def test_the_author_is_a_person_where_one_is_named(author: str, name: str) -> None:
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{author},"publisher":{{"name":"Ferry Post"}}}}</script>'
    byline = '<p class="byline">By Mary Major | 3 May 2024</p>' if name == "Mary Major" else ""
    assert read_generic(parse(news_page(SENTENCES, head, byline)), "http://ferry.test/a").found.raw("author") == name


def test_a_title_has_neither_the_name_of_the_site_nor_an_eyebrow_line() -> None:
    markup = news_page(SENTENCES).replace("<h1>", "<h1><span>Town life </span>")
    assert read_generic(parse(markup), "http://ferry.test/a").found.raw("title") == "A second bridge"
    markup = news_page(SENTENCES).replace("<h1>A second bridge</h1>", "")
    assert read_generic(parse(markup), "http://ferry.test/a").found.raw("title") == "A second bridge"


def test_memory_takes_out_what_recurs_and_never_the_lead() -> None:
    note = (
        "Readers who saw the flood are asked to send their photographs to the museum of the town before the end of May."
    )
    pages = [news_page([*SENTENCES, note]), news_page([note, *SENTENCES])]
    memory = Boilerplate(frozenset([block_key(note)]))
    last, lead = (read_generic(parse(markup), "", memory).found.text for markup in pages)
    assert note not in last
    assert note in lead
    assert note in read_generic(parse(pages[0]), "").found.text


def test_numbers_and_headings_of_the_parts_of_an_article_are_never_furniture() -> None:
    items = "".join(f"<h2>{number}.</h2><h2>Praise</h2><p>{text}</p>" for number, text in enumerate(SENTENCES * 2, 1))
    tree = parse(news_page([], above=f"<div>{items}</div>"))
    plain = read_generic(tree, "").found.text
    assert ("3." in plain.split("\n"), plain.count("Praise")) == (True, 8)
    assert read_generic(tree, "", Boilerplate(frozenset(map(block_key, ("1.", "Praise"))))).found.text == plain


def test_what_recurs_is_on_three_pages_at_least_and_on_a_share_of_them() -> None:
    assert find_recurring([["a", "b"], ["a", "b"], ["a"]]).keys == {"a"}
    assert find_recurring([["a"]] * 3 + [["b"]] * 300).keys == {"b"}


def test_every_page_has_features_even_one_of_a_single_block() -> None:
    for count in (1, 2, 3, 7):
        walked = read_blocks(parse(f"<html><body>{'<p>One, two. Three</p>' * count}</body></html>"))
        rows = compute_features(walked, load_model().vocabulary, -1, "", "")
        assert len(rows) == count
        assert load_model().columns.max() < rows.shape[1]
        assert choose_blocks(walked.blocks, predict(rows))


def test_a_block_knows_what_is_around_it() -> None:
    block = read_blocks(
        parse('<html><body><div class="comment-list"><p>a <a href="/">bc</a></p></div></body></html>')
    ).blocks[0]
    assert (block.text, block.linked, block.tag) == ("a bc", 2, TAGS["p"])
    assert block.hints & 1 << list(HINTS).index("comment")
    assert read_hints("x-zzz") == 0


def test_a_chinese_character_counts_as_a_word() -> None:
    assert count_words("two words") == 2
    assert count_words("雄安新区 2024") == 5


def test_agreement_of_texts() -> None:
    assert measure_agreement("a b", "a b") == 1
    assert measure_agreement("a b", "c d") == 0


def test_a_caption_stands_with_its_picture_and_not_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        generic, "choose_blocks", lambda blocks, _: list(range(len(blocks)))
    )  # the classifier would drop it
    said = "“We have waited for the bridge since the flood,” said the ferryman on Friday, as he stood at the landing with his three sons."
    figure = f'<figure><img src="/b.jpg"><figcaption>{said}</figcaption></figure>'
    paragraphs = [*SENTENCES[:2], SENTENCES[2] + "</p>" + figure + "<p>" + SENTENCES[3], *SENTENCES]
    found = read_generic(parse(news_page(paragraphs)), "http://ferry.test/a.html").found
    assert said not in found.text and said in {image.caption for image in found.images}
    without = read_generic(
        parse(news_page(paragraphs).replace('<img src="/b.jpg">', "")), "http://ferry.test/a.html"
    ).found
    assert said in without.text  # a caption of no picture that is known stays where it stands


def test_the_cells_of_a_table_are_parted() -> None:
    rows = "".join(
        f"<tr><th>Year {year}</th><td>{year - 1900} boats</td><td> </td><td>fine</td></tr>"
        for year in range(1990, 2000)
    )
    found = read_generic(
        parse(news_page([*SENTENCES, f"</p><table>{rows}</table><p>", *SENTENCES])), "http://ferry.test/a.html"
    ).found
    assert "Year 1995\t95 boats\t\tfine" in found.text.split("\n")


def test_preformatted_text_keeps_its_lines() -> None:
    markup = news_page(SENTENCES).replace("<p>", "<pre>").replace("</p>", "</pre>").replace("; ", ";\n  ")
    found = read_generic(parse(markup), "http://ferry.test/a.html").found
    assert found.text.split("\n\n")[2] == SENTENCES[2].replace("; ", ";\n")


def test_teasers_alone_and_an_imprint_alone_are_no_article() -> None:
    teasers = [f"{text[:110]}...[详细]" for text in CHINESE]
    with pytest.raises(RefusedError, match="nothing but teasers"):
        extract(news_page(teasers, title="行业"), "http://ferry.test/x/y.html")
    imprint = [
        "渡口公司 粤ICP备11000000号 本网站支持IPv6",
        "提示：网站所有内容仅供参考，具体以相关公告及法律文件为准。" * 3,
    ]
    with pytest.raises(RefusedError, match="no running text"):
        extract(news_page(imprint, title="公告"), "http://ferry.test/x/y.html")
