"""The page of an article: its head, its pictures, its versions, the words of a query in it."""

import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from lxml import html
from PIL import Image

from cundang.model.page import Page
from cundang.raw.warc import WarcWriter
from datasette_config.images import LONGEST_SIDE, NotShownError, encode_anew
from tests.helpers.browsers import browsing
from tests.helpers.databases import change, copy_of, rows
from tests.helpers.servers import serving


class Answer(NamedTuple):
    """What the server answered. Names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def get(url: str, **headers: str) -> Answer:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        answer: HTTPResponse | urllib.error.HTTPError = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status or 0, {k.lower(): v for k, v in answer.headers.items()}, answer.read())


def get_json(url: str) -> Any:
    return json.loads(get(url).body)


def read(url: str, **headers: str) -> Any:
    """The page at an address, parsed."""
    answer = get(url, **headers)
    assert answer.status == 200, url
    return html.fromstring(answer.text)


def found_by(address: str, link: str) -> list[int]:
    """The articles that a link to a search finds."""
    hits = json.loads(get(address + link[1:].replace("search?", "search.json?")).body)["hits"]
    return [hit["id"] for hit in hits]


def paragraphs_of(page: Any) -> list[str]:
    return [each.text_content() for each in page.xpath("//div[@class='text']/*")]


# Addresses


@pytest.mark.parametrize("number", ["9223372036854775808", "99999999999999999999", "0", "-1", "1e0", "%2B1", "１"])
def test_a_number_that_no_article_can_have_is_not_found(web: str, number: str) -> None:
    for page in ("", "/history", "/raw", "/cite.gbt", "/cite.bib"):
        path = f"archive/articles/{quote(number, safe='%')}{page}"
        assert get(web + path).status == 404, path
    assert get(f"{web}archive/clusters/{quote(number, safe='%')}").status == 404


@pytest.mark.parametrize("number", ["9223372036854775808", "99", "0", "x", "-1", "1e0"])
def test_a_version_that_is_not_there_is_not_found(web: str, number: str) -> None:
    for page in ("/raw", "/cite.gbt"):
        assert get(f"{web}archive/articles/1{page}?revision={number}").status == 404, page


def test_a_version_that_is_not_there_has_no_page(web: str) -> None:
    for number in ("99", "0", "x", "9223372036854775808"):
        assert get(f"{web}archive/articles/1?revision={number}").status == 404, number


# Its head


@pytest.fixture(scope="module")
def edited(aged_archive: Path) -> int:
    """An article whose title was edited."""
    sql = "SELECT article_id FROM events WHERE kind = 'edited' AND detail LIKE '%\"title\"%' LIMIT 1"
    return int(rows(aged_archive, sql)[0].article_id)


def test_the_head_says_who_where_and_when_and_links_to_more_of_each(aged_web: str, aged_archive: Path) -> None:
    sql = """
        SELECT a.*, s.publisher FROM articles a JOIN sites s ON s.name = a.site
        WHERE editor > '' AND author > '' AND section > '' AND source_name <> s.publisher LIMIT 1
    """
    (row,) = rows(aged_archive, sql)
    head = read(f"{aged_web}archive/articles/{row.id}").xpath("//article/header")[0]
    links = {link.text_content(): link.get("href") for link in head.xpath(".//a")}
    for name, value in (("source", row.source_name), ("author", row.author), ("editor", row.editor)):
        assert links[value] == f"/archive/search?{urlencode({name: value})}"
    assert links[row.section] == f"/archive/search?{urlencode({'section': row.section, 'site': row.site})}"
    assert links[row.publisher] == f"/archive/sites/{row.site}"
    assert head.xpath(".//time/@datetime")[0] == row.published_at
    for link in (links[row.author], links[row.section]):
        assert row.id in found_by(aged_web, link)


def test_each_of_several_authors_finds_what_they_wrote(pictured: str) -> None:
    links = read(f"{pictured}archive/articles/2").xpath("//p[@class='authors']/a/@href")
    assert len(links) == 2
    for link in links:
        assert found_by(pictured, link) == [2]


def test_the_head_says_how_it_stands(aged_web: str, aged_archive: Path, edited: int) -> None:
    (gone,) = rows(aged_archive, "SELECT id FROM articles WHERE state = 'gone' LIMIT 1")[0]
    for number, said, dot in ((gone, "Gone from its site since", "gone"), (edited, "On its site on", "live")):
        standing = read(f"{aged_web}archive/articles/{number}?_lang=en").xpath("//p[@class='standing']")[0]
        assert said in standing.text_content()
        assert standing.xpath(f".//span[@class='dot {dot}']")
    assert "Edited once, on" in standing.text_content()
    assert standing.xpath(".//a/@href")[0] == f"/archive/articles/{edited}/history"


# Its versions


def test_the_address_of_a_version_shows_that_version(aged_web: str, aged_archive: Path, edited: int) -> None:
    first, second = rows(aged_archive, "SELECT * FROM revisions WHERE article_id = ? ORDER BY number", edited)
    address = f"{aged_web}archive/articles/{edited}"
    for number, own, said in ((1, first, "version 1 of 2"), (2, second, "It is the newest")):
        page = read(f"{address}?revision={number}&_lang=en")
        assert page.xpath("//h1")[0].text_content() == own.title
        assert paragraphs_of(page) == own.text.split("\n\n")
        assert said in page.xpath("//p[contains(@class, 'version')]")[0].text_content()
        assert own.sha256 in page.xpath("//dd[@class='digest']")[0].text_content()
    assert first.title != second.title
    newest = read(address)
    assert newest.xpath("//h1")[0].text_content() == second.title
    assert not newest.xpath("//p[contains(@class, 'version')]")


# Its pictures


def draw(form: str, size: tuple[int, int] = (900, 600), **options: Any) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, form, **options)
    return written.getvalue()


EXIF = Image.Exif()
EXIF[0x010E] = "where it was taken"  # ImageDescription
BOMB = io.BytesIO()
Image.new("1", (9000, 9000)).save(BOMB, "PNG")
BYTES = {
    "image/jpeg": draw("JPEG", (2400, 1600), exif=EXIF, comment=b"<script>mark()</script>") + b"<svg onload=mark()>",
    "image/svg+xml": b'<svg xmlns="http://www.w3.org/2000/svg"><script>mark()</script></svg>',
    "image/png": BOMB.getvalue(),
    "image/gif": draw("GIF")[:2000],
    "image/webp": b"<svg xmlns='http://www.w3.org/2000/svg'/>",  # what the row says of it is wrong
}
PROSE = "渡口的船夫说，今年的水比往年早到了半个月，岸边的石阶一夜之间就没进了水里，行人只好绕路。" * 12
LONG = "\n\n".join(part for word in ("一、水情", "二、船只", "三、行人") for part in (word, PROSE))
CAPTION = "苇渡村的渡口，船夫正在解缆。"


@pytest.fixture(scope="module")
def pictured_archive(aged_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose first article has pictures of every kind: BYTES in their order, then one that is not held."""
    db = copy_of(aged_archive, tmp_path_factory.mktemp("pictured"))
    writer = WarcWriter(db.with_suffix(".warc"), "pictures", datetime(2024, 5, 17, tzinfo=UTC))
    change(db, "DELETE FROM images WHERE article_id = 1")
    change(db, "UPDATE articles SET text = text || ? WHERE id = 1", f"\n\n{CAPTION}\n\n渡船一天往返二十次。")
    for position, (media_type, body) in enumerate(BYTES.items(), 1):
        url = f"https://elsewhere.example/{position}.jpg"
        page = Page(url, datetime(2024, 5, 17, tzinfo=UTC), 200, (("Content-Type", media_type),), body)
        record = writer.write(page)
        held = media_type, len(body), sha256(body).hexdigest(), record.warc_file, record.warc_offset
        caption = CAPTION if position == 1 else f"图 {position}"
        change(db, "INSERT INTO images VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", position, url, caption, *held)
    writer.close()
    absent = (
        "INSERT INTO images(article_id, position, url, caption) VALUES (1, 6, 'https://elsewhere.example/6.jpg', '')"
    )
    change(db, absent)
    change(db, "UPDATE articles SET author = '季春禾、尚小满', text = ? WHERE id = 2", LONG)
    change(db, "UPDATE articles SET text = ? WHERE id = 3", LONG[:600])
    return db


