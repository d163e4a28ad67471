"""Describe an unknown site by one of its articles: its system by the markup, selectors, pattern of addresses. Pure."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from cundang.model.article import Article
from cundang.model.page import Page
from cundang.model.profile import Profile
from pipelines.decode import decode
from pipelines.extract.tree import Element, parse, select, squeeze, text_of
from scrapers.sites import sites
from scrapers.sites.cms import standard, xinhua

_SHARED = {"xinhua": xinhua.PROFILES, "standard": standard.PROFILES}
_SUFFIX = re.compile(r"[-_|–—]([^-_|–—]{2,30})$")
_NAME = re.compile(r"[\w-]{1,80}")  # longer ones are made by programs, and change with the page
_HEXES = re.compile(r"[0-9a-f]{32}")
_NUMBERS = re.compile(r"\d+")
_PIECES = re.compile(r"(?:\\.|[^\\]){1,50}(?<=/)|(?:\\.|[^\\]){1,50}", re.DOTALL)  # no escape is cut in two
_LONGEST_LINE = 120
_NOT_IN_NAMES = ("www", "news", "m", "com", "cn", "gov", "org", "net", "edu", "tw")


@dataclass(frozen=True, slots=True)
class DescribedSite:
    """A site as it was understood: the module's name and text, what runs it, and whether its selectors are guessed."""

    name: str
    system: str
    module: str
    guessed: bool


def describe_site(page: Page, article: Article, name: str | None = None, private: bool = False) -> DescribedSite:
    """The module for the site of a page, `article` being what the line made of it. `private`: its host may be one."""
    tree = parse(decode(page).text)
    parts = urlsplit(page.url)
    host = (parts.hostname or "").removeprefix("www.")
    name = name or _name(host)
    system, imports, profiles, guessed = _profiles(tree, article, name)
    pattern = _pattern(page.url)
    home = f"{parts.scheme}://{parts.netloc}/"
    lines = [
        f'"""{_publisher(tree, host)}: written by `archive add` from one article."""',
        "",
        *sorted([*imports, "from scrapers.discover import Listing", "from scrapers.site import Site"]),
        "",
        "SITE = Site(",
        f"    name={_quoted(name)},",
        f"    publisher={_quoted(_publisher(tree, host))},",
        f"    homepage={_quoted(home)},",
        f"    hosts=({_quoted(host)},),",
        *_keyword("    article", _raw(pattern), map(_raw, _PIECES.findall(pattern))),
        "    sources=(",
        "        Listing(",
        f"            name={_quoted('首页')},",
        f"            url={_quoted(home)},",
        "            guess=True,",
        "        ),",
        "    ),",
        *profiles,
        *(["    loopback=True,"] if private else []),
        ")",
        "",
    ]
    return DescribedSite(name, system, "\n".join(lines), guessed)


def _profiles(tree: Element, article: Article, name: str) -> tuple[str, list[str], list[str], bool]:
    """What runs the site; what its module imports; the lines of its profiles; whether they are guessed."""
    layout = article.extractor.partition(" ")[0]
    for module, shared in _SHARED.items():
        if any(profile.name == layout for profile in shared):
            return layout, [f"from scrapers.sites.cms import {module}"], [f"    profiles={module}.PROFILES,"], False
    for other, site in sites().items():
        if any(profile.name == layout for profile in site.profiles):
            return (
                f"{layout}, as {other}",
                [f"from scrapers.sites import {other}"],
                [f"    profiles={other}.SITE.profiles,"],
                False,
            )
    profile = _guess(tree, article, name)
    if profile is None:
        return "unknown", [], [], True
    lines = [
        "    profiles=(",
        "        # GUESS: selectors from one page",
        "        Profile(",
        f"            name={_quoted(profile.name)},",
        f"            mark={_quoted(profile.mark)},",
    ]
    for field in ("title", "body", "published", "source_name", "editor"):
        if quoted := [_quoted(selector) for selector in getattr(profile, field)]:
            whole = f"({', '.join(quoted)}{',' * (len(quoted) == 1)})"
            lines += _keyword(f"            {field}", whole, [f"{one}," for one in quoted])
    return "unknown", ["from cundang.model.profile import Profile"], [*lines, "        ),", "    ),"], True


