"""The source of an article on a page of no known layout, where no label names it."""

import re
from collections.abc import Iterable

from cundang.model.article import Field
from cundang.text.calendars import DAY
from cundang.text.clock import CLOCK
from cundang.text.fold import CJK, fold
from pipelines.extract.page_view import PageView

# A name in Chinese that is no person's: those have two to four characters, and none ends like these.
ORGANISATION = re.compile(
    f"[{CJK}\\w-]{{0,20}}(?:[网網社台]|(?<!举)[报報]|频道|新闻|综合|中心|委员会|政府|公司|大学|法院|网站|财经|体育|科技"
    f"|娱乐|日报|周刊|杂志|客户端)|[{CJK}]{{6,20}}"
)
_CJK = re.compile(f"[{CJK}]")
_KANA = re.compile("[\u3040-\u30ff가-힣]")


def is_chinese(view: PageView) -> bool:
    """Whether the text of a page begins in Chinese, where an organisation is the source, not the author."""
    beginning = "".join(view.blocks[number].text for number in view.chosen[:3])
    return _CJK.search(beginning) is not None and not _KANA.search(beginning)


def find_after_date(lines: Iterable[str]) -> Field | None:
    """Find the organisation that a line has behind its date and clock: 2019年10月04日 16:22 新京报."""
    for line in lines:
        folded = fold(line)
        day = DAY.search(folded)
        clock = CLOCK.match(folded, day.end()) if day else None
        if clock and ORGANISATION.fullmatch(name := line[clock.end() :].strip()):
            return Field(name, "line of the date")
    return None
