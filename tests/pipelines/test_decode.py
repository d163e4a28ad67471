"""Decoding: which encoding a page is in, whatever it says of itself."""

import codecs
import csv
import gzip
import html

import pytest
from bs4.dammit import UnicodeDammit

from cundang.model.errors import RefusedError
from cundang.text.encoding import Decoded
from pipelines.decode import decode
from tests.helpers.pages import page
from tests.helpers.paths import shared

TEXT = "<p>新区的第一批树苗昨天种下，村民和志愿者一起培土浇水，忙到天黑才回家。</p>"
HANT = "<p>新區的第一批樹苗昨天種下，村民和志願者一起培土澆水，忙到天黑才回家。</p>"
RARE = "<p>朱镕基、陶喆与“𠮷野家”</p>"  # 镕 and 喆 are in GBK, 𠮷 is in GB 18030 alone
# What a page labelled so is read as: GB 18030 holds gb2312 and gbk, Big5-HKSCS holds Big5.
HOLDS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def says(charset: str) -> str:
    return f"text/html; charset={charset}"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "reason"),
    [
        (TEXT.encode("gbk"), says("GBK"), "gb18030", "declared in the header"),
        (TEXT.encode("gbk"), 'text/html; Charset="gb2312"', "gb18030", "declared in the header"),
        (HANT.encode("big5"), says("big5"), "big5hkscs", "declared in the header"),
        (TEXT.encode(), says("gb2312"), "utf-8", "valid UTF-8"),
        (f"<meta charset=gb2312>{TEXT}".encode(), "text/html", "utf-8", "valid UTF-8"),
        (f"<meta charset='gb2312'>{TEXT}".encode("gbk"), says("utf-8"), "gb18030", "declared in the meta"),
        (f"<meta charset=gb2312>{TEXT}".encode("gbk"), says("ISO-8859-1"), "gb18030", "declared in the meta"),
        (f"<meta charset=gb2312>{TEXT}".encode("gbk"), says("no-such"), "gb18030", "declared in the meta"),
        (f"<meta http-equiv=Content-Type content='text/html; charset=gb2312'>{RARE}".encode("gb18030"), "", "gb18030", "declared in the meta"),
        (f'<script charset="utf-8" src=a.js></script><meta charset="big5">{HANT}'.encode("big5"), "", "big5hkscs", "declared in the meta"),
        (f'<?xml version="1.0" encoding="gbk"?>{TEXT}'.encode("gbk"), "", "gb18030", "declared in the meta"),
        (codecs.BOM_UTF8 + TEXT.encode(), says("gbk"), "utf-8", "byte order mark"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), says("gbk"), "utf-16-le", "byte order mark"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "", "utf-16-be", "byte order mark"),
    ],
)  # fmt: skip
def test_what_a_page_is_read_as(body: bytes, content_type: str, encoding: str, reason: str) -> None:
    decoded = decode(page(body, content_type))
    assert (decoded.encoding, decoded.reason) == (encoding, reason)
    assert any(decoded.text.endswith(text) for text in (TEXT, HANT, RARE))
    assert "\ufeff" not in decoded.text


@pytest.mark.parametrize(("text", "encoding"), [(TEXT, "gb18030"), (HANT, "big5hkscs")])
def test_without_a_declaration_the_bytes_tell(text: str, encoding: str) -> None:
    assert decode(page(text.encode(encoding))) == Decoded(text, encoding, "sniffed")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Новости района: весной снова открыта переправа.", "koi8-r"),
        ("川の渡し船が三年ぶりに再開し、村の人々が集まった。", "shift_jis"),
    ],
)
def test_bytes_of_another_language_are_read_by_beautiful_soup(text: str, encoding: str) -> None:
    decoded = decode(page(f"<p>{text}</p>".encode(encoding) * 20))
    assert decoded.text.startswith(f"<p>{text}</p>")
    assert decoded.reason == "sniffed by Beautiful Soup"


def test_single_invalid_bytes_do_not_refuse_a_page() -> None:
    decoded = decode(page((TEXT * 20).encode("gbk") + b"\xff" + (TEXT * 20).encode("gbk"), says("gb2312")))
    assert decoded == Decoded(f"{TEXT * 20}\ufffd{TEXT * 20}", "gb18030", "sniffed; 1 unreadable")


def test_a_character_cut_off_at_the_end_is_a_truncated_answer_and_no_other_encoding() -> None:
    assert decode(page(f"{TEXT}新".encode()[:-1])) == Decoded(TEXT, "utf-8", "valid UTF-8")


GERMAN = "<p>Das Bürgeramt öffnet künftig länger: „mittags“ bleiben die Schalter geöffnet.</p>"
CYRILLIC = "<p>Новости района: весной снова открыта переправа.</p>"
KOREAN = "<p>나루터의 배가 삼 년 만에 다시 다니고 똠방각하를 본 마을 사람들이 모였다.</p>"  # 똠 is in UHC alone
JAPANESE = "<p>川の渡し船が三年ぶりに再開し、①番の船に髙橋さんが乗った。</p>"  # ① and 髙 are in cp932 alone


