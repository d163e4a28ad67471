"""The further pages of an article, where no profile selects them: their addresses differ by a number only."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from cundang.model.article import MOST_PAGES
from cundang.text.address import canonicalize, is_web, join
from pipelines.extract.hints import BITS, read_hints
from pipelines.extract.tree import Element, base_of, to_line

_MOST_LINKS = 400  # of a pager that are looked at; no article has as many
_MOST_ANCESTORS = 6  # of a link that are asked whether it turns the pages of the comments
_FEW = 10  # articles that have so many pages are rare, and articles' own numbers are higher
_LONGEST = 500  # characters of an address
_SHORT = 16  # characters of a link that may be relative to the page: 2/, index_2.html
# 2 | [2] | page 2 | 第2页 | 第2页：江上的早市
_NUMBER = re.compile(
    r"\W{0,3}(?:第|page |p\.? ?|seite |pagina |página )?(\d{1,3}) ?[页頁]?\W{0,3}|第 ?(\d{1,3}) ?[页頁]\W.{0,80}",
    re.IGNORECASE,
)
# In Chinese a page turns, an article is 篇: 点击下一页继续阅读
_NEXT = re.compile(
    r"\W{0,3}(?:[请請]?[点點][击擊]|进入|進入|阅读|閱讀|查看|翻到|未完待[续續]|\W){0,3}[下后後]一?[页頁]"
    r"(?:\W|[继繼][续續]|[阅閱][读讀]|[浏瀏][览覽]|查看|观看|[全本]文|更多|精彩|[内內]容){0,6}"
)
_PREVIOUS = re.compile(r"\W{0,3}[上前]一?[页頁]\W{0,3}")
_TURN = re.compile(
    r"\W{0,3}(?:[上下前后後首尾末]一?[页頁]|最[后後]一?[页頁]|(?:next|prev|previous|first|last)(?: page)?"
    r"|weiter|zurück|(?:nächste|vorherige) seite|suivante?|précédente?|(?:page )(?:suivante|précédente)"
    r"|siguiente|anterior|(?:次|前)のページ|다음|이전)\W{0,3}|[<>‹›«»→←]{1,3}",
    re.IGNORECASE,
)
_RELS = {"next", "prev", "previous", "last", "first"}
# c_2.html, c-2.html, c_p2.html, c-page-2, /c/2, /c/page/2/, /c/2.html; n101,2.html at NetEase and People's Daily
_PATH = re.compile(
    r"(.*[^/_,-])(?<![/_-]page)([_-](?:page|p)?[_-]?|,|/(?:page/)?)(\d{1,3})((?:\.\w{2,5})?/?)", re.IGNORECASE
)
_QUERY = re.compile(r"(?:p|pn|pg|page|paged|page_?(?:id|no|num|index)|cur(?:rent)?_?page)=(\d{1,3})", re.IGNORECASE)
# The pager that TRS WCM, the CMS of many Chinese authorities, draws by a script: createPageHTML(3, 0, "t2019_1", "htm")
# is of t2019_1.htm, t2019_1_1.htm and t2019_1_2.htm.
_SCRIPTED = re.compile(
    r"\bcreatePageHTML\(\s{0,9}(\d{1,3})\s{0,9},\s{0,9}\d{1,3}\s{0,9}"
    r""",\s{0,9}["']([\w-]{1,100})["']\s{0,9},\s{0,9}["'](\w{1,5})["']"""
)
_INDEX = re.compile(r"/(?:(?:index|default)\.\w{2,5})?$")
_DAY = re.compile(r"/(?:\d{1,2}|(?:19|20)\d\d)$")  # /2024/05/12 is no page of /2024/05


class Numbered(NamedTuple):
    """An address with the number of a page in it, taken apart. `unnumbered` is the address of the page without one."""

    before: str
    digits: str
    after: str
    unnumbered: str

    @property
    def number(self) -> int:
        return int(self.digits)

    @property
    def address(self) -> str:
        return f"{self.before}{self.digits}{self.after}"

    @property
    def is_certain(self) -> bool:
        """Whether the number is a page's for certain: of one digit, after a sign in a name or in a parameter for pages.

        /?p=13 may be the article after /?p=12, /news/13 that after /news/12, and c_41.html that after c_40.html.
        """
        return 0 < self.number < _FEW and (
            self.before[-1:] in "_,-" or (self.before.endswith("=") and not self.before.endswith(("?p=", "&p=")))
        )

    def is_like(self, other: "Numbered | None") -> bool:
        return other is not None and (self.before, self.after) == (other.before, other.after)