def _guess(tree: Element, article: Article, name: str) -> Profile | None:
    """Selectors that give what the generic reading found: for each field the smallest element that says it."""
    paragraphs = article.text.split("\n")
    body = _selector(_smallest(tree, paragraphs[0][:20], paragraphs[-1][-20:]))
    title = _selector(_smallest(tree, article.title[:16], tags=("h1", "h2", "h3", "div", "td", "span", "p")))
    if not body or not title:
        return None

    def said(field: str, value: str | None) -> tuple[str, ...]:
        found = _selector(_smallest(tree, value)) if value else ""
        where = article.found[field].where if field in article.found else ""
        meta = (where,) if where.startswith("meta[") else ()
        return (*((found,) if found and found != body else ()), *meta)

    return Profile(
        name=name,
        mark=body,
        title=(title,),
        body=(body,),
        published=said("published", (article.published_raw or "")[:16]),
        source_name=said("source_name", article.source_name),
        editor=said("editor", article.editor),
    )


def _smallest(tree: Element, *needles: str, tags: tuple[str, ...] = ()) -> Element | None:
    """The smallest element that says all of some strings."""
    wanted = ["".join(needle.split()) for needle in needles]
    best, size = None, 0
    for element in tree.iter(*(tags or ("div", "td", "span", "p", "h1", "h2", "article", "section", "em", "li"))):
        text = "".join("".join(map(str, element.itertext())).split())
        if all(needle in text for needle in wanted) and (best is None or len(text) <= size):
            best, size = element, len(text)
    return best


def _selector(element: Element | None) -> str:
    """A selector by the id or the classes of an element, or of the first above it that has one."""
    below = ""
    while element is not None and element.tag not in ("body", "html"):
        tag = str(element.tag)
        if _NAME.fullmatch(own := element.get("id") or "") and not _NUMBERS.search(own):
            return f"#{own} {below}".strip()
        classes = [c for c in (element.get("class") or "").split() if _NAME.fullmatch(c) and not c[0].isdigit()]
        if classes:
            return f"{tag}.{classes[0]} {below}".strip()
        below, element = below or tag, element.getparent()
    return ""


def _publisher(tree: Element, host: str) -> str:
    for meta in select(tree, 'meta[property="og:site_name"], meta[name="SiteName"]'):
        if name := text_of(meta):
            return _plain(name)
    title = squeeze("".join(map(str, select(tree, "title")[0].itertext()))) if select(tree, "title") else ""
    suffix = _SUFFIX.search(title)
    return _plain(suffix[1].strip()) if suffix else _plain(host)


def _name(host: str) -> str:
    labels = [label for label in host.split(".") if label not in _NOT_IN_NAMES]
    name = re.sub(r"\W", "_", labels[-1] if labels else host, flags=re.ASCII)
    return name if name[:1].isalpha() else f"n{name}"  # a module's name: n163, and of an address without a name n1


def _pattern(url: str) -> str:
    """The address with its numbers and hashes left open, the host's subdomain kept, no query."""
    parts = urlsplit(url)
    pieces = (re.escape(piece) for piece in _NUMBERS.split(_HEXES.sub("\0", parts.path)))
    path = r"\d+".join(pieces).replace(re.escape("\0"), "[0-9a-f]{32}")
    return rf"^https?://{re.escape(parts.netloc)}{path}$"


def _plain(text: str) -> str:
    """A string of a page as it may stand in a source file: one line, no quotes, no backslash."""
    return re.sub(r'[\\"\x00-\x1f]', "", text)[:60]


def _quoted(text: str) -> str:
    """A Python literal. Selectors have double quotes in them, and read better in single ones."""
    return (
        f"'{text}'" if '"' in text and not re.search(r"['\\\x00-\x1f]", text) else json.dumps(text, ensure_ascii=False)
    )


def _raw(pattern: str) -> str:
    """A pattern as a raw string, unless a quote or a control character in it forbids."""
    return json.dumps(pattern) if re.search(r'["\x00-\x1f]', pattern) else f'r"{pattern}"'


def _keyword(head: str, whole: str, pieces: Iterable[str]) -> list[str]:
    """The lines of a keyword as the formatter leaves them: one if its value fits, else a piece a line."""
    line = f"{head}={whole},"
    if sum(2 if east_asian_width(character) in "WF" else 1 for character in line) <= _LONGEST_LINE:  # in columns
        return [line]
    indent = " " * (len(head) - len(head.lstrip()))
    return [f"{head}=(", *(f"{indent}    {piece}" for piece in pieces), f"{indent}),"]
