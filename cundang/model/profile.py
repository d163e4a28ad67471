"""A profile: where the pages of one layout have their title, time, source, editor and text."""

import re
from dataclasses import dataclass

_SPAN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


STATE = "script:"  # begins a selector that is a path into the state of a script


@dataclass(frozen=True, slots=True)
class Profile:
    """Selectors for one layout of a CMS. Several selectors are tried in order; the first that finds text is taken.

    A selector is CSS, or a path into the state that a script of the page carries: `script:NAME PATH`. NAME is the id of
    a script (`__NEXT_DATA__`), or what a script assigns to (`window.DATA`, `allData`); PATH is a JMESPath into its JSON
    and may be left out: `script:window.DATA originContent.text`. What it finds may be a string, a number or a list of
    such. A body is HTML or plain text, a paragraph a line; attachments, pictures and further pages are addresses,
    attachments also objects with `url` and `name`; a time may be the seconds or milliseconds since 1970. `drop` and
    `caption` are CSS. Of a `textarea`, where some sites keep HTML for their scripts, the HTML is read.

    `name` is stored as the extractor of each article. `mark` is what only pages of this layout have: it decides
    whether the profile applies, so a page without an address finds its profile too. A selector that matches a `meta`
    element gives its content. `kicker` and `subtitle` are the lines above and below the headline (引题, 副题),
    `document_number` and `index_number` the numbers of an official document (文号, 索引号). `attachments` are links to
    files, or elements with such links, besides those that stand in `body` and directly below it; `pictures` are
    elements with pictures, or their addresses in a state, where `body` has only places for them. `drop` is boilerplate
    inside `body`; `caption` is a picture's caption inside `body`, which goes to the picture; `next_page` are links to
    further pages of the article. `address` is a pattern for the page's address whose group `content_id` is the id that
    the CMS gives the article (slashes in it are left out).
    `general`: a convention that many sites share; on a page without an address it is tried after the layouts of single
    sites. `since` and `until` are the first and the last day, month or year in which the layout was in use (ISO 8601:
    2022-12-31, 2022-12, 2022), where that is known. They are notes for maintainers; extraction does not use them.
    """

    name: str
    mark: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    published: tuple[str, ...] = ()
    source_name: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    content_id: tuple[str, ...] = ()
    tracking_number: tuple[str, ...] = ()
    kicker: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    document_number: tuple[str, ...] = ()
    index_number: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    next_page: tuple[str, ...] = ()
    address: str = ""
    general: bool = False
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for name, value in (("since", self.since), ("until", self.until)):
            if value is not None and not _SPAN.fullmatch(value):
                raise ValueError(f"profile {self.name}: {name} is {value!r}; write a day, month or year as in 2022-12")
