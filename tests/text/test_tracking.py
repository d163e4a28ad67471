"""Xinhua's tracking number: 42 digits of a fixed make, and no other long number."""

import pytest

from cundang.text.tracking import find_last_number, parse_tracking_number

# The seed's; its catalogue is the site's, its content id the one in the article's address, c_1210457253.htm.
NUMBER = "020020030100000000000000011100001210457253"


def test_its_parts() -> None:
    read = parse_tracking_number(f"/{NUMBER}")
    assert read
    assert (read.number, read.catalogue, read.kind, read.content_id) == (NUMBER, "02002003010", "111", "1210457253")
    assert read.is_article


@pytest.mark.parametrize(
    ("digits", "content_id"),
    [
        ("1380284471", "138028447"),  # of c_138028447.htm: nine digits, a 1 at the end
        ("1297654321", "129765432"),
        ("1125327450", "1125327450"),  # ten digits of the main site
        ("1210457251", "1210457251"),  # ten digits of a hosted one that happen to end with 1
        ("1380284470", "1380284470"),
    ],
)
def test_ids_of_nine_digits_are_padded_with_a_one(digits: str, content_id: str) -> None:
    read = parse_tracking_number(NUMBER[:32] + digits)
    assert read
    assert read.content_id == content_id


def test_an_index_page_says_so() -> None:
    read = parse_tracking_number(NUMBER[:25] + "112" + NUMBER[28:])
    assert read
    assert not read.is_article


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6222020200012345678",  # a bank account
        "020020030100000000000000011100001210457",
        f"{NUMBER}0",
        f"1{NUMBER}",
        NUMBER.replace("0000000011", "0000100011"),
        "0" * 42,
        "1" * 42,
        NUMBER[:25] + "113" + NUMBER[28:],
    ],
)
def test_other_digits_are_none(text: str) -> None:
    assert parse_tracking_number(text) is None


def test_of_several_the_last_counts_within_the_part_that_is_asked_for() -> None:
    other = NUMBER[:32] + "1125327450"
    text = f"{other} 正文 {NUMBER} 完"
    assert (read := parse_tracking_number(text))
    assert read.number == NUMBER
    assert (match := find_last_number(text, 0, len(text) - 3))
    assert match[0] == other  # cut in its middle, the second is none
    assert find_last_number(text, 1, 50) is None
