"""Dates that a reader sees on a page in Chinese, by the place where they stand; those of other things are left out.

Such a page has its own day beside the headline, beside the end of its text, or at the beginning of it. Its other days
are of comments, of other articles, of events and deadlines, of the site, or today's.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

from cundang.model.article import Field
from cundang.text.calendars import DAY, find_matches
from cundang.text.clock import CLOCK
from cundang.text.fold import fold
from pipelines.extract.blocks import Block
from pipelines.extract.hints import BITS
from pipelines.extract.page_view import PageView, read_machine_field
from pipelines.extract.tree import to_line

_ELSEWHERE = BITS["related"] | BITS["comment"]
_NO_ARTICLE = _ELSEWHERE | BITS["side"]
_LONGEST = 160  # characters of a line with a date
_MOST_LETTERS = 40  # beside a date; a line with more of them says something else about the day
_MOST_ABOVE = 6  # blocks above the headline
_FURTHEST = 25  # blocks between headline and text
_MOST_BELOW = 8  # blocks below the text
_MOST_TABLE = 40  # blocks above the headline that may be the head of a document
_MOST_SIGNED = 12  # blocks from the end of the text, where a notice is signed; attachments may follow
# Folded, as all patterns here.
_DIGIT = re.compile(
    r"\d|[一二] ?[〇零○◯oΟО九](?: ?[〇零○◯oΟО一二三四五六七八九]){2} ?年"
    r"|民国 ?[元〇零一二三四五六七八九十百]{1,6} ?年",
    re.IGNORECASE,
)
_PUBLISHED = r"(?:发布|发表|发稿|发文|发帖|刊发|刊登|刊载|公开|公告|公布|张贴|上版|上网|录入|添加|撰稿|成文|生成|印发|建档|资料|新闻)"
_LABEL = re.compile(rf"{_PUBLISHED}(?:日期|时间|日|于)?[: \]】)]{{0,4}}(?=\d|[一二][〇零○◯oΟО九])", re.IGNORECASE)
_LABEL_ALONE = re.compile(rf"{_PUBLISHED}(?:日期|时间|日) ?:?")
# The days of a document before those of its publication: what stands first counts.
_BEGINS_LABELLED = re.compile(
    rf"[\W_]{{0,4}}(?:{_PUBLISHED}(?:日期|时间|日|于)?|日期|时间|时|date|time|posted)", re.IGNORECASE
)
_MODIFIED = re.compile(
    r"(?:最[后近新](?:一次)?)?(?:更新|修改|修订|编辑)(?:时间|日期|于|日)[: ]{0,3}|last (?:updated?|modified)",
    re.IGNORECASE,
)
# Today's date as sites show it at their head, and the weather beside it.
_BANNER = re.compile(
    r"今[天日]是|现在是|(?:当前|现在|系统|服务器)(?:时间|日期)|北京时间|农历|[℃°]|气温|天气|多云|晴转|欢迎您|您好|万年历"
)
_WEEKDAY = re.compile(
    r"(?:星期|周|礼拜)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
_IMPRINT = re.compile(r"备案|icp[备证]|版权所有|copyright|©|许可证|网安备|技术支持|copyleft|all rights", re.IGNORECASE)
# What a day is of that stands behind such words.
_OTHER_BEFORE = re.compile(
    r"截止|截至|报名|投标|开标|招标|应聘|有效期|期限|时限|施行|实施|生效|失效|废止|执行|活动|会议|举办|举行|召开|开庭"
    r"|开始|结束|起止|演出|比赛|考试|听证|公示期|公示时间|出生|生于|成立|创刊|创办|建成|注册|上映"
    r"|开业|到期|交稿|征稿|开[展放课]|展[出览]|放映|义诊|招聘|庙会|营业|讲座|培训|集合|出发|发车|[面笔]试|体检|缴费|登记|受理"
    r"|[上下前后][一]?[篇条则章]|相关|推荐|热[点门]|网友|\d楼|楼主|沙发|回复|留言|签发[:：]?$"
)
# 于2023年 ..., unless what was done then is the publication.
_LEADS_ON = re.compile(r"(?:(?<![发布表刊载新辑改])于|[在自从至到为前后即迄距])\s?$")
_GOES_ON = re.compile(
    r"\s?(?:[前后起止内至到在由将的为、]|,(?! ?\d{1,2}:\d\d)|以[前后来]|[-—~～–]{1,2} ?\d{1,2} ?[月日/-])"
)
_PLACE = re.compile(r"地[点址]")  # 时间：2024年5月6日 地点：...
_LONGEST_CLOCK = 16  # characters between a day and what it is a day of
_NAMED_TODAY = re.compile(r"today|weather|tianqi|clock|\bnow", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！!？?;；]")
# The heading of what follows an article.
_HEADING_OF_OTHERS = re.compile(
    r"[\W_]{0,4}(?:(?:网友|最新|热门|精彩|精选|全部|所有|我要|发表|文章|读者|用户){0,2}(?:评论|留言|跟[帖贴]|回复)"
    r"|相关(?:新闻|阅读|文章|链接|推荐|报道|内容|资讯|信息)|(?:推荐|延伸|拓展)阅读|为您推荐|猜你喜欢|大家都在看|(?:新闻|文章|热点|热门|精彩|最新|今日)"
    r"(?:推荐|排行|资讯|新闻|文章|内容|发布|动态|消息|榜)|(?:点击|阅读)?排行|更多|[上下前后]一?[篇条则])",
    re.IGNORECASE,
)
_LONGEST_HEADING = 24  # characters; 上一篇 and what it links stand on one line
# 苇塘日报2023年4月12日讯 | 新华社北京二〇〇三年四月十二日电 | (本报2023年4月12日报道)
_DATELINE = re.compile(r"[^。!?;,，:：]{0,30}$")
_WIRE = re.compile(r" ?(?:上午|下午|晚)?[)）】]? ?(?:专?[电讯]|报[道导]|消息)")
_BEFORE_SIGNED = re.compile(r"[^,，。:：;；!?？\d·•*]{0,40}")
_TITLED = re.compile(r"\w[(\[]$")  # 石匠进山(2024-05-05), in a list below the text
_BEHIND_SIGNED = re.compile(r"\s{0,3}(?:印发|发布|讯)?\s{0,3}[)）。]?\s{0,3}")
_YEARLESS = re.compile(
    r"(?<![\d年/.-])(?<!\d:)(1[0-2]|0?[1-9])(?:[-/.](?=\d{1,2}(?:[^\w./-]|\d\d:|$))| ?月 ?)(3[01]|[12]\d|0?[1-9])"
    r"(?:(?![\d./-])|(?=\d\d:\d\d))(?: ?[日号])?"
)
_YEAR_IN_URL = re.compile(r"/((?:19|20)\d\d)(?=[/_-]|[01]\d)")
_MONTH_IN_URL = re.compile(r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])(?!\d)")
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d) ?年?")


def find_head_dates(view: PageView) -> Iterator[Field]:
    """Find dates between the headline and the text, and then those right above the headline."""
    blocks = view.blocks
    running = _find_running(view)
    for number in _list_head(view):
        if blocks[number].near_hints & _ELSEWHERE or (number < _start_of(view) and _is_row(blocks[number])):
            continue
        for part in _split(blocks[number]):
            line = _cut_to_own(view, part)
            is_below = number >= running
            if number + 1 < len(blocks) and _PLACE.match(fold(blocks[number + 1].line)):
                continue
            if line and _is_date_line(line, blocks[number], is_below) and not _is_of_other(view, line):
                yield Field(_add_year(view, number, line), "line near the title")
    for number in _list_above(view):
        line = _cut_to_own(view, to_line(blocks[number].text))
        if (
            line
            and _is_date_line(line, blocks[number], False)
            and not _is_of_other(view, line)
            and not _is_today(view, line, blocks[number])
        ):
            yield Field(line, "line near the title")


def find_labelled_dates(view: PageView) -> Iterator[Field]:
    """Find dates behind a word for publishing: in the head of a document, and right below the text."""
    start = _start_of(view)
    above = range(max(0, start - _MOST_TABLE), start)
    for number in chain(above, _list_below(view)):
        block = view.blocks[number]
        if block.hints & _NO_ARTICLE:
            continue
        parts = _split(block)
        if number + 1 < len(view.blocks) and _LABEL_ALONE.fullmatch(fold(block.line)):
            parts = [f"{block.line} {view.blocks[number + 1].line}"]
        for part in parts:
            folded = fold(part)
            if (label := _LABEL.search(folded)) and not _IMPRINT.search(folded):
                yield Field(part[label.start() :], "labelled date")


def find_signature(view: PageView) -> Iterator[Field]:
    """Find the day in the line below the signature of a notice: the last such line of the text."""
    running = _find_running(view)
    numbers = [number for number in _list_text(view) if number >= running][-_MOST_SIGNED:]
    for number in reversed(numbers):
        if view.blocks[number].linked or view.blocks[number].near_hints & _NO_ARTICLE:
            continue
        for part in reversed(_split(view.blocks[number])):
            folded = fold(part)
            matches = list(find_matches(part, folded, view.of_republic))
            if len(matches) == 1 and not _is_of_other(view, part):
                before, behind = folded[: matches[0].start()].strip("( "), folded[matches[0].end() :]
                is_signed = _BEFORE_SIGNED.fullmatch(before) and _BEHIND_SIGNED.fullmatch(behind)
                if is_signed and not (number > view.chosen[-1] and _TITLED.search(folded[: matches[0].start()])):
                    yield Field(part[matches[0].start() :], "signature")


def find_dateline(view: PageView) -> Iterator[Field]:
    """Find the day that a text begins with: 苇塘日报2023年4月12日讯."""
    for number in [number for number in view.chosen if number > view.headline][:3]:
        line = view.blocks[number].line[:80]
        folded = fold(line)
        for match in find_matches(line, folded, view.of_republic):
            if _DATELINE.match(folded[: match.start()]) and _WIRE.match(folded, match.end()):
                yield Field(line[match.start() : match.end()], "beginning of the text")
        year = _YEAR_IN_URL.search(view.url)
        day = _YEARLESS.search(folded)
        if year and day and _DATELINE.match(folded[: day.start()]) and _WIRE.match(folded, day.end()):
            yield Field(f"{year[1]}-{day[1]}-{day[2]}", "beginning of the text, year of the address")


def find_modified_lines(view: PageView) -> Iterator[Field]:
    """Find lines beside the headline that say when the page was last changed."""
    for number in chain(_list_head(view), _list_above(view)):
        for part in _split(view.blocks[number]):
            if len(part) <= _LONGEST and (word := _MODIFIED.search(fold(part))) and _DIGIT.search(part[word.end() :]):
                yield Field(part[word.start() :], "line of a change")


def _cut_to_own(view: PageView, line: str) -> str:
    """Cut a line to what it says of the publication; empty where it has no digits, or says when it was changed alone.

    It stays whole where its first day is that of the publication: the cleaning knows it by that.
    """
    if len(line) > _LONGEST:
        return ""
    folded = fold(line)
    label = _LABEL.search(folded)
    start = label.start() if label else 0
    modified = _MODIFIED.search(folded, start)
    end = modified.start() if modified else len(line)
    if not _DIGIT.search(folded, start, end):
        return ""
    cut = line[start:end]
    return line if view.parse_date(line) == view.parse_date(cut) else cut


def _is_date_line(line: str, block: Block, is_below: bool) -> bool:
    """Whether a line is there for its date. Below the beginning of the text it begins with it, and is named for it."""
    folded = fold(line)
    is_labelled = _BEGINS_LABELLED.match(folded) is not None
    is_named = block.near_hints & BITS["time"] != 0
    if is_below:
        begins = re.match(r"[\W_]{0,3}\d", folded) is not None or (len(folded) < 50 and _has_clock(folded))
        return (is_named and begins and not _SENTENCE.search(folded)) or _LABEL.match(folded) is not None
    letters = sum(c.isalpha() for c in line)
    return (is_labelled or is_named or letters <= _MOST_LETTERS) and not _SENTENCE.search(folded.rstrip("。"))


def _is_of_other(view: PageView, line: str) -> bool:
    """Whether the first day of a line is that of an event, a deadline, another article, the site, or today."""
    folded = fold(line)
    if _BANNER.search(folded) or _IMPRINT.search(folded):
        return True
    match = next(find_matches(line, folded, view.of_republic), None) or _YEARLESS.search(folded)
    if not match:
        return False
    before, behind = folded[: match.start()], folded[match.end() :]
    if _PLACE.search(behind[:_LONGEST_CLOCK]):
        return True
    return bool(_OTHER_BEFORE.search(before[-20:]) or _LEADS_ON.search(before) or _GOES_ON.match(behind))


def _is_row(block: Block) -> bool:
    """Whether a block is a row of a list of other articles: most of it is a link."""
    return block.linked >= 6 and block.linked * 5 >= 2 * len(block.line)


def _is_today(view: PageView, line: str, block: Block) -> bool:
    """Whether a line above the headline is likely today's date: a weekday, no clock, and no page of a newspaper."""
    folded = fold(line)
    is_weekday = _WEEKDAY.search(folded) is not None and "版" not in folded
    return (is_weekday or _NAMED_TODAY.search(block.signature) is not None) and len(view.parse_date(line)) <= len(
        "2024-03-08"
    )


