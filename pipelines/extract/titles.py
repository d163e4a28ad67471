"""The title of a page of no known layout, without the name of its site and without eyebrow lines."""

from html import unescape

from pipelines.article import Field
from pipelines.extract.seen import Seen, site_names
from pipelines.extract.structured import SEPARATOR, squeezed, title_element
from pipelines.extract.walk import TAGS
from pipelines.fold import fold

_HEADINGS = frozenset(TAGS[tag] for tag in ("h1", "h2", "h3"))


def title(page: Seen) -> Field | None:
    """The headline that the page shows; else what its metadata say, without the name of the site."""
    tree, blocks, title, meta, data = page.tree, page.blocks, page.title, page.meta, page.data
    names = site_names(meta, page.url)
    element = title_element(tree)
    candidates = [(squeezed(found.get("headline")), "JSON-LD headline") for found in data if found.get("headline")]
    candidates += [
        (squeezed(meta.get(key)), f"meta {key}")
        for key in ("og:title", "twitter:title", "articletitle")
        if meta.get(key)
    ]
    candidates += [(squeezed("".join(element.itertext())), "title")] if element is not None else []
    candidates = [(unescape(text), where) for text, where in candidates]  # some systems escape them twice
    if title >= 0 and blocks[title].tag in _HEADINGS:
        shown = _without_site(unescape(squeezed(blocks[title].text)), names, False)
        for text, where in candidates:
            stripped = _without_site(text, names, where == "title")
            if _is_no_headline(shown, blocks[title].tag == TAGS["h1"], stripped, names):
                return Field(stripped, where)
        # an eyebrow line within the heading: what the metadata have as the title is the end of what is shown
        for text, where in candidates:
            stripped = _without_site(text, names, where == "title")
            if (
                len(stripped) >= 8
                and len(stripped) > 0.4 * len(shown)
                and shown != stripped
                and shown.endswith(stripped)
            ):
                return Field(stripped, where)
        return Field(shown, "headline")
    for text, where in candidates:
        if stripped := _without_site(text, names, where == "title"):
            return Field(stripped, where)
    return Field(squeezed(blocks[title].text), "headline") if title >= 0 else None


def _is_no_headline(shown: str, first: bool, title: str, names: set[str]) -> bool:
    """Whether a heading is the name of the site, or, if not of the `first` rank, but a few words of the title (a tag, the
    name of a series)."""
    folded = fold(shown).casefold()
    if not first and len(shown) < 0.4 * len(title) and folded in fold(title).casefold():
        return True
    return (
        folded != fold(title).casefold()
        and len(title) >= 8
        and folded.replace(" ", "") in {name.replace(" ", "") for name in names}
    )


def _without_site(text: str, names: set[str], guess: bool) -> str:
    """A title without the name of its site behind it. `guess`: the last part goes even if it is not known as a name."""
    parts = list(SEPARATOR.finditer(text))
    while parts:
        last = parts[-1]
        tail = fold(text[last.end() :]).casefold().strip()
        head = text[: last.start()].strip()
        known = (
            any(name and (name in tail or tail in name or tail.replace(" ", "") in name) for name in names)
            if tail
            else True
        )
        if head and (known or (guess and len(tail) <= 30 and len(head) >= len(tail))):
            text = head
            parts.pop()
        else:
            break
    return text.strip()