@pytest.mark.parametrize(
    ("text", "says", "written", "encoding"),
    [
        (GERMAN, "iso-8859-1", "cp1252", "cp1252"), (GERMAN, "", "cp1252", "cp1252"), (GERMAN, "x-user-defined", "cp1252", "cp1252"),
        (GERMAN, "utf-7", "cp1252", "cp1252"), (GERMAN, "unicode_escape", "cp1252", "cp1252"), (GERMAN, "utf-16", "cp1252", "cp1252"),
        *((TEXT, name, "gbk", "gb18030") for name in ("rot13", "hex", "idna", "undefined", "zlib", "utf-16", "iso-8859-1", "klingon")),
        (TEXT, "utf-16", "utf-8", "utf-8"), (TEXT, "hz-gb-2312", "hz", "hz"), (HANT, "gbk", "big5", "big5hkscs"),
        (KOREAN, "euc-kr", "cp949", "cp949"), (KOREAN, "ks_c_5601-1987", "cp949", "cp949"), (JAPANESE, "Shift_JIS", "cp932", "cp932"),
        (JAPANESE.replace("①", "").replace("髙", "高"), "iso-2022-jp", "iso2022_jp", "iso2022_jp"),
        ("<p>Příliš žluťoučký kůň úpěl ďábelské ódy.</p>", "windows-1250", "cp1250", "cp1250"),
        ("<p>The ferry sails at noon.\xa0\xa0\xa0It comes back.</p>", "", "cp1252", "cp1252"),
    ],
)  # fmt: skip
def test_a_page_is_read_as_a_browser_reads_it_whatever_codec_it_names(
    text: str, says: str, written: str, encoding: str
) -> None:
    decoded = decode(page((f"<meta charset='{says}'>" + text * 4).encode(written)))
    assert (decoded.encoding, decoded.text.endswith(text * 4)) == (encoding, True)


@pytest.mark.parametrize(
    "before",
    [
        "<!-- <meta charset=koi8-r> -->", "<!--[if IE]><meta charset=koi8-r><![endif]-->", "<SCRIPT>'<meta charset=koi8-r>'</script>",
        "<style>/*<meta charset=koi8-r>*/</style>", '<meta name="description" content="charset=koi8-r explained">', f"<!--{'x' * 50_000}-->",
    ],
)  # fmt: skip
def test_only_what_declares_is_a_declaration(before: str) -> None:
    decoded = decode(page(f"{before}<meta charset=windows-1251>{CYRILLIC}".encode("cp1251")))
    assert (decoded.encoding, decoded.reason) == ("cp1251", "declared in the meta")


def test_comments_without_an_end_take_no_time() -> None:
    declared = decode(page(b"<!--" * 25_000 + b"<script>" * 10_000 + TEXT.encode("gbk")))
    assert declared.text.endswith(TEXT)


@pytest.mark.parametrize(
    "body", [TEXT.encode().replace("村".encode(), b"\xff"), TEXT.encode().replace("村".encode(), "村".encode()[:2])]
)
@pytest.mark.parametrize("content_type", ["", says("utf-8"), says("gbk"), says("iso-8859-1")])
def test_a_brief_in_utf_8_with_a_broken_byte_is_utf_8(body: bytes, content_type: str) -> None:
    decoded = decode(page(body, content_type))
    assert decoded == Decoded(TEXT.replace("村", "\ufffd"), "utf-8", "sniffed; 1 unreadable")


def test_a_brief_in_gbk_with_a_broken_byte_is_gbk() -> None:
    decoded = decode(page((TEXT * 2).encode("gbk").replace("村".encode("gbk"), b"\xff\xff", 1), says("gbk")))
    assert (decoded.encoding, decoded.text.count("\ufffd") <= 2) == ("gb18030", True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_characters_need_no_mark_and_no_declaration(encoding: str) -> None:
    text = "<p>The ferry sails at noon.</p>" + TEXT
    assert decode(page(f"\n{text}".encode(encoding))).text.strip() == text


def test_a_mark_before_a_text_in_another_encoding_is_that_of_a_template() -> None:
    decoded = decode(page(codecs.BOM_UTF8 + TEXT.encode("gbk"), says("gbk")))
    assert decoded == Decoded(TEXT, "gb18030", "declared in the header")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"), (b" \r\n\t", "empty"), (b"%PDF-1.7\n" + b"x" * 99, "a PDF, and no page"), (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0JFIF", "a JPEG picture"), (gzip.compress(b"x", mtime=0), "a gzip file"), (b"PK\x03\x04", "a ZIP file"),
        (b"text\0" * 500, "NUL bytes"), (bytes(range(128, 256)) * 40, "in no encoding that we know"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as refused:
        decode(page(body))
    assert refused.value.stage == "decode"


def test_every_real_page_is_read_as_a_reader_decoded_it() -> None:
    """By its bytes alone: none of these pages came with its header."""
    with shared("pages/MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        told = {row["path"]: row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)}
    root = shared("pages")
    assert len(told) > 300
    assert {path.relative_to(root).as_posix() for path in root.rglob("*.gz")} == told.keys()
    wrong = []
    for path, row in told.items():
        decoded = decode(page(gzip.decompress((root / path).read_bytes()), ""))
        encoding, title = row["decoded_as"], squeezed(row["title"])
        if HOLDS.get(encoding, encoding) != decoded.encoding or title not in squeezed(decoded.text):
            wrong.append((path, decoded.encoding, encoding, title))
    assert wrong == []


def squeezed(text: str) -> str:
    return "".join(html.unescape(text).split())


def test_a_page_that_beautiful_soup_alone_can_read_is_refused_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "<p>Новости района: весной снова открыта переправа.</p>".encode("koi8-r") * 20
    assert decode(page(body)).encoding == "koi8-r"
    monkeypatch.setattr("cundang.text.encoding.UnicodeDammit", lambda *_, **__: UnicodeDammit(b""))
    with pytest.raises(RefusedError, match="in no encoding that we know"):
        decode(page(body))