def _has_clock(folded: str) -> bool:
    return re.search(r"\d:\d\d", folded) is not None


def _add_year(view: PageView, number: int, line: str) -> str:
    """Add the year to a line that has month and day alone: that of the address, or of the block beside it."""
    folded = fold(line)
    if next(find_matches(line, folded, view.of_republic), None) or not (day := _YEARLESS.search(folded)):
        return line
    beside = (fold(view.blocks[n].line) for n in (number - 1, number + 1) if 0 <= n < len(view.blocks))
    alone = next(filter(None, map(_YEAR_ALONE.fullmatch, beside)), None)
    month = _MONTH_IN_URL.search(view.url)
    in_url = _YEAR_IN_URL.search(view.url) if not month or int(month[2]) == int(day[1]) else None
    year = alone or in_url or _find_year_in_metas(view, int(day[1]), int(day[2]))
    behind = line[day.end() :]
    if alone and not CLOCK.match(folded, day.end()) and number + 1 < len(view.blocks):
        behind = f" {view.blocks[number + 1].line}" if _has_clock(view.blocks[number + 1].line) else behind
    return f"{year[1]}-{day[1]}-{day[2]}{behind}" if year else line


def _find_year_in_metas(view: PageView, month: int, day: int) -> re.Match[str] | None:
    """Find what tells machines of a month and a day, a meta or JSON-LD, with its year."""
    told = chain(view.metas.values(), (field.value for field in read_machine_field("published", view)))
    days = map(DAY.match, told)
    return next((found for found in days if found and (int(found[2]), int(found[3])) == (month, day)), None)


