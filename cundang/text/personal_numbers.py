"""Numbers in a text by which a person of the mainland can be reached or known: telephones, resident identity numbers.

Mobile numbers have 11 digits and begin with 13 to 19; area codes of landlines begin with 0 and have three digits (010,
02x) or four (the national numbering plan of MIIT). Resident identity numbers are those of GB 11643: six digits of the
place, the day of birth, three of order, a check digit; those of before 1999 have 15 digits and no check digit. Hotlines
(110, 12345, 400-, 800-) are none of these.
"""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

KINDS = ("mobile", "landline", "identity")
# One character for one, so that places stay.
_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("－–—‐‑‒―", "-"),
        **dict.fromkeys("\u3000\u00a0\t", " "),
        **{"＋": "+", "（": "(", "）": ")", "Ｘ": "X", "ｘ": "x"},
    }
)
_FOLDED = re.compile("[０-９]")
# Part of a longer number or of an address: no telephone.
_BEFORE, _AFTER = r"(?<![\d_=&])(?<!\d[.,])", r"(?![\dA-Za-z]|[.,]\d|\.[a-z])"
_MOBILE = re.compile(
    rf"{_BEFORE}(?:(?:\+|00)?86\)?[ -]?)?"
    r"(1[3-9]\d(?:[ -]?\d{4}[ -]?\d{4}|\d[ -]\d{3}[ -]\d{4}|[ -]\d{3}[ -]?\d{5}))"
    rf"{_AFTER}(?! ?(?:元|股|吨|亿|万元|万股|万吨|美元|港元|[%％]))"
)
_AREA = (
    r"10|2\d|3(?:1\d|35|49|[579]\d)|4[1-8]\d|5[1-9]\d|6(?:3[1-5]|6\d|9[12])|7[1-9]\d|8(?:1[2-8]|2[5-7]|[3579]\d|8[3-8])"
    r"|9[0134579]\d"
)
_LANDLINE = re.compile(
    rf"{_BEFORE}(?<!\d-)(?:(?:\+|00)86\)?[ -]?\(?0?|\(?0)({_AREA})(?:\)[ -]?| ?- ?| )([2-8]\d{{2,3}}[ -]?\d{{4}})(?!\d)"
)
_UNPARTED = re.compile(rf"{_BEFORE}0({_AREA})([2-8]\d{{6,7}}){_AFTER}")
_CALL = re.compile("电话|電話|热线|熱線|传真|傳真|联系|聯繫|聯絡|致电|致電|拨打|撥打|座机|tel|fax", re.IGNORECASE)
_ROW = re.compile(r"\d[ \n]|[ \n]\d")  # numbers beside each other, as in a table
_NEAR = 12  # characters before a number without a mark after its area code, in which it is called a telephone
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = re.compile(rf"(?<![\dA-Za-z])([1-9]\d{{5}}) ?((?:18|19|20)\d\d{_DAY}) ?(\d{{3}}[\dXx])(?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(rf"(?<![\dA-Za-z.,])([1-9]\d{{5}})(\d\d{_DAY})(\d{{3}})(?![\dA-Za-z])(?![.,]\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = {
    *(11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46),
    *(50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83),
}


class PersonalNumber(NamedTuple):
    """A number in a text: of which of KINDS, from where to where it stands, and in one form, by which it is told from
    others: `13812345678`, `0312-1234567`, `110101199003070003`.
    """

    kind: str
    start: int
    end: int
    number: str


def find_personal_numbers(text: str, kinds: Collection[str] = KINDS) -> Iterator[PersonalNumber]:
    """Find the numbers of some kinds in a text, kind by kind.

    >>> [(each.kind, each.number) for each in find_personal_numbers("热线12345，手机１３８ 0000 1234，座机(0312)2000000")]
    [('mobile', '13800001234'), ('landline', '0312-2000000')]
    """
    folded = text.translate(_FOLD)
    if "mobile" in kinds:
        for found in _MOBILE.finditer(folded):
            beside = folded[max(0, found.start() - 2) : found.start()], folded[found.end() : found.end() + 2]
            if " " in found[1] and any(_ROW.fullmatch(each) for each in beside):
                continue
            yield PersonalNumber("mobile", found.start(1), found.end(1), _keep_digits(found[1]))
    if "landline" in kinds:
        for found in _find_landlines(folded):
            code, local = found[1], _keep_digits(found[2])
            if len(local) == 8 or len(code) == 3:
                yield PersonalNumber("landline", found.start(), found.end(), f"0{code}-{local}")
    if "identity" in kinds:
        for found in _IDENTITY.finditer(folded):
            number = "".join(found.groups()).upper()
            if _is_place(number) and _is_day(found[2]) and compute_check_digit(number) == number[-1]:
                yield PersonalNumber("identity", found.start(), found.end(), number)
        for found in _OLD_IDENTITY.finditer(folded):
            if _is_place(found[1]) and _is_day(f"19{found[2]}"):
                yield PersonalNumber("identity", found.start(), found.end(), found[0])


def _find_landlines(text: str) -> Iterator[re.Match[str]]:
    yield from _LANDLINE.finditer(text)
    for found in _UNPARTED.finditer(text):
        if _CALL.search(text, max(0, found.start() - _NEAR), found.start()):
            yield found


def _keep_digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def _is_place(number: str) -> bool:
    """Whether the first two digits are those of a province (GB/T 2260)."""
    return int(number[:2]) in _PROVINCES


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day on which somebody was born: of the calendar, and not to come."""
    try:
        return date.fromisoformat(digits) <= datetime.now(UTC).date()
    except ValueError:
        return False


def compute_check_digit(number: str) -> str:
    """Compute the last character of an identity number from the 17 digits before it (GB 11643, ISO 7064 MOD 11-2).

    >>> compute_check_digit("11010119900307000")
    '3'
    """
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def mask(number: PersonalNumber) -> str:
    """A number as a list may show it.

    >>> mask(PersonalNumber("mobile", 0, 11, "13800001234")), mask(PersonalNumber("landline", 0, 12, "0312-2000001"))
    ('138****1234', '0312-****001')
    """
    if number.kind == "landline":
        code, local = number.number.split("-")
        return f"{code}-{'*' * (len(local) - 3)}{local[-3:]}"
    if number.kind == "mobile":
        return f"{number.number[:3]}****{number.number[-4:]}"
    return f"{number.number[:3]}{'*' * (len(number.number) - 5)}{number.number[-2:]}"
