"""The links of a list in HTML, and the days beside them."""

from datetime import datetime, tzinfo

from cundang.text.address import follow
from cundang.text.calendars import DAY
from cundang.text.fold import fold
from pipelines.extract.tree import Element, select, text_of
from scrapers.url_dates import parse_day

_ROWS = ("li", "tr", "dd", "dl")
_LONGEST_ROW = 300  # characters; more is no row of a list


def find_links(tree: Element, base: str, encoding: str = "utf-8") -> list[tuple[str, Element]]:
    """The addresses that the links of a page lead to, absolute, each with its element; `encoding` is the page's."""
    return [(follow(base, href, encoding), a) for a in select(tree, "a, area") if (href := _find_href(a))]


def _find_href(link: Element) -> str:
    """Where a link leads; at mrdx.cn and epaper.legaldaily.com.cn it has `daoxiang` (导向) in place of `href`."""
    return (link.get("href") or link.get("daoxiang") or "").strip()


def find_day_beside(link: Element, zone: tzinfo, fetched_at: datetime) -> str | None:
    """The one day that the row of a link shows; None where it shows none, or several."""
    row = next((e for e in link.iterancestors() if e.tag in _ROWS), None)
    text = text_of(row) if row is not None else ""
    if not text or len(text) > _LONGEST_ROW:
        return None
    days = {parse_day(found[0], zone, fetched_at) for found in DAY.finditer(fold(text))}
    return days.pop() if len(days) == 1 else None
