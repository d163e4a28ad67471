"""The elements of HTML by what they do to text: the lists of tags that several readers of a page share."""

# Elements that begin and end a block of text. `td` and `th` are missing on purpose: the cells of a row are one block.
# `tr` is missing because tree.py reads the rows of a table as lines of one block; blocks.py adds it.
BLOCKS = frozenset(
    (
        *("body", "article", "aside", "section", "nav", "header", "hgroup", "footer", "main", "address", "dialog"),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "pre",
            "xmp",
            "listing",
            "plaintext",
            "blockquote",
            "hr",
            "div",
            "center",
        ),
        *("figure", "figcaption", "details", "summary", "ul", "ol", "li", "dl", "dt", "dd", "dir", "menu"),
        *("table", "caption", "thead", "tbody", "tfoot", "form", "fieldset", "legend"),
    )
)

# Elements whose text keeps its line ends.
PREFORMATTED = frozenset(("pre", "xmp", "listing", "plaintext"))

# Elements whose text is no text of the page: scripts, embedded documents, what old programs show instead of those,
# players and drawings, the controls of forms, and the readings above characters (ruby).
UNREAD = frozenset(
    (
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "noembed", "noframes"),
        *("audio", "video", "svg", "canvas", "button", "input", "select", "textarea", "rt", "rp", "rtc"),
    )
)

# Headings that may be the headline of a page.
HEADLINES = ("h1", "h2", "h3")

# Headings that part a text; h6 is mostly a label.
HEADINGS = (*HEADLINES, "h4", "h5")