def _split(block: Block) -> list[str]:
    return list(filter(None, map(to_line, block.text.split("\v"))))


def _start_of(view: PageView) -> int:
    """The number of the headline, or of the first block of the text.

    What was taken for a headline far above the text may be one in a menu; one below heads the same article once more,
    for telephones.
    """
    first = view.chosen[0] if view.chosen else 0
    is_below = bool(view.chosen) and view.headline > view.chosen[-1]
    if view.headline < 0 or is_below or first - view.headline > _FURTHEST:
        return first
    line = view.blocks[view.headline].line
    again = (
        n for n in range(view.headline + 1, min(len(view.blocks), view.headline + 9)) if view.blocks[n].line == line
    )
    return max(again, default=view.headline)


def _find_running(view: PageView) -> int:
    """The number of the first block of running text below the headline, which may be there twice."""
    start = _start_of(view)
    line = view.blocks[start].line if view.blocks else ""
    again = (n for n in range(start + 1, min(len(view.blocks), start + 9)) if view.blocks[n].line == line)
    start = max(again, default=start)
    for number in view.chosen:
        line = view.blocks[number].line
        if number >= start and number != view.headline and len(line) > 30 and re.search("[。！？，]", line):
            return number
    return view.chosen[-1] + 1 if view.chosen else len(view.blocks)


