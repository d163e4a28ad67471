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
_LONGEST = 500  # characters of an address
_SHORT = 16  # characters of a link that may be relative to the page: 2/, index_2.html
_NUMBER = re.compile(r"\W{0,3}(?:第|page |p\.? ?|seite |pagina |página )?(\d{1,3}) ?[页頁]?\W{0,3}", re.IGNORECASE)
_TURN = re.compile(
    r"\W{0,3}(?:[上下前后後首尾末]一?[页頁]|最[后後]一?[页頁]|(?:next|prev|previous|first|last)(?: page)?"
    r"|weiter|zurück|(?:nächste|vorherige) seite|suivante?|précédente?|(?:page )(?:suivante|précédente)"
    r"|siguiente|anterior|(?:次|前)のページ|다음|이전)\W{0,3}|[<>‹›«»→←]{1,3}",
    re.IGNORECASE,
)
_RELS = {"next", "prev", "previous", "last", "first"}
# c_2.html, c-2.html, c_p2.html, c-page-2, /c/2, /c/page/2/, /c/2.html
_PATH = re.compile(
    r"(.*[^/_-])(?<![/_-]page)([_-](?:page|p)?[_-]?|/(?:page/)?)(\d{1,3})((?:\.\w{2,5})?/?)", re.IGNORECASE
)
_QUERY = re.compile(r"(?:p|pn|pg|page|paged|page_?(?:no|num|index)|cur(?:rent)?_?page)=(\d{1,3})", re.IGNORECASE)
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
    leads to: /?p=13 behind "next" is another article than /?p=12, and /news behind 首页 is no page of /news/12.
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
    name = unquote((form.unnumbered if form else _strip_index(start)).partition("?")[0][2:].partition("/")[2])
    if not name:
        return ()  # a front page
    for address, label in _find_pager_links(tree, url, name.rpartition("/")[2].partition(".")[0]):
        if address != own:
            links[address] = links.get(address) or label
    form, is_first_unnumbered = _infer_form(start, own, links)
    if form is None:
        return ()
    unnumbered = [address for address in links if _strip_index(address) == form.unnumbered]
    numbered = {n: label for address, label in links.items() if (n := parse_numbered(address)) and n.is_like(form)}
    offset = _infer_offset(numbered, may_guess=is_first_unnumbered and not first)
    numbered = {n: label for n, label in numbered.items() if label is None or label - n.number == offset}
    firsts = unnumbered + [n.address for n in numbered if n.number == 1 - offset]
    has_labels = any(numbered.values()) or any(links[address] for address in unnumbered)
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


def _find_pager_links(tree: Element, url: str, name: str) -> Iterator[tuple[str, int | None]]:
    """Find the links that look like those of a pager: the address (without a scheme), and the label, if a number.

    `name` is what the addresses of the pages have in common: of hundreds of links few have it, and only these are read.
    """
    left, base = _MOST_LINKS, base_of(tree, url)
    for link in tree.iter("link", "a"):
        href = link.get("href") or ""
        if (
            not href
            or href.startswith(("#", "javascript:"))
            or not (len(href) < _SHORT or href[0] in "?." or name in href or ("%" in href and name in unquote(href)))
        ):
            continue
        text = to_line("".join(link.itertext())) if link.tag == "a" else ""
        number = _NUMBER.fullmatch(text)
        rel = link.get("rel") or ""
        if not number and not _TURN.fullmatch(text) and not (rel and not _RELS.isdisjoint(rel.lower().split())):
            continue
        left -= 1
        if left < 0:
            return
        address = canonicalize(join(base, href.strip()))
        if is_web(address) and not _is_of_comments(link):
            yield address.split(":", 1)[1], int(number[1]) if number else None


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
