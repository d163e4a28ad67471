"""Citations by GB/T 7714, numeric: of 2025, in force since 1 July 2026, and of 2015. docs/citing.md has the sources."""

from typing import NamedTuple

from datasette_config.citing.reference import Reference

_MOST_NAMED = 3  # authors; of more the first three are named (2015: 8.1.2; 2025: 7.1.2)


class _Signs(NamedTuple):
    """The signs of an edition. In that of 2025 only full stops and square brackets are not as wide as a character."""

    comma: str
    colon: str
    opening: str
    closing: str


_SIGNS = {2025: _Signs("，", "：", "（", "）"), 2015: _Signs(", ", ": ", "(", ")")}


def format_gbt7714(reference: Reference, edition: int = 2025) -> str:
    """Format as a page of a web site [EB/OL], or as an article of a newspaper [N/OL].

    The day of citation stands with both in the edition of 2015, and with pages alone in that of 2025. The number of an
    official document stands where the standard has those of reports: behind the title. Behind the address on the site
    comes that of the archived copy, with the day of capture and the digest.
    """
    signs = _SIGNS[edition]
    number = f"{signs.colon}{reference.number}" if reference.number else ""
    day = (reference.published or "")[:10]
    accessed = f"[{reference.accessed[:10]}]"
    if reference.is_newspaper:
        parts = [_join_names(reference.authors, signs, reference), f"{reference.title}{number}[N/OL]"]
        unknown = "[n.d.]" if reference.is_western else "[日期不详]"
        parts.append(f"{reference.publisher}{signs.comma}{day or unknown}{accessed if edition == 2015 else ''}")
    else:
        # The site stands for the author, as in the examples of the standard (8.11.3.2, 1).
        parts = [_join_names(reference.authors or [reference.publisher], signs, reference)]
        published = f"{signs.opening}{day}{signs.closing}" if day else ""
        parts += [f"{reference.title}{number}[EB/OL]", f"{published}{accessed}"]
    copy = _describe_copy(reference, signs)
    archived = f"{reference.archived or ''}{signs.opening}{copy}{signs.closing}".lstrip()
    label = "Archived" if reference.is_western else "存档"
    parts += [reference.address, f"{label}{signs.colon}{archived}"] if reference.address else [archived]
    return ". ".join(filter(None, parts)) + "."


def _join_names(names: list[str], signs: _Signs, reference: Reference) -> str:
    others = [] if len(names) <= _MOST_NAMED else ["et al" if reference.is_western else "等"]
    return signs.comma.join([*names[:_MOST_NAMED], *others])


def _describe_copy(reference: Reference, signs: _Signs) -> str:
    """The revision, by whom and when it was captured, the file that it came in, and its digest."""
    is_english, by_other = reference.is_western, bool(reference.imported)
    fetched, imported, file = reference.fetched, reference.imported, reference.file
    told = (
        f"revision {reference.revision}" if is_english else f"第{reference.revision}版",
        fetched and (f"captured {fetched}{' by another tool' * by_other}" if is_english
                     else f"{'其他工具' * by_other}{fetched}抓取"),
        imported and (f"imported {imported}" if is_english else f"{imported}导入"),
        file and (f"from the file {file}" if is_english else f"来自文件 {file}"),
        f"SHA-256{signs.colon}{reference.sha256}",
    )  # fmt: skip
    return signs.comma.join(filter(None, told))