@pytest.fixture(scope="module")
def pictured(pictured_archive: Path) -> Iterator[str]:
    with serving(pictured_archive) as address:
        yield address


def test_a_picture_is_sent_as_pixels_and_nothing_else(pictured: str) -> None:
    answer = get(f"{pictured}archive/articles/1/pictures/1")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["etag"].startswith(f'"{sha256(BYTES["image/jpeg"]).hexdigest()}')
    assert answer.headers["cache-control"] == "public, max-age=3600"
    with Image.open(io.BytesIO(answer.body)) as image:
        assert (image.size, dict(image.getexif()), image.info.get("comment")) == ((1600, 1067), {}, None)
    assert b"svg" not in answer.body
    assert b"script" not in answer.body
    again = get(f"{pictured}archive/articles/1/pictures/1", If_None_Match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("position", [2, 3, 4, 5, 6, 7, 2**64])
def test_what_is_no_picture_is_not_sent(pictured: str, position: int) -> None:
    answer = get(f"{pictured}archive/articles/1/pictures/{position}")
    assert answer.status == 404
    assert b"mark()" not in answer.body


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (draw("PNG"), "image/png"),
        (draw("GIF"), "image/png"),
        (draw("WEBP"), "image/webp"),
        (draw("GIF", save_all=True, append_images=[Image.new("RGB", (900, 600), "red")]), "image/webp"),
        (draw("JPEG", (4000, 500)), "image/jpeg"),
    ],
)
def test_pictures_are_encoded_anew(body: bytes, media_type: str) -> None:
    assert encode_anew(body).media_type == media_type
    with Image.open(io.BytesIO(encode_anew(body).body)) as image:
        assert max(image.size) <= LONGEST_SIDE