def _list_head(view: PageView) -> list[int]:
    """The blocks from the headline, or from some above the text, into its beginning."""
    running, start = _find_running(view), _start_of(view)
    is_far = start != view.headline
    first = max(0, start - _MOST_ABOVE) if is_far else start
    last = max(view.chosen, default=len(view.blocks) - 1)
    below = takewhile(lambda n: not _is_heading_of_others(view.blocks[n]), range(running, min(last + 1, running + 6)))
    beside = range(view.headline, min(view.headline + 4, first)) if is_far and _is_own_headline(view) else ()
    return [*beside, *range(first, min(running, first + _FURTHEST)), *below]


def _is_own_headline(view: PageView) -> bool:
    """Whether what was taken for a headline is none of a menu."""
    return view.headline >= 0 and not (
        view.blocks[view.headline].linked or view.blocks[view.headline].hints & BITS["nav"]
    )


def _list_above(view: PageView) -> Iterator[int]:
    """The blocks right above the headline, the nearest first, up to a menu or the path to the page."""
    if view.headline < 0:
        return
    start = view.headline
    for number in range(start - 1, max(-1, start - 1 - _MOST_ABOVE), -1):
        block = view.blocks[number]
        if block.linked * 2 > len(block.text.strip()) or block.hints & (BITS["nav"] | _NO_ARTICLE):
            return
        yield number


def _list_text(view: PageView) -> list[int]:
    """The blocks of the text and the two below it, up to the heading of something else."""
    if not view.chosen:
        return []
    last = view.chosen[-1]
    numbers = [*view.chosen, *range(last + 1, min(len(view.blocks), last + 3))]
    return _cut_at_others(view, numbers)


def _list_below(view: PageView) -> list[int]:
    """The blocks below the text, up to the heading of something else."""
    if not view.chosen:
        return []
    last = (_cut_at_others(view, view.chosen) or [view.chosen[0]])[-1]
    return _cut_at_others(view, range(last, min(len(view.blocks), last + 1 + _MOST_BELOW)))


def _cut_at_others(view: PageView, numbers: Sequence[int]) -> list[int]:
    running = _find_running(view)
    return list(takewhile(lambda n: n <= running or not _is_heading_of_others(view.blocks[n]), numbers))


def _is_heading_of_others(block: Block) -> bool:
    """Whether a block begins what is no more the article: comments, other articles, the way to the next one."""
    folded = fold(block.line)
    found = _HEADING_OF_OTHERS.match(folded)
    is_link = re.match(r"[\W_]{0,4}[上下前后]一?[篇条则]", folded) is not None
    return found is not None and (len(folded) <= _LONGEST_HEADING or is_link)
