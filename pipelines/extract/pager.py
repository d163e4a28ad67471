"""The pages of an article by their addresses, where no profile names them: one differs from another by its number only."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from cundang.text.address import canonicalize, is_web, join
from pipelines.extract.hints import HINTS, read_hints
from pipelines.extract.tree import Element, base_of, squeeze

MOST = 50  # pages of one article that are named; the next of more leaves the article partial
_MOST_LINKS = 400  # of a pager that are looked at; no article has as many
_MOST_AROUND = 6  # elements around a link that are asked whether it turns the pages of the comments
_LONGEST = 500  # characters of an address
_SHORT = 16  # characters of a link that may be relative to the page: 2/, index_2.html
_COMMENTS = 1 << list(HINTS).index("comment")
_NUMBER = re.compile(r"\W{0,3}(?:第|page |p\.? ?|seite |pagina |página )?(\d{1,3}) ?[页頁]?\W{0,3}", re.IGNORECASE)
_TURN = re.compile(
    r"\W{0,3}(?:[上下前后後首尾末]一?[页頁]|最[后後]一?[页頁]|(?:next|prev|previous|first|last)(?: page)?"
    r"|weiter|zurück|(?:nächste|vorherige) seite|suivante?|précédente?|(?:page )(?:suivante|précédente)"
    r"|siguiente|anterior|(?:次|前)のページ|다음|이전)\W{0,3}|[<>‹›«»→←]{1,3}",
    re.IGNORECASE,
)
_TURNS = {"next", "prev", "previous", "last", "first"}  # in `rel`
# c_2.html, c-2.html, c_p2.html, c-page-2, /c/2, /c/page/2/, /c/2.html
_PATH = re.compile(
    r"(.*[^/_-])(?<![/_-]page)([_-](?:page|p)?[_-]?|/(?:page/)?)(\d{1,3})((?:\.\w{2,5})?/?)", re.IGNORECASE
)
_QUERY = re.compile(r"(?:p|pn|pg|page|paged|page_?(?:no|num|index)|cur(?:rent)?_?page)=(\d{1,3})", re.IGNORECASE)
# The pager that TRS WCM, the CMS of many Chinese authorities, draws by a script: createPageHTML(3, 0, "t2019_1", "htm")
# is of t2019_1.htm, t2019_1_1.htm and t2019_1_2.htm.
_DRAWN = re.compile(
    r"""\bcreatePageHTML\(\s{0,9}(\d{1,3})\s{0,9},\s{0,9}\d{1,3}\s{0,9},\s{0,9}["']([\w-]{1,100})["']\s{0,9},\s{0,9}["'](\w{1,5})["']"""
)
_INDEX = re.compile(r"/(?:(?:index|default)\.\w{2,5})?$")
_DAY = re.compile(r"/(?:\d{1,2}|(?:19|20)\d\d)$")  # /2024/05/12 is no page of /2024/05


class Numbered(NamedTuple):
    """An address with the number of a page in it, taken apart. `whole` is that of the page without a number."""

    before: str
    digits: str
    after: str
    whole: str

    @property
    def number(self) -> int:
        return int(self.digits)

    @property
    def address(self) -> str:
        return f"{self.before}{self.digits}{self.after}"

    def is_like(self, other: "Numbered | None") -> bool:
        return other is not None and (self.before, self.after) == (other.before, other.after)


def parse_numbered(address: str) -> Numbered | None:
    """A canonical address taken apart at the number of its page; None where it has none.

    >>> parse_numbered("//a.example/2024/c_2.html")
    Numbered(before='//a.example/2024/c_', digits='2', after='.html', whole='//a.example/2024/c.html')
    """
    if len(address) > _LONGEST:
        return None
    path, _, query = address.partition("?")
    parameters = query.split("&") if query else []
    for place, parameter in enumerate(parameters):
        if found := _QUERY.fullmatch(parameter):
            before = f"{path}?{''.join(f'{p}&' for p in parameters[:place])}{parameter[: found.start(1)]}"
            after = "".join(f"&{p}" for p in parameters[place + 1 :])
            rest = "&".join(parameters[:place] + parameters[place + 1 :])
            return Numbered(before, found[1], after, _whole(f"{path}?{rest}" if rest else path))
    found = _PATH.fullmatch(path)
    if found is not None and found[2] == "-" and "." not in found[4]:
        return None  # /ferry-2 is another article of the name /ferry, as WordPress has it
    if found is None or ("/" in found[2] and (_DAY.search(found[1]) or found[1].count("/") < 3)):
        return None
    rest = f"?{query}" if query else ""
    return Numbered(f"{found[1]}{found[2]}", found[3], f"{found[4]}{rest}", _whole(f"{found[1]}{found[4]}{rest}"))


def find_further_pages(tree: Element, url: str, first: str = "") -> tuple[str, ...]:
    """The addresses of the other pages of the article on a page, in order, gaps between their numbers filled; at most
    MOST of them. `first` is the address of the article's first page, where the page is known to be one of its others.

    A link names a page if it looks like one of a pager (a number, "next page", `rel`) and leads to the page's own address
    with another number in it: /c_2.html from /c.html. A page that has a number itself must show the number that a link leads
    to: /?p=13 behind "next" is another article than /?p=12, and /news behind 首页 is no page of /news/12.
    """
    if not is_web(url):
        return ()
    own = canonicalize(url)
    if drawn := _drawn(tree, own):
        return drawn
    scheme, own = own.split(":", 1)
    start = canonicalize(first).split(":", 1)[1] if first else own
    links: dict[str, int | None] = {}
    form = parse_numbered(start)
    name = unquote((form.whole if form else _whole(start)).partition("?")[0][2:].partition("/")[2])
    if not name:
        return ()  # a front page
    for address, shown in _pager(tree, url, name.rpartition("/")[2].partition(".")[0]):
        if address != own:
            links[address] = links.get(address) or shown
    form, is_whole = _form(start, own, links)
    if form is None:
        return ()
    wholes = [address for address in links if _whole(address) == form.whole]
    pages = {n: shown for address, shown in links.items() if (n := parse_numbered(address)) and n.is_like(form)}
    offset = _offset(pages, may_guess=is_whole and not first)
    pages = {n: shown for n, shown in pages.items() if shown is None or shown - n.number == offset}
    firsts = wholes + [n.address for n in pages if n.number == 1 - offset]
    shows = any(pages.values()) or any(links[whole] for whole in wholes)
    if not (pages or firsts) or not (first or is_whole or shows):
        return ()
    own_number = form.number if not first and not is_whole else 0
    if not first and not is_whole and own_number > 1 - offset:
        start = (firsts or [form.whole])[0]
    highest = max([n.number for n in pages] + [own_number])
    width = max((len(n.digits) for n in pages if n.digits.startswith("0")), default=0)
    numbers = range(2 - offset, min(highest, MOST + 1) + 1)
    addresses = dict.fromkeys([start, *(f"{form.before}{number:0{width}}{form.after}" for number in numbers)])
    return tuple(f"{scheme}:{address}" for address in addresses if address != own)


def _drawn(tree: Element, own: str) -> tuple[str, ...]:
    """The other pages that the call of a script names, where it names the page itself."""
    for script in tree.iter("script"):
        if script.text and "createPageHTML" in script.text and (call := _DRAWN.search(script.text)):
            count, name, ending = min(int(call[1]), MOST + 1), call[2], call[3]
            numbers = ("", *(f"_{number}" for number in range(1, count)))
            pages = [canonicalize(join(own, f"{name}{number}.{ending}")) for number in numbers]
            return tuple(page for page in pages if page != own) if own in pages else ()
    return ()


def sort_pages(addresses: Sequence[str]) -> list[int]:
    """The places of the pages of an article, given by their addresses, the first page's before, in the order of their
    numbers; as they are where they do not all differ in the number only."""
    forms = [parse_numbered(canonicalize(address).split(":", 1)[-1]) for address in addresses]
    places = list(range(len(addresses)))
    last = next((form for form in reversed(forms) if form), None)
    if last is None:
        return places
    numbers = [form.number if form and form.is_like(last) else None for form in forms]
    wholes = [_whole(address) for address, number in zip(addresses, numbers, strict=True) if number is None]
    if len(wholes) > 1 or any(whole != last.whole for whole in wholes):
        return places
    return sorted(places, key=lambda place: numbers[place] or 0)


def _form(start: str, own: str, links: Mapping[str, int | None]) -> tuple[Numbered | None, bool]:
    """How the addresses of the pages are made, and whether the first has no number."""
    further = [n for address in links if (n := parse_numbered(address)) and n.whole == _whole(start)]
    if (n := parse_numbered(own)) and n.whole == _whole(start) and own != start:
        further.append(n)
    if further:
        (before, after), _ = Counter((n.before, n.after) for n in further).most_common(1)[0]
        return next(n for n in further if (n.before, n.after) == (before, after)), True
    return parse_numbered(start), False


def _offset(pages: Mapping[Numbered, int | None], may_guess: bool) -> int:
    """By how much the numbers in the addresses are below those of the pages: 1 where page 2 is c_1.html, else 0."""
    said = Counter(shown - n.number for n, shown in pages.items() if shown is not None and 0 <= shown - n.number <= 1)
    if said:
        return said.most_common(1)[0][0]
    return int(may_guess and min((n.number for n in pages), default=2) <= 1)


def _pager(tree: Element, url: str, name: str) -> Iterator[tuple[str, int | None]]:
    """The links of a page that look like those of a pager: where to (without a scheme), and the number shown, if any.
    `name` is what the addresses of the pages have in common: of hundreds of links few have it, and only these are read."""
    left, base = _MOST_LINKS, base_of(tree, url)
    for link in tree.iter("link", "a"):
        href = link.get("href") or ""
        if (
            not href
            or href.startswith(("#", "javascript:"))
            or not (len(href) < _SHORT or href[0] in "?." or name in href or ("%" in href and name in unquote(href)))
        ):
            continue
        text = squeeze("".join(link.itertext())) if link.tag == "a" else ""
        number = _NUMBER.fullmatch(text)
        rel = link.get("rel") or ""
        if not number and not _TURN.fullmatch(text) and not (rel and not _TURNS.isdisjoint(rel.lower().split())):
            continue
        left -= 1
        if left < 0:
            return
        address = canonicalize(join(base, href.strip()))
        if is_web(address) and not _is_of_comments(link):
            yield address.split(":", 1)[1], int(number[1]) if number else None


def _is_of_comments(link: Element) -> bool:
    return any(
        read_hints(f"{element.get('class') or ''} {element.get('id') or ''}") & _COMMENTS
        for element in islice(link.iterancestors(), _MOST_AROUND)
        if element.tag not in ("body", "html")
    )


def _whole(address: str) -> str:
    """A canonical address without its scheme and the name of a folder's first page."""
    path, mark, query = re.sub(r"^https?:", "", address).partition("?")
    return f"{_INDEX.sub('', path)}{mark}{query}"