@pytest.mark.parametrize("body", [b"", BOMB.getvalue(), draw("TIFF"), draw("BMP"), draw("JPEG")[:-900], b"GIF89a\0\0\0\0", bytes(17_000_000)])  # fmt: skip
def test_what_cannot_be_decoded_safely_is_refused(body: bytes) -> None:
    with pytest.raises(NotShownError):
        encode_anew(body)


def test_pictures_stand_in_their_places_and_nothing_is_loaded_from_elsewhere(pictured: str) -> None:
    page = read(f"{pictured}archive/articles/1?_lang=en")
    assert [address for address in page.xpath("//img/@src") if not address.startswith("/archive/articles/1/pictures/")] == []  # fmt: skip
    assert page.text_content().count(CAPTION) == 1
    (placed,) = page.xpath("//div[@class='text']//figure")
    assert CAPTION in placed.xpath("./figcaption")[0].text_content()
    assert placed.getnext().text_content() == "渡船一天往返二十次。"
    (absent,) = page.xpath("//figure[@id='picture-6']")
    assert absent.get("class") == "picture absent"
    assert "Picture 6 of 6" in absent.text_content()
    assert (absent.xpath(".//a/@href"), absent.xpath(".//a/@rel")) == (["https://elsewhere.example/6.jpg"], ["noreferrer nofollow"])  # fmt: skip
    assert page.xpath("//figure[@id='picture-2']")[0].get("class") == "picture absent"  # SVG is not shown


# The words of a query, and the hits beside


