"""The address of a picture: where its `src` only holds the place, that which a script would load later."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter

from lxml import etree

from cundang.model.article import Image
from cundang.text.address import host_of, join

_Element = etree._Element  # lxml's public name for the type of all elements

# The attributes that scripts load a picture from, those of Discuz (`file`, `zoomfile`) and of old portals among them.
# Such a script puts the address into `src`, so it is the one that a reader sees.
_LATE = (
    *("data-src", "data-original", "data-lazy-src", "data-lazyload", "data-lazy", "data-actualsrc", "data-echo"),
    *("data-url", "data-img", "data-image", "data-lsrc", "data-cfsrc", "data-ks-lazyload", "data-original-src"),
    *("nitro-lazy-src", "lazy-src", "lazysrc", "lay-src", "zoomfile", "file", "original", "_src", "src2", "osrc"),
)
_LATE_SETS = ("data-srcset", "data-lazy-srcset", "nitro-lazy-srcset")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:$|[?#!@_])", re.IGNORECASE)
_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|[?#!@_])", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
# What holds the place of a picture, by the name of its file. A photograph of a loading dock is no GIF.
_NOTHING = r"(?:gr[ea]y|trans(?:parent)?|dot|clear|empty|white)(?:[_-][\w-]{0,20}|\d{0,4})"
_PLACE_HOLDER = re.compile(
    r"(?:^|/)(?:(?:[\w-]{0,20}[_-])?(?:(?:pre)?load(?:ing|er)?|lazy(?:load(?:ing)?)?|blank|spacer?|placeholder|"
    r"place-holder|pixel|1x1|1px|shim|no_?(?:pic|img|image))(?:[_-][\w-]{0,20}|\d{0,4})\.(?:gif|png|svg|webp)"
    # what has a name before its colour may be of a thing: van-white.png
    rf"|(?:(?:bg|img|image|pic|default|icon)[_-])?{_NOTHING}\.(?:png|webp)"
    rf"|(?:[\w-]{{0,20}}[_-])?{_NOTHING}\.(?:gif|svg))"
    r"(?:$|[?#])",
    re.IGNORECASE,
)
_PLACE_HOLDER_LATE = re.compile(r"(?:^|[/_.-])(?:thumb(?:nail)?s?|small|mini|icon)(?:[/_.-]|$)", re.IGNORECASE)
_NO_WEB = re.compile(r"(?:data|javascript|about|blob):|#", re.IGNORECASE)
_NO_WORD = re.compile(r"[\s{}<>\"]")
_LONGEST = 4000  # characters of an address
_LONGEST_SET = 20_000  # characters of a srcset
_MOST_SIBLINGS = 3  # looked at beside a picture for a `noscript`
_MOST_ABOVE = 3  # elements around a picture in which its `picture` is
_MOST_SOURCES = 20
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)([wxh])")
_END_OF_SIZE = re.compile(r"(\s[\d.]{1,9}[wxh]),")
_PLAIN = 1000.0  # pixels; what a picture without a size counts for, and one of 1x
_SMALLEST = 2  # pixels; a smaller picture counts visitors


def address_of(image: _Element) -> str:
    """The address of the picture that an `img` shows once the page is loaded; empty where it shows none.

    In this order: what a script would load, `src`, the largest of `srcset` and of the `source` elements beside it, the
    `img` in a `noscript` next to it, any other attribute with the address of a picture.
    """
    if _is_counter(image):
        return ""
    own = (image.get("src") or "").strip()
    own = "" if _NO_WEB.match(own) else own
    holds_place = not own or _PLACE_HOLDER.search(own) is not None
    names = frozenset(image.keys())
    late = "" if names.isdisjoint(_LATE) else next(filter(None, (_read(image.get(name)) for name in _LATE)), "")
    if late == image.get("data-url") and _PHOTOGRAPH.search(own) and not _PICTURE.search(late):
        late = ""  # of a page about the picture
    if late and not _PLACE_HOLDER.search(late) and (holds_place or not _is_smaller(late, own)):
        return late
    if late_set := next(filter(None, (find_largest(image.get(name) or "") for name in _LATE_SETS)), ""):
        return late_set
    if not holds_place:
        return own
    return next(filter(None, _iterate_elsewhere(image)), "")


def find_largest(srcset: str) -> str:
    """The address of the largest picture of a `srcset`; empty where it has none.

    >>> find_largest("/p/1.jpg, /p/1-2x.jpg 2x"), find_largest("a,b.jpg 320w,c.jpg 640w")
    ('/p/1-2x.jpg', 'c.jpg')
    """
    sizes: list[tuple[float, str]] = []
    for word in _END_OF_SIZE.sub(r"\1 ", srcset[:_LONGEST_SET]).split():
        if (found := _SIZE.fullmatch(word.rstrip(","))) and sizes:
            if found[2] != "h":
                sizes[-1] = (float(found[1]) * (1 if found[2] == "w" else _PLAIN), sizes[-1][1])
        elif address := word.strip(","):
            sizes.append((_PLAIN, address))
    return max(
        ((size, _read(address)) for size, address in sizes if _read(address)), default=(0, ""), key=itemgetter(0)
    )[1]


def list_unscripted(noscript: _Element) -> list[_Element]:
    """List the photographs that a `noscript` has for readers without scripts, where no `img` beside it has the same."""
    beside = (
        *islice(noscript.itersiblings(), _MOST_SIBLINGS),
        *islice(noscript.itersiblings(preceding=True), _MOST_SIBLINGS),
    )
    if any(sibling.tag == "img" or next(sibling.iter("img"), None) is not None for sibling in beside):
        return []
    images = islice(noscript.iter("img"), _MOST_SIBLINGS)
    return [image for image in images if _PHOTOGRAPH.search(image.get("src") or "") and not _is_counter(image)]


def make_images(pictures: Iterable[tuple[str, str]], base: str) -> tuple[Image, ...]:
    """The pictures of an article, given by address and caption: with absolute addresses, each once.

    Those on no web address (data:, file:) are left out.
    """
    images = (Image(join(base, address), caption) for address, caption in pictures if address)
    web = (image for image in images if image.url.startswith(("http://", "https://")) and host_of(image.url))
    return tuple(dict.fromkeys(web))


def _iterate_elsewhere(image: _Element) -> Iterator[str]:
    """The addresses of a picture whose `src` holds its place and that no script of a known form loads."""
    yield find_largest(image.get("srcset") or "")
    for around in islice(image.iterancestors(), _MOST_ABOVE):
        if around.tag == "picture":
            for source in islice(around.iter("source"), _MOST_SOURCES):
                yield find_largest(source.get("srcset") or source.get("data-srcset") or "")
    for sibling in (*islice(image.itersiblings(), _MOST_SIBLINGS), *islice(image.itersiblings(preceding=True), 1)):
        if sibling.tag == "img":
            break
        if sibling.tag == "noscript":
            for inner in islice(sibling.iter("img"), 1):
                yield _read_plain(inner)
    for name, value in image.items():
        if name not in ("src", "srcset", "alt", "title", "onerror", "style", "class") and _PICTURE.search(
            value[-_LONGEST:]
        ):
            address = _read(value)
            yield "" if _PLACE_HOLDER.search(address) else address


def _read_plain(image: _Element) -> str:
    """The address of an `img` that is for readers without scripts."""
    if _is_counter(image):
        return ""
    address = _read(image.get("src"))
    return "" if _PLACE_HOLDER.search(address) else address or find_largest(image.get("srcset") or "")


def _read(value: str | None) -> str:
    """The address that an attribute has; empty where it has none, but a flag, a number, JSON or a picture itself."""
    address = (value or "").strip()
    if not address or len(address) > _LONGEST or not ("/" in address or "." in address):
        return ""
    return "" if _NO_WEB.match(address) or _NO_WORD.search(address) else address


def _is_smaller(late: str, own: str) -> bool:
    """Whether what a script would load is a thumbnail of a `src` that is none, both by their names."""
    return _PLACE_HOLDER_LATE.search(late) is not None and _PLACE_HOLDER_LATE.search(own) is None


def _is_counter(image: _Element) -> bool:
    """Whether a picture has no size, as those have that count visitors.

    One of several sizes whose own are 0 has them from a style sheet (Next.js writes `width="0" height="0" sizes=…`).
    """
    if image.get("sizes") or image.get("srcset"):
        return False
    if _HIDDEN.search(image.get("style") or "") and not any(image.get(name) for name in _LATE):
        return True
    sizes = [(image.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return all(size.isascii() and size.isdigit() and int(size[:6]) < _SMALLEST for size in sizes)