def parse_numbered(address: str) -> Numbered | None:
    """Take a canonical address apart at the number of its page; None where it has none.

    >>> parse_numbered("//a.example/2024/c_2.html")
    Numbered(before='//a.example/2024/c_', digits='2', after='.html', unnumbered='//a.example/2024/c.html')
    """
    if len(address) > _LONGEST:
        return None
    path, _, query = address.partition("?")
    parameters = query.split("&") if query else []
    for place, parameter in enumerate(parameters):
        if match := _QUERY.fullmatch(parameter):
            before = f"{path}?{''.join(f'{p}&' for p in parameters[:place])}{parameter[: match.start(1)]}"
            after = "".join(f"&{p}" for p in parameters[place + 1 :])
            rest = "&".join(parameters[:place] + parameters[place + 1 :])
            return Numbered(before, match[1], after, _strip_index(f"{path}?{rest}" if rest else path))
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    name, sign, digits, ending = match.groups()
    if sign == "-" and "." not in ending:
        return None  # /ferry-2 is another article of the name /ferry, as WordPress has it
    if "/" in sign and (_DAY.search(name) or name.count("/") < 3):
        return None
    rest = f"?{query}" if query else ""
    return Numbered(f"{name}{sign}", digits, f"{ending}{rest}", _strip_index(f"{name}{ending}{rest}"))


def find_further_pages(tree: Element, url: str, first: str = "") -> tuple[str, ...]:
    """Find the addresses of the other pages of the article on a page, in order, gaps between their numbers filled.

    At most MOST_PAGES of them. `first` is the address of the article's first page, where the page is known to be one of
    its others.

    A link counts if it looks like one of a pager (a number, "next page", `rel`) and leads to the page's own address
    with another number in it: /c_2.html from /c.html. A page that has a number itself must show the number that a link
    leads to: /?p=13 behind "next" is another article than /?p=12, and /news behind 首页 is no page of /news/12. Where its
    number is a page's for certain (/c_2.html), 上一页 and 下一页 show the numbers beside it.
    """
    if not is_web(url):
        return ()
    own = canonicalize(url)
    if scripted := _read_scripted_pager(tree, own):
        return scripted
    scheme, own = own.split(":", 1)
    start = canonicalize(first).split(":", 1)[1] if first else own
    links: dict[str, int | None] = {}
    form = parse_numbered(start)
    turned = parse_numbered(own) if not first else None
    turned = turned if turned and turned.is_certain else None
    name = unquote((form.unnumbered if form else _strip_index(start)).partition("?")[0][2:].partition("/")[2])
    if not name:
        return ()  # a front page
    turns: dict[str, int] = {}
    for address, label, turn in _find_pager_links(tree, url, name.rpartition("/")[2].partition(".")[0]):
        if address != own:
            links[address] = links.get(address) or label
            if turned and turn:
                turns[address] = turn
    form, is_first_unnumbered = _infer_form(start, own, links)
    if form is None:
        return ()
    unnumbered = [address for address in links if _strip_index(address) == form.unnumbered]
    numbered = {n: label for address, label in links.items() if (n := parse_numbered(address)) and n.is_like(form)}
    offset = _infer_offset(numbered, may_guess=is_first_unnumbered and not first)
    is_second = turned is not None and any(turns.get(address) == -1 for address in unnumbered)
    if turned and is_second and not any(numbered.values()):
        offset = max(0, min(1, 2 - turned.number))  # it is the second page, whatever its number
    numbered = {n: label for n, label in numbered.items() if label is None or label - n.number == offset}
    firsts = unnumbered + [n.address for n in numbered if n.number == 1 - offset]
    has_labels = any(numbered.values()) or any(links[address] for address in unnumbered) or is_second
    has_labels |= any(n.address in turns and n.number == turned.number + turns[n.address] for n in numbered if turned)
    if not (numbered or firsts) or not (first or is_first_unnumbered or has_labels):
        return ()
    own_number = form.number if not first and not is_first_unnumbered else 0
    if not first and not is_first_unnumbered and own_number > 1 - offset:
        start = (firsts or [form.unnumbered])[0]
    highest = max([n.number for n in numbered] + [own_number])
    width = max((len(n.digits) for n in numbered if n.digits.startswith("0")), default=0)
    numbers = range(2 - offset, min(highest, MOST_PAGES + 1) + 1)
    addresses = dict.fromkeys([start, *(f"{form.before}{number:0{width}}{form.after}" for number in numbers)])
    return tuple(f"{scheme}:{address}" for address in addresses if address != own)


