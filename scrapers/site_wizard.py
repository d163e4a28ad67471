"""Write the module of an unknown site from one of its articles: CMS, selectors, pattern of addresses. Does no I/O."""

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
from pipelines.extract.tree import Element, parse, select, text_of, to_line
from scrapers.site import Site
from scrapers.sites import publishers
from scrapers.sites.cms import standard, xinhua

_SHARED = {"xinhua": xinhua.PROFILES, "standard": standard.PROFILES}
_SUFFIX = re.compile(r"[-_|–—]([^-_|–—]{2,30})$")
_NAME = re.compile(r"[\w-]{1,80}")  # longer ones are generated, and change with the page
_HEXES = re.compile(r"[0-9a-f]{32}")
_NUMBERS = re.compile(r"\d+")
_PIECES = re.compile(r"(?:\\.|[^\\]){1,50}(?<=/)|(?:\\.|[^\\]){1,50}", re.DOTALL)  # does not split an escape
_LONGEST_LINE = 120
_NOT_IN_NAMES = ("www", "news", "m", "com", "cn", "gov", "org", "net", "edu", "tw")


@dataclass(frozen=True, slots=True)
class DescribedSite:
    """What was found about a site: the name and text of its module, its CMS, whether its selectors are guessed."""

    name: str
    system: str
    module: str
    guessed: bool


def describe_site(page: Page, article: Article, name: str | None = None, private: bool = False) -> DescribedSite:
    """Write the module for the site of a page, from the `article` read from it. `private` allows a private host."""
    tree = parse(decode(page).text)
    parts = urlsplit(page.url)
    host = (parts.hostname or "").removeprefix("www.")
    name = name or _make_name(host)
    system, imports, profiles, guessed = _choose_profiles(tree, article, name)
    pattern = _make_pattern(page.url)
    home = f"{parts.scheme}://{parts.netloc}/"
    lines = [
        f'"""{_find_publisher(tree, host)}: written by `archive add` from one article."""',
        "",
        *sorted([*imports, "from scrapers.sources import Listing", "from scrapers.site import Site"]),
        "",
        "SITE = Site(",
        f"    name={_quote(name)},",
        f"    publisher={_quote(_find_publisher(tree, host))},",
        f"    homepage={_quote(home)},",
        f"    hosts=({_quote(host)},),",
        *_format_keyword("    article", _quote_raw(pattern), map(_quote_raw, _PIECES.findall(pattern))),
        "    sources=(",
        "        Listing(",
        f"            name={_quote('首页')},",
        f"            url={_quote(home)},",
        "        ),",
        "    ),",
        *profiles,
        *(["    loopback=True,"] if private else []),
        ")",
        "",
    ]
    return DescribedSite(name, system, "\n".join(lines), guessed)


def _choose_profiles(tree: Element, article: Article, name: str) -> tuple[str, list[str], list[str], bool]:
    """Find the CMS of the site, the imports of its module, the lines of its profiles, and whether these are guessed."""
    layout = article.extractor.partition(" ")[0]
    for module, shared in _SHARED.items():
        if any(profile.name == layout for profile in shared):
            return layout, [f"from scrapers.sites.cms import {module}"], [f"    profiles={module}.PROFILES,"], False
    for other in publishers().known:
        if any(profile.name == layout for profile in other.profiles):
            package, variable = ("sites", "SITE") if isinstance(other, Site) else ("layouts", "LAYOUT")
            return (
                f"{layout}, as {other.name}",
                [f"from scrapers.{package} import {other.name}"],
                [f"    profiles={other.name}.{variable}.profiles,"],
                False,
            )
    profile = _guess_profile(tree, article, name)
    if profile is None:
        return "unknown", [], [], True
    lines = [
        "    profiles=(",
        "        # GUESS: selectors from one page",
        "        Profile(",
        f"            name={_quote(profile.name)},",
        f"            mark={_quote(profile.mark)},",
    ]
    for field in ("title", "body", "published", "source_name", "editor"):
        if quoted := [_quote(selector) for selector in getattr(profile, field)]:
            value = f"({', '.join(quoted)}{',' * (len(quoted) == 1)})"
            lines += _format_keyword(f"            {field}", value, [f"{one}," for one in quoted])
    return "unknown", ["from cundang.model.profile import Profile"], [*lines, "        ),", "    ),"], True


