"""The numbers of official documents (文号, 发文字号): 国发〔2026〕3号. What they look like, and one form to compare them by.

The form is that of GB/T 9704-2012, 7.2.5: the short name of the office, the year in 〔〕, the number, 号. Pages write all
kinds of brackets. Orders and announcements are numbered without a year, those of Taiwan by 字第.
"""

import re

from cundang.text.fold import fold

_BRACKETS = str.maketrans({**dict.fromkeys("[({【〖『「<《﹝", "〔"), **dict.fromkeys("])}】〗』」>》﹞", "〕")})
_SPACE = re.compile(r"\s+")
_LABEL = re.compile(r"\s*[^\W\d_][^\d:：〔(（\[]{1,20}[:：]\s*")
_LONGEST = 80  # characters
_NUMBER = re.compile(
    r"(?:[^\W\d_][^\W_]{0,29}(?:〔[^\W_]{1,10}〕[^\W_]{0,20})?〔?(?:19|20)\d\d年?〕?第?\d{1,5}(?:-\d{1,5})?号?"
    r"|[^\W\d_]{1,30}字第[\d-]{1,20}号"
    r"|(?:[^\W\d_]{1,30})?(?:(?:19|20)\d\d年)?第[\d〇一二三四五六七八九十百]{1,6}号)",
)


def fold_number(text: str) -> str:
    """The form by which numbers are compared and searched: folded, without spaces, all brackets as 〔〕, in lower case.

    >>> fold_number("國發 [2026] 3 號")
    '国发〔2026〕3号'
    """
    return _SPACE.sub("", fold(text)).translate(_BRACKETS).lower()


def is_document_number(text: str) -> bool:
    """Whether a string has the form of such a number, and nothing else.

    >>> [is_document_number(each) for each in ("冀政办字[2024]12 号", "国务院令第783号", "2024年工作要点")]
    [True, True, False]
    """
    return len(text) <= _LONGEST and _NUMBER.fullmatch(fold_number(text)) is not None


def read_number(raw: str) -> str | None:
    """Read a number of a document or of an index in a string of a page: without its label; None where it is a dash, a
    word or a text.

    >>> read_number("文 号：国发〔2026〕3号"), read_number("索引号： 无")
    ('国发〔2026〕3号', None)
    """
    label = _LABEL.match(raw)
    value = raw[label.end() if label else 0 :].strip()
    is_number = re.search(r"\d", fold(value[:_LONGEST])) or is_document_number(value)
    return value if is_number and len(value) <= _LONGEST else None