def _read_scripted_pager(tree: Element, own: str) -> tuple[str, ...]:
    """Read the other pages from the call of a script that draws the pager, if the page itself is among them."""
    for script in tree.iter("script"):
        if script.text and "createPageHTML" in script.text and (call := _SCRIPTED.search(script.text)):
            count, name, ending = min(int(call[1]), MOST_PAGES + 1), call[2], call[3]
            numbers = ("", *(f"_{number}" for number in range(1, count)))
            addresses = [canonicalize(join(own, f"{name}{number}.{ending}")) for number in numbers]
            return tuple(address for address in addresses if address != own) if own in addresses else ()
    return ()


def sort_pages(addresses: Sequence[str]) -> list[int]:
    """Sort the pages of an article, the first page before, by the numbers in their addresses; return their places.

    They stay as they are where not all addresses differ in the number only.
    """
    forms = [parse_numbered(canonicalize(address).split(":", 1)[-1]) for address in addresses]
    places = list(range(len(addresses)))
    last = next((form for form in reversed(forms) if form), None)
    if last is None:
        return places
    numbers = [form.number if form and form.is_like(last) else None for form in forms]
    others = [_strip_index(address) for address, number in zip(addresses, numbers, strict=True) if number is None]
    if len(others) > 1 or any(other != last.unnumbered for other in others):
        return places
    return sorted(places, key=lambda place: numbers[place] or 0)


def _infer_form(start: str, own: str, links: Mapping[str, int | None]) -> tuple[Numbered | None, bool]:
    """Infer how the addresses of the pages are made, and whether the first has no number."""
    further = [n for address in links if (n := parse_numbered(address)) and n.unnumbered == _strip_index(start)]
    if (n := parse_numbered(own)) and n.unnumbered == _strip_index(start) and own != start:
        further.append(n)
    if further:
        (before, after), _ = Counter((n.before, n.after) for n in further).most_common(1)[0]
        return next(n for n in further if (n.before, n.after) == (before, after)), True
    return parse_numbered(start), False


def _infer_offset(numbered: Mapping[Numbered, int | None], may_guess: bool) -> int:
    """Infer by how much the numbers in the addresses are below the pages' own: 1 where page 2 is c_1.html, else 0."""
    offsets = Counter(
        label - n.number for n, label in numbered.items() if label is not None and 0 <= label - n.number <= 1
    )
    if offsets:
        return offsets.most_common(1)[0][0]
    return int(may_guess and min((n.number for n in numbered), default=2) <= 1)


def find_previous(address: str, others: Sequence[str]) -> str | None:
    """The page before one of an article, by the numbers in the addresses; None for the first, or without numbers.

    >>> find_previous("http://a.cn/c_3.html", ["http://a.cn/c.html", "http://a.cn/c_2.html"])
    'http://a.cn/c_2.html'
    """
    addresses = [address, *others]
    places = sort_pages(addresses)
    place = places.index(0)
    form = parse_numbered(canonicalize(address).split(":", 1)[-1])
    return addresses[places[place - 1]] if place and form else None


def _find_pager_links(tree: Element, url: str, name: str) -> Iterator[tuple[str, int | None, int]]:
    """Find the links that look like those of a pager: the address (without a scheme), the label, if a number, and by
    how many pages it turns (1, -1; 0 where it does not say so in Chinese).

    `name` is what the addresses of the pages have in common: of hundreds of links few have it, and only these are read.
    """
    left, base = _MOST_LINKS, base_of(tree, url)
    for link in tree.iter("link", "a", "option"):
        href = link.get("href" if link.tag != "option" else "value") or ""
        if (
            not href
            or href.startswith(("#", "javascript:"))
            or not (len(href) < _SHORT or href[0] in "?." or name in href or ("%" in href and name in unquote(href)))
        ):
            continue
        text = to_line("".join(link.itertext())) if link.tag != "link" else ""
        number, rel = _NUMBER.fullmatch(text), link.get("rel") or ""
        turn = 1 if _NEXT.fullmatch(text) else -1 if _PREVIOUS.fullmatch(text) else 0
        if (
            not number
            and not turn
            and not _TURN.fullmatch(text)
            and not (rel and not _RELS.isdisjoint(rel.lower().split()))
        ):
            continue
        left -= 1
        if left < 0:
            return
        address = canonicalize(join(base, href.strip()))
        if is_web(address) and not _is_of_comments(link):
            yield address.split(":", 1)[1], int(number[1] or number[2]) if number else None, turn


def _is_of_comments(link: Element) -> bool:
    return any(
        read_hints(f"{element.get('class') or ''} {element.get('id') or ''}") & BITS["comment"]
        for element in islice(link.iterancestors(), _MOST_ANCESTORS)
        if element.tag not in ("body", "html")
    )


def _strip_index(address: str) -> str:
    """Take the scheme and the name of a folder's first page off a canonical address."""
    path, mark, query = re.sub(r"^https?:", "", address).partition("?")
    return f"{_INDEX.sub('', path)}{mark}{query}"
