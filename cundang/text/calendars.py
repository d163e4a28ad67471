"""Days as pages write them: the Chinese forms and the western ones, in digits, numerals and words, of two calendars."""

import re
from collections.abc import Iterator
from datetime import date

from cundang.text.language import detect_script
from cundang.text.numerals import NOUGHT, NUMERAL, read_numeral

# 2020-01-31 | 2019年05月02日 | 2023 11/ 17 | ９月３日 is folded first | 2014年1-7月 is no day | 2020-01-3121:09, of two
# elements
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-/.年 ] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?:(?!\d| ?月)|(?=\d\d:\d\d))日?")
# The first letters of the months in the languages that most of the web is in. A month is known by its beginning; the
# longer beginnings come first, so that `juil` is not read as `jui`.
_MONTHS = {
    1: "jan ene gen sty янв led ocak",
    2: "feb fév fev lut фев úno şub",
    3: "mar mär mrt maa mrz мар bře",
    4: "apr avr abr kwi апр dub nis",
    5: "may mai mei mag maj май мая kvě",
    6: "jun juin giu cze июн haz",
    7: "jul juil lug lip июл tem",
    8: "aug août aou ago sie авг ağu",
    9: "sep set wrz сен eyl",
    10: "oct okt ott out paź окт eki",
    11: "nov lis ноя kas",
    12: "dec dez déc dic gru дек pro ara",
}
_BEGINNINGS = sorted(
    ((beginning, month) for month, beginnings in _MONTHS.items() for beginning in beginnings.split()),
    key=lambda pair: -len(pair[0]),
)
MONTH_NAME = "(?:" + "|".join(beginning for beginning, _ in _BEGINNINGS) + r")[^\W\d_]{0,8}\.?"
# 二〇二〇年一月三十一日 | 二ＯＯ三年元月廿八日 | 二 〇 二 〇 年 一 月 三 十 一 日
NUMERAL_DAY = re.compile(
    rf"(?P<zy>[二一] ?[{NOUGHT}九](?: ?[{NOUGHT}一二三四五六七八九]){{2}}) ?年 ?"
    r"(?P<zm>[一二三四五六七八九十](?: ?[一二十]){0,2}|元|\d{1,2}) ?月 ?"
    r"(?P<zd>[一二三四五六七八九十廿卅](?: ?[一二三四五六七八九十]){0,3}|\d{1,2}) ?[日号]"
)
_OTHER_DAYS = (
    # 31 January 2020 | 31. Januar 2020 | 31 de enero de 2020 | 1st of May, 2020 | 26-Nov-2019
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]?(?:of |de |d')?(?P<m>{MONTH_NAME})"
        r"[ ,/-]{0,2}(?:de |del )?(?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    # January 31, 2020 | Jan. 31st 2020
    # A month in capitals may be glued to the word before it, which was in an element of its own: HealthMAY 2, 2020
    re.compile(
        rf"(?:(?<!\w)|(?-i:(?<=[a-z])(?=[A-Z])))(?P<m>{MONTH_NAME}) ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{0,2}}"
        r"(?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    # 31.01.2020
    re.compile(r"(?<![\d.])(?P<d>\d{1,2}) ?\. ?(?P<m>\d{1,2}) ?\. ?(?P<y>(?:19|20)\d\d|\d\d(?![.\d]))(?!\d)"),
    # 31/01/2020 or 01/31/2020
    re.compile(r"(?<![\d/])(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?![\d/])"),
    # 20200131
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T\d{4}|\d{6}(?!\d)|(?!\d))"),
    # 民國109年1月31日 | 中華民國一百一十三年五月二日 | 民國元年
    re.compile(
        rf"民国 ?(?P<roc>\d{{1,3}}|{NUMERAL}{{1,6}}|元) ?年 ?(?P<rm>\d{{1,2}}|{NUMERAL}{{1,3}}|元) ?月 ?"
        rf"(?P<rd>\d{{1,2}}|{NUMERAL}{{1,3}}) ?[日号]"
    ),
    NUMERAL_DAY,
)
# 113-05-18 | 113/05/18 | 113.05.18 | 113年5月18日 | 98/05/18: years of the Republic without the word, as the authorities
# of Taiwan write them; from 79, which is 1990.
_REPUBLIC = re.compile(
    r"(?<![\d./-])(?<!\d:)0?(?P<roc>79|[89]\d|1[0-4]\d) ?(?P<sep>[-/.年]) ?"
    r"(?P<rm>\d{1,2}) ?(?:(?P=sep)|月) ?(?P<rd>\d{1,2})(?!\d|[./-]\d)日?"
)
_DATE_LABEL = re.compile(r"(?:日期|时间|日)[: ]{0,3}$")
_LONGEST_LABEL = 8  # characters


def writes_years_of_the_republic(host: str, text: str) -> bool:
    """Whether a page may count years from 1912 without saying so: one of Taiwan, or in traditional characters."""
    return host.endswith(".tw") or detect_script(text) == "Hant"


def find_matches(raw: str, text: str, of_republic: bool) -> Iterator[re.Match[str]]:
    """Find what looks like a date in a string and its fold.

    Those written year first, else all others, in the order of the text. Years of the Republic without the word are read
    where `of_republic`, or where the string itself is in traditional characters (發布日期：112-04-12).
    """
    matches = list(DAY.finditer(text))
    years = list(filter(_is_of_republic, _REPUBLIC.finditer(text)))
    if years and (of_republic or detect_script(raw) == "Hant"):
        matches += years
    matches = matches or [match for pattern in _OTHER_DAYS for match in pattern.finditer(text)]
    yield from sorted(matches, key=lambda match: match.start())


def _is_of_republic(match: re.Match[str]) -> bool:
    """Whether a match is no part of an address of the internet or a version: of 112.4.12, only behind a label."""
    label = match.string[max(0, match.start() - _LONGEST_LABEL) : match.start()]
    return match["sep"] != "." or len(match["rm"]) == len(match["rd"]) == 2 or _DATE_LABEL.search(label) is not None


def read_day(match: re.Match[str]) -> date:
    """The day of a match. Raises ValueError or KeyError where the calendar has no such day."""
    parts = match.groupdict()
    if not parts:
        return date(int(match[1]), int(match[2]), int(match[3]))
    if parts.get("roc"):
        year = read_numeral(parts["roc"])
        return date(1911 + year, read_numeral(parts["rm"]), read_numeral(parts["rd"]))
    if parts.get("zy"):
        return date(read_numeral(parts["zy"]), read_numeral(parts["zm"]), read_numeral(parts["zd"]))
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    if parts.get("a"):
        day, month = int(parts["a"]), int(parts["b"])
        if month > 12:  # the American order, where only that can be
            day, month = month, day
        return date(year, month, day)
    name = parts["m"]
    month = int(name) if name.isdigit() else next(m for b, m in _BEGINNINGS if name.lower().startswith(b))
    return date(year, month, int(parts["d"]))
