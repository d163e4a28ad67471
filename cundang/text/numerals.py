"""Chinese numerals, as days and hours are written in them."""

NUMERAL = "[〇零○一二三四五六七八九十百廿卅]"
_DIGITS = {**{c: n for n, c in enumerate("〇一二三四五六七八九")}, "零": 0, "元": 1}
# Nought as pages write it, some by a letter: O, and its like in Greek and Cyrillic.
NOUGHT = "〇零○◯0oOΟО"


def read_count(text: str) -> int:
    """Read a number in digits, in Chinese numerals one by one, or with thousands too: 5594, 五五九四, 五千五百九十四.

    Raises KeyError or ValueError where it is none.
    """
    thousands, thousand, rest = text.replace("两", "二").rpartition("千")
    if not thousand:
        return read_numeral(rest)
    return 1000 * read_numeral(thousands or "一") + (read_numeral(rest.lstrip("零〇") or "〇") if rest else 0)


def read_numeral(text: str) -> int:
    """Read a number in digits, in Chinese numerals one by one, or with hundreds and tens: 113, 一一三, 一百一十三, 廿八.

    Raises KeyError or ValueError where it is none.
    """
    if text.isdigit() and text.isascii():
        return int(text)
    text = (
        "".join("〇" if c in NOUGHT else c for c in text.replace(" ", "")).replace("廿", "二十").replace("卅", "三十")
    )
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGITS[c]) for c in text))
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    tens, ones = tens.strip("〇"), ones.strip("〇")
    return (
        100 * _DIGITS[hundreds or "一"] * bool(hundred)
        + 10 * _DIGITS[tens or "一"] * bool(ten)
        + (_DIGITS[ones] if ones else 0)
    )