def _guess_profile(tree: Element, article: Article, name: str) -> Profile | None:
    """Guess selectors for what the generic extractor found: for each field the smallest element with its value."""
    paragraphs = article.text.split("\n")
    body = _make_selector(_find_smallest(tree, paragraphs[0][:20], paragraphs[-1][-20:]))
    title = _make_selector(_find_smallest(tree, article.title[:16], tags=("h1", "h2", "h3", "div", "td", "span", "p")))
    if not body or not title:
        return None

    def find_selectors(field: str, value: str | None) -> tuple[str, ...]:
        found = _make_selector(_find_smallest(tree, value)) if value else ""
        where = article.found[field].where if field in article.found else ""
        meta = (where,) if where.startswith("meta[") else ()
        return (*((found,) if found and found != body else ()), *meta)

    return Profile(
        name=name,
        mark=body,
        title=(title,),
        body=(body,),
        published=find_selectors("published", (article.published_raw or "")[:16]),
        source_name=find_selectors("source_name", article.source_name),
        editor=find_selectors("editor", article.editor),
    )


def _find_smallest(tree: Element, *needles: str, tags: tuple[str, ...] = ()) -> Element | None:
    """Find the smallest element whose text has all of some strings."""
    wanted = ["".join(needle.split()) for needle in needles]
    best, size = None, 0
    for element in tree.iter(*(tags or ("div", "td", "span", "p", "h1", "h2", "article", "section", "em", "li"))):
        text = "".join("".join(map(str, element.itertext())).split())
        if all(needle in text for needle in wanted) and (best is None or len(text) <= size):
            best, size = element, len(text)
    return best


def _make_selector(element: Element | None) -> str:
    """Make a selector from the id or the classes of an element, or of its nearest ancestor that has one."""
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


def _find_publisher(tree: Element, host: str) -> str:
    for meta in select(tree, 'meta[property="og:site_name"], meta[name="SiteName"]'):
        if name := text_of(meta):
            return _clean(name)
    title = to_line("".join(map(str, select(tree, "title")[0].itertext()))) if select(tree, "title") else ""
    suffix = _SUFFIX.search(title)
    return _clean(suffix[1].strip()) if suffix else _clean(host)


def _make_name(host: str) -> str:
    labels = [label for label in host.split(".") if label not in _NOT_IN_NAMES]
    name = re.sub(r"\W", "_", labels[-1] if labels else host, flags=re.ASCII)
    # The name of a module begins with a letter: n163 for 163.com, n1 for an IP address.
    return name if name[:1].isalpha() else f"n{name}"


def _make_pattern(url: str) -> str:
    """Make a pattern from an address: any numbers and hashes in the path, the same host, no query."""
    parts = urlsplit(url)
    pieces = (re.escape(piece) for piece in _NUMBERS.split(_HEXES.sub("\0", parts.path)))
    path = r"\d+".join(pieces).replace(re.escape("\0"), "[0-9a-f]{32}")
    return rf"^https?://{re.escape(parts.netloc)}{path}$"


def _clean(text: str) -> str:
    """Make a string of a page safe for a source file: one line of at most 60 characters, no quotes, no backslash."""
    return re.sub(r'[\\"\x00-\x1f]', "", text)[:60]


def _quote(text: str) -> str:
    """Write a string as a Python literal, in single quotes where it has double ones, as selectors do."""
    return (
        f"'{text}'" if '"' in text and not re.search(r"['\\\x00-\x1f]", text) else json.dumps(text, ensure_ascii=False)
    )


def _quote_raw(pattern: str) -> str:
    """Write a pattern as a raw string, unless it has a quote or a control character."""
    return json.dumps(pattern) if re.search(r'["\x00-\x1f]', pattern) else f'r"{pattern}"'


def _format_keyword(head: str, value: str, pieces: Iterable[str]) -> list[str]:
    """Write a keyword argument as the formatter leaves it: on one line if it fits, else one piece a line."""
    line = f"{head}={value},"
    if sum(2 if east_asian_width(character) in "WF" else 1 for character in line) <= _LONGEST_LINE:  # in columns
        return [line]
    indent = " " * (len(head) - len(head.lstrip()))
    return [f"{head}=(", *(f"{indent}    {piece}" for piece in pieces), f"{indent}),"]