def test_the_words_of_a_query_are_marked_and_lead_to_the_hits_beside(aged_web: str) -> None:
    told = get_json(f"{aged_web}archive/search.json?q={quote('濕地')}")
    before, here, after = (hit["id"] for hit in told["hits"][:3])
    page = read(f"{aged_web}archive/articles/{here}?q={quote('濕地')}&sort=best&at=2&_lang=en")
    marks = page.xpath("//article//mark")
    assert {mark.text_content() for mark in marks} == {"湿地"}
    assert [mark.get("id") for mark in marks] == [f"mark-{n}" for n in range(1, len(marks) + 1)]
    way = page.xpath("//nav[@class='hits']")[0]
    links = {link.text_content(): link.get("href") for link in way.xpath(".//a")}
    kept = urlencode({"q": "濕地", "sort": "best"})
    assert links == {
        "← Back to the results": f"/archive/search?{kept}",
        f"{len(marks)} matches, to the first ↓": "#mark-1",
        **({"↑": "#mark-1", "↓": "#mark-2"} if len(marks) > 1 else {}),  # shown by the script
        "← Previous": f"/archive/articles/{before}?{kept}&at=1",
        "Next →": f"/archive/articles/{after}?{kept}&at=3",
    }
    assert f"2 of {told['total']}" in way.text_content()
    converted = read(f"{aged_web}archive/articles/{here}?q={quote('湿地')}&script=Hant")
    assert {mark.text_content() for mark in converted.xpath("//article//mark")} <= {"濕地", "溼地"}


def test_from_a_marked_word_one_steps_to_the_next_and_back(aged_web: str) -> None:
    with browsing() as browser:
        page = browser.new_page(locale="en-GB")
        page.goto(f"{aged_web}archive/articles/1?q=的&at=1")
        steps = page.locator(".hits .steps")
        number = int(steps.get_attribute("data-marks") or 0)
        assert number > 1 and not steps.is_visible()
        page.locator(".hits > a[href='#mark-1']").click()
        for link, at in (("Next match", 2), ("Previous match", 1), ("Previous match", number)):
            steps.get_by_label(link).press("Enter")
            assert steps.inner_text().split("\n") == ["↑", f"{at} / {number}", "↓"]
            assert page.url.endswith(f"#mark-{at}")
            assert page.evaluate("document.activeElement.getAttribute('aria-label')") == link
        assert not page.locator(".hits > a[href='#mark-1']").is_visible()


def test_a_place_that_is_none_and_a_query_that_is_none_do_no_harm(aged_web: str) -> None:
    for args in ("q=%22%22&at=1", "q=date:x&at=2", "q=a&at=99999999", "q=a&at=x", "state=gone&at=1", "at=3", "q=%00"):
        assert get(f"{aged_web}archive/articles/1?{args}").status == 200, args
    assert not read(f"{aged_web}archive/articles/1?at=3").xpath("//nav[@class='hits']")


# A long text


def test_a_long_text_has_its_headings_and_their_list(pictured: str) -> None:
    page = read(f"{pictured}archive/articles/2")
    assert page.xpath("//details[@class='contents']//a/text()") == ["一、水情", "二、船只", "三、行人"]
    for link in page.xpath("//details[@class='contents']//a"):
        assert page.xpath(f"//h2[@id='{link.get('href')[1:]}']")[0].text_content() == link.text_content()
    assert not read(f"{pictured}archive/articles/3").xpath("//details[@class='contents']")


@pytest.mark.parametrize("args", ["", "?revision=1", "?script=Hant", "?traces=1"])
def test_every_chinese_text_is_said_to_be_chinese(pictured: str, args: str, edited: int) -> None:
    """In the English interface."""
    for number in (1, edited):
        page = read(f"{pictured}archive/articles/{number}{args}", Accept_Language="en")
        wrong = [
            text
            for text in page.xpath("//body//text()[not(ancestor::script)]")
            if re.search(r"[\u4e00-\u9fff]", text)
            and not text.getparent().xpath("string(ancestor-or-self::*[@lang][1]/@lang)").startswith("zh")
        ]
        assert wrong == []
        assert page.xpath("//html/@lang") == ["en"]
