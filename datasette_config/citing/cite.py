"""Format the citation of a revision of an article: GB/T 7714, BibTeX, RIS, CSL-JSON, plain. Pure.

An article is of one type in all styles: of a newspaper, or a page of a web site (docs/citing.md).
"""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from datasette_config.citing.gbt7714 import format_gbt7714
from datasette_config.citing.reference import Reference

# A line break in a title would begin another field of RIS.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"\{",
        "}": r"\}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
    }
)

# BibTeX counts braces behind a backslash too, so those that are no pairs need names; of pairs, pandoc knows no names
# (findings/pandoc-loses-named-braces.sh).
_LONE_BRACES = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)")  # of two of these TeX makes one sign: -- is a dash
_BIBLATEX_LANGUAGES = {
    "zh": "chinese",
    "en": "english",
    "ja": "japanese",
    "ko": "korean",
    "fr": "french",
    "de": "german",
}


def format_plain(reference: Reference) -> str:
    """Format as one line for a footnote."""
    names = f"{', '.join(reference.authors)}, " if reference.authors else ""
    published = (reference.published or "n.d.")[:10]
    address = f"{reference.address}, " if reference.address else ""
    return (
        f"{names}“{reference.title}”, {reference.publisher}, {published}, {address}"
        f"accessed {reference.accessed[:10]}. {reference.note}."
    )


def format_bibtex(reference: Reference) -> str:
    """Format as BibTeX; braces keep each name whole.

    A newspaper is named in `journal`, which BibTeX and biblatex read, and `entrysubtype` says that it is one. A page of
    a web site is biblatex's @online.
    """
    is_newspaper = reference.is_newspaper
    fields = {
        "author": " and ".join(f"{{{_escape_tex(name)}}}" for name in reference.authors),
        "title": f"{{{_escape_tex(reference.title)}}}",
        "journal" if is_newspaper else "organization": _escape_tex(reference.publisher),
        "entrysubtype": "newspaper" if is_newspaper else "",
        "number": _escape_tex(reference.number or ""),
        "date": (reference.published or "")[:10],
        "year": (reference.published or "")[:4],
        "url": _escape_url(reference.address or reference.archived or ""),
        "urldate": reference.accessed[:10],
        "langid": _BIBLATEX_LANGUAGES.get(reference.language or "zh", ""),
        "note": _escape_tex(reference.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{'article' if is_newspaper else 'online'}{{{_make_key(reference)},", *lines, "}\n"])


def format_ris(reference: Reference) -> str:
    """Format as RIS: a newspaper article (NEWS), or a web page (ELEC). T2 is where programs read what it is in."""
    published = (reference.published or "")[:10].split("-")
    fields = [
        ("TY", "NEWS" if reference.is_newspaper else "ELEC"),
        ("TI", reference.title),
        *(("AU", name) for name in reference.authors),
        ("T2", reference.publisher),
        ("PB", reference.publisher),
        ("PY", published[0]),
        ("DA", "/".join(published)),
        ("M1", reference.number or ""),
        ("UR", reference.address or reference.archived or ""),
        ("Y2", reference.accessed[:10].replace("-", "/")),
        ("LA", reference.language or ""),
        ("AV", reference.archived or ""),
        ("N1", reference.note),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_put_on_one_line(value)}\n" for tag, value in fields if value or tag == "ER")


def format_csl_json(reference: Reference) -> str:
    """Format as CSL-JSON, a list with one item."""
    item: dict[str, Any] = {
        "id": _make_key(reference),
        "type": "article-newspaper" if reference.is_newspaper else "webpage",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.publisher,
        "URL": reference.address or reference.archived,
        "accessed": {"date-parts": [_split_date(reference.accessed)]},
        "language": reference.language or "zh",
        "archive_location": reference.archived,
        "note": reference.note,
        "number": reference.number,
    }
    if reference.published:
        item["issued"] = {"date-parts": [_split_date(reference.published)]}
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1)


# By the ending of the address: the function that formats it, its media type and its name.
STYLES: dict[str, tuple[Callable[[Reference], str], str, str]] = {
    "gbt": (format_gbt7714, "text/plain; charset=utf-8", "GB/T 7714—2025"),
    "gbt2015": (partial(format_gbt7714, edition=2015), "text/plain; charset=utf-8", "GB/T 7714—2015"),
    "txt": (format_plain, "text/plain; charset=utf-8", "Plain"),
    "bib": (format_bibtex, "application/x-bibtex; charset=utf-8", "BibTeX"),
    "ris": (format_ris, "application/x-research-info-systems; charset=utf-8", "RIS"),
    "csl": (format_csl_json, "application/vnd.citationstyles.csl+json; charset=utf-8", "CSL-JSON"),
}
LINES = ("gbt", "gbt2015", "txt")  # those of one line, for people


def cite(reference: Reference, style: str) -> str:
    """Format a citation in one of STYLES."""
    formatted = STYLES[style][0](reference)
    return _put_on_one_line(formatted) if style in LINES else formatted


def _make_key(reference: Reference) -> str:
    return f"cundang{reference.id}r{reference.revision}"


def _put_on_one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _escape_tex(text: str) -> str:
    lone = {} if _has_braces_in_pairs(text) else str.maketrans(_LONE_BRACES)
    return _LIGATURE.sub("{}", _put_on_one_line(text).translate(_BIBTEX | lone))


def _has_braces_in_pairs(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _escape_url(url: str) -> str:
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", url)


def _split_date(date: str) -> list[int]:
    return [int(part) for part in date[:10].split("-")]
