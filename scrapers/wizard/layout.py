"""Find the layout of an unknown site on the page of one of its articles: a known CMS, or selectors that are guessed."""

import re
from dataclasses import dataclass

from cundang.model.article import Article
from cundang.model.profile import Profile
from pipelines.extract.tree import Element, select, text_of, to_line
from scrapers.site import Site
from scrapers.sites import publishers
from scrapers.sites.cms import standard, xinhua
from scrapers.wizard.writing import clean, format_keyword, quote

_SHARED = {"xinhua": xinhua.PROFILES, "standard": standard.PROFILES}
_SITE_NAME = 'meta[property="og:site_name"], meta[name="SiteName"]'
_SUFFIX = re.compile(r"[-_|–—]([^-_|–—]{2,30})$")
_NAME = re.compile(r"[\w-]{1,80}")  # longer ones are generated, and change with the page
_KEY = re.compile(r"[\w:.-]{1,80}", re.ASCII)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a site: its name, the imports and the lines of a module's profiles, whether they are guessed."""

    system: str
    imports: tuple[str, ...]
    profiles: tuple[str, ...]
    guessed: bool


def choose_layout(tree: Element, article: Article, name: str) -> Layout:
    """Find the layout of a site on the page of an article, whose extractor says which known one read it, if one did."""
    layout = article.extractor.partition(" ")[0]
    for module, shared in _SHARED.items():
        if any(profile.name == layout for profile in shared):
            own = (f"    profiles={module}.PROFILES,",)
            return Layout(layout, (f"from scrapers.sites.cms import {module}",), own, guessed=False)
    for other in publishers().known:
        if any(profile.name == layout for profile in other.profiles):
            package, variable = ("sites", "SITE") if isinstance(other, Site) else ("layouts", "LAYOUT")
            imports = (f"from scrapers.{package} import {other.name}",)
            own = (f"    profiles={other.name}.{variable}.profiles,",)
            return Layout(f"{layout}, as {other.name}", imports, own, guessed=False)
    profile = _guess_profile(tree, article, name)
    if profile is None:
        return Layout("unknown", (), (), guessed=True)
    lines: tuple[str, ...] = (
        "    profiles=(",
        "        # GUESS: selectors from one page",
        "        Profile(",
        f"            name={quote(profile.name)},",
        f"            mark={quote(profile.mark)},",
    )
    for field in ("title", "body", "published", "source_name", "author", "editor"):
        if quoted := [quote(selector) for selector in getattr(profile, field)]:
            value = f"({', '.join(quoted)}{',' * (len(quoted) == 1)})"
            lines += tuple(format_keyword(f"            {field}", value, [f"{one}," for one in quoted]))
    imports = ("from cundang.model.profile import Profile",)
    return Layout("unknown", imports, (*lines, "        ),", "    ),"), guessed=True)


def _guess_profile(tree: Element, article: Article, name: str) -> Profile | None:
    """Guess selectors for what the generic extractor found: for each field the smallest element with its value."""
    paragraphs = article.text.split("\n")
    body = _make_selector(_find_smallest(tree, paragraphs[0][:20], paragraphs[-1][-20:]))
    title = _make_selector(_find_smallest(tree, article.title[:16], tags=("h1", "h2", "h3", "div", "td", "span", "p")))
    if not body or not title:
        return None

    def find_selectors(field: str, value: str | None) -> tuple[str, ...]:
        """Where the value stands: first the meta element that the extractor took it from, if it did."""
        shown = _make_selector(_find_smallest(tree, value)) if value else ""
        where = article.found[field].where if field in article.found else ""
        meta = _find_meta(tree, where.removeprefix("meta ")) if where.startswith("meta ") else ""
        return tuple(filter(None, (meta, shown if shown != body else "")))

    return Profile(
        name=name,
        mark=body,
        title=(title,),
        body=(body,),
        published=find_selectors("published", (article.published_raw or "")[:16]),
        source_name=find_selectors("source_name", article.source_name),
        author=find_selectors("author", article.author),
        editor=find_selectors("editor", article.editor),
    )


def _find_meta(tree: Element, key: str) -> str:
    """The selector of the meta element with a key, which the extractor gives in lower case; empty where none has it."""
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            value = meta.get(attribute) or ""
            if value.lower() == key and meta.get("content") and _KEY.fullmatch(value):
                return f'meta[{attribute}="{value}"]'
    return ""


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


def find_publisher(tree: Element, host: str) -> str:
    """The name of the publisher: as the page names its site, as its title ends, or its host."""
    names = [text_of(meta) for meta in select(tree, _SITE_NAME)]
    titles = [to_line("".join(map(str, title.itertext()))) for title in select(tree, "title")[:1]]
    names += [found[1] for title in titles if (found := _SUFFIX.search(title))]
    return next(filter(None, (clean(name) for name in names if name)), clean(host))
