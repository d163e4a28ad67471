"""Telephone and identity numbers in texts, in the forms in which pages write them, and what only looks like one."""

import pytest

from cundang.text.personal_numbers import compute_check_digit, find_personal_numbers, mask

BORN = "11010119900307000"
IDENTITY = BORN + compute_check_digit(BORN)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("电话13800001234，", "13800001234"), ("138-0000-1234", "13800001234"), ("138 0000 1234", "13800001234"),
        ("1380 000 1234", "13800001234"), ("1380000 1234", "13800001234"), ("+86 13800001234", "13800001234"),
        ("86-13800001234", "13800001234"), ("(+86)138 00001234", "13800001234"), ("0086-13800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"), ("１３８　００００　１２３４", "13800001234"),
        ("13800001234/0312-2000000", "13800001234"), ("微信V13800001234", "13800001234"),
        ("0312-2000000", "0312-2000000"), ("（0312）2000000", "0312-2000000"), ("0312—2000000转801", "0312-2000000"),
        ("010-6000 0000", "010-60000000"), ("+86-10-60000000", "010-60000000"), ("(86)021-60000000", "021-60000000"),
        ("联系电话：03122000000", "0312-2000000"), ("０３１２－２００００００", "0312-2000000"),
        (f"身份证号{IDENTITY}。", IDENTITY), (f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", IDENTITY),
        ("旧证110101900307123", "110101900307123"),
    ],
)  # fmt: skip
def test_a_number_is_found_in_each_form(text: str, number: str) -> None:
    (found, *others) = [each for each in find_personal_numbers(text) if each.number == number]
    assert not others
    assert [character for character in text[found.start : found.end] if character.isdigit()]


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345、110、12306或96310", "400-810-1234、800-810-1234", "0312-12345", "010-2024", "产值13800001234元",
        "3.13800001234", "13800001234.5", "t20240513_13800001234", "id=13800001234", "/13800001234.html",
        "010070120010000000000000011100001380001234",  # as Xinhua's tracking number: 42 digits
        "国发〔2024〕13号", "2024-05-13 20:00:00", "ISBN 978-7-010-20000000",
        "表 12 1380 000 1234 56", "13321152174e36", "03122000000", "12800001234", "138000012345",
        IDENTITY[:-1] + ("0" if IDENTITY[-1] != "0" else "1"),  # a wrong check digit
        f"1{IDENTITY}", "110101199013070001", "110101209003070001", "991231900307123", "110101900231123",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert list(find_personal_numbers(text)) == []


def test_a_check_digit_is_that_of_the_standard() -> None:
    assert compute_check_digit("11010519491231002") == "X"  # the example of GB 11643-1999


def test_masks_leave_what_a_person_needs_to_find_it() -> None:
    text = f"13800001234 0312-2000001 {IDENTITY}"
    assert [mask(each) for each in find_personal_numbers(text)] == [
        "138****1234",
        "0312-****001",
        f"110{'*' * 13}{IDENTITY[-2:]}",
    ]


def test_kinds_can_be_chosen() -> None:
    text = f"13800001234 0312-2000001 {IDENTITY}"
    assert [each.kind for each in find_personal_numbers(text, ("landline",))] == ["landline"]
