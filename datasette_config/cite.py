"""Format the citation of a revision of an article: GB/T 7714, BibTeX, RIS, CSL-JSON, plain. Pure."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from cundang.text.people import read_people

# A line break in a title would begin another field of RIS.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
    }
)


_MOST_NAMED = 3  # authors in a citation by GB/T 7714-2015, 8.1.2


@dataclass(frozen=True, slots=True)
class Reference:
    """The content of a citation. Dates are ISO 8601; `sha256` is that of the cited revision.

    `accessed` is the day of the citation. `fetched` is that on which the revision was fetched from its site: by this
    archive, or where `imported` has a day, by another tool. With `imported` alone nobody knows when it was.
    """

    id: int
    revision: int
    title: str
    url: str
    publisher: str
    accessed: str
    sha256: str
    published: str | None = None
    source: str | None = None
    author: str | None = None  # as stored: names with 、 or a comma between them
    language: str | None = None
    archived: str | None = None  # address of the archived copy
    number: str | None = None  # of an official document
    fetched: str | None = None
    imported: str | None = None

    @property
    def responsible(self) -> list[str]:
        """The authors of the article by their names, or its source, or its publisher."""
        return [person.name for person in read_people(self.author or "")] or [self.source or self.publisher]

    @property
    def note(self) -> str:
        """The cited revision, when and by whom it was fetched, its digest, and the address of the archived copy."""
        fetched = self.fetched and f"fetched {self.fetched}{' by another tool' if self.imported else ''}"
        imported = self.imported and f"imported {self.imported}"
        parts = (f"Revision {self.revision}", fetched, imported, f"SHA-256 {self.sha256}", self.archived)
        return ", ".join(filter(None, parts))


def format_gbt7714(reference: Reference) -> str:
    """Format as GB/T 7714-2015, electronic resource [EB/OL].

    The number of a document stands where the standard has those of reports and standards: behind the title. Of more
    than three authors the first three are named.
    """
    number = f": {reference.number}" if reference.number else ""
    published = f"({reference.published[:10]})" if reference.published else ""
    names = ", ".join(reference.responsible[:_MOST_NAMED])
    if len(reference.responsible) > _MOST_NAMED:
        names += ", et al" if reference.language == "en" else ", 等"
    fetched = f", {'其他工具' if reference.imported else ''}{reference.fetched}抓取" if reference.fetched else ""
    imported = f", {reference.imported}导入" if reference.imported else ""
    return _put_on_one_line(
        f"{names}. {reference.title}{number}[EB/OL]. {published}[{reference.accessed[:10]}]. "
        f"{reference.url}. 存档第{reference.revision}版{fetched}{imported}, SHA-256: {reference.sha256}."
    )


def format_plain(reference: Reference) -> str:
    """Format as one line for a footnote."""
    published = f", {reference.published[:10]}" if reference.published else ""
    return _put_on_one_line(
        f"{', '.join(reference.responsible)}, “{reference.title}”, {reference.publisher}{published}, {reference.url}, "
        f"accessed {reference.accessed[:10]}. {reference.note}."
    )


def format_bibtex(reference: Reference) -> str:
    """Format as BibTeX (@online of biblatex); braces keep each name whole."""
    fields = {
        "author": " and ".join(f"{{{_escape_tex(name)}}}" for name in reference.responsible),
        "title": f"{{{_escape_tex(reference.title)}}}",
        "organization": _escape_tex(reference.publisher),
        "date": (reference.published or "")[:10],
        "year": (reference.published or "")[:4],
        "url": re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", reference.url),
        "urldate": reference.accessed[:10],
        "langid": "english" if reference.language == "en" else "chinese",
        "note": _escape_tex(reference.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{cundang{reference.id}r{reference.revision},", *lines, "}\n"])


def format_ris(reference: Reference) -> str:
    """Format as RIS, type newspaper article."""
    published = (reference.published or "")[:10].split("-")
    fields = [
        ("TY", "NEWS"),
        ("TI", reference.title),
        *(("AU", name) for name in reference.responsible),
        ("T2", reference.publisher),
        ("PB", reference.publisher),
        ("PY", published[0]),
        ("DA", "/".join(published)),
        ("UR", reference.url),
        ("Y2", reference.accessed[:10].replace("-", "/")),
        ("LA", reference.language or ""),
        ("N1", reference.note),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_put_on_one_line(value)}\n" for tag, value in fields if value or tag == "ER")


def format_csl_json(reference: Reference) -> str:
    """Format as CSL-JSON, a list with one item."""
    item = {
        "id": f"cundang{reference.id}r{reference.revision}",
        "type": "article-newspaper",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.responsible],
        "container-title": reference.publisher,
        "URL": reference.url,
        "accessed": {"date-parts": [_split_date(reference.accessed)]},
        "language": reference.language or "zh",
        "archive_location": reference.archived or "",
        "note": reference.note,
    }
    if reference.number:
        item["number"] = reference.number
    if reference.published:
        item["issued"] = {"date-parts": [_split_date(reference.published)]}
    return json.dumps([item], ensure_ascii=False, indent=1)


# By the ending of the address: the function that formats it, its media type and its name.
STYLES: dict[str, tuple[Callable[[Reference], str], str, str]] = {
    "gbt": (format_gbt7714, "text/plain; charset=utf-8", "GB/T 7714"),
    "bib": (format_bibtex, "application/x-bibtex; charset=utf-8", "BibTeX"),
    "ris": (format_ris, "application/x-research-info-systems; charset=utf-8", "RIS"),
    "csl": (format_csl_json, "application/vnd.citationstyles.csl+json; charset=utf-8", "CSL-JSON"),
    "txt": (format_plain, "text/plain; charset=utf-8", "Plain"),
}


def cite(reference: Reference, style: str) -> str:
    """Format a citation in one of STYLES."""
    return STYLES[style][0](reference)


def _put_on_one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _escape_tex(text: str) -> str:
    return _put_on_one_line(text).translate(_BIBTEX)


def _split_date(date: str) -> list[int]:
    return [int(part) for part in date[:10].split("-")]
