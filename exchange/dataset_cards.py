"""Describe a snapshot: for machines (Frictionless Data Package, Croissant) and for people, in both languages."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cundang.model.contact import link_contact
from cundang.model.settings import About
from cundang.store.data_dictionary import describe_columns, describe_tables
from exchange.columns import list_columns, make_table_schema
from exchange.recipes import AS_TEXT, OPENING, SEARCHING, Recipe

TITLE = "Cundang 存档: an archive of Chinese news"
_REPRINTS = ("clusters", "relations", "evidence", "source_names")  # tables of archive.db that tell of copies
_MEDIA = {"zst": "application/zstd", "gz": "application/gzip", "sql": "application/sql"}
_INNER_MEDIA = {"csv": "text/csv", "jsonl": "application/jsonlines"}  # of what is in a compressed file


def make_datapackage(digests: dict[str, str], sizes: dict[str, int], now: datetime, about: About) -> str:
    """Make datapackage.json (Frictionless Data Package 1): size and digest of each file, and the columns of the CSV."""
    resources = [_make_resource(name, digests[name], sizes[name]) for name in sorted(digests)]
    package = {
        "name": "cundang",
        "title": about.title or TITLE,
        "created": now.isoformat(timespec="seconds"),
        **_tell_keeper(about),
        "description": f"{_join(about.scope)}Articles in their current state. "
        "The files archive.db.* hold all tables, with a dictionary in the table _dictionary; "
        f"{', '.join(_REPRINTS)} say which articles tell the same text, who published it first and what copies did. "
        f"{_join(about.text_rights)}".rstrip(),
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _tell_keeper(about: About) -> dict[str, Any]:
    """The licence of the metadata, and who keeps the archive; https://specs.frictionlessdata.io/data-package/."""
    told: dict[str, Any] = {}
    if licence := about.metadata_licence.strip():
        told["licenses"] = [{"name": re.sub(r"[^A-Za-z0-9._-]+", "-", licence).strip("-") or "other", "title": licence}]
    if contact := link_contact(about.contact):
        where = {"email": contact.removeprefix("mailto:")} if contact.startswith("mailto:") else {"path": contact}
        told["contributors"] = [{"title": about.title or TITLE, **where, "role": "publisher"}]
    return told


def _join(text: str) -> str:
    """A text of the operator's on one line, with a space behind it; empty where there is none."""
    return f"{' '.join(text.split())} " if text.strip() else ""


def _make_resource(name: str, digest: str, size: int) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": name.replace("_", "-").lower(),
        "path": name,
        "bytes": size,
        "hash": f"sha256:{digest}",
    }
    if name != "articles.csv.gz":
        return {**about, "type": "file", "mediatype": _find_media_type(name)}
    return {
        **about,
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "compression": "gz",
        "schema": make_table_schema(list_columns("articles")),
    }


def make_croissant(digests: dict[str, str], sizes: dict[str, int], now: datetime, about: About) -> str:
    """Make croissant.json (MLCommons Croissant 1.0, JSON-LD), for data set search engines and machine learning."""
    distribution = [
        {
            "@type": "cr:FileObject",
            "@id": name,
            "name": name,
            "contentUrl": name,
            "contentSize": f"{sizes[name]} B",
            "encodingFormat": _find_media_types(name),
            "sha256": digests[name],
        }
        for name in sorted(digests)
    ]
    record = {
        "@type": "cr:RecordSet",
        "@id": "articles",
        "name": "articles",
        "description": describe_tables()["articles"],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"articles/{column.name}",
                "name": column.name,
                "description": column.comment,
                "dataType": "sc:Integer" if column.definition.startswith("INTEGER") else "sc:Text",
                "source": {"fileObject": {"@id": "articles.csv.gz"}, "extract": {"column": column.name}},
            }
            for column in list_columns("articles")
        ],
    }
    keeper = {"@type": "sc:Organization", "name": about.title or TITLE}
    contact = link_contact(about.contact)
    keeper["email" if contact.startswith("mailto:") else "url"] = contact
    card = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": "cundang",
        "description": f"{about.title or TITLE} {_join(about.scope)}".rstrip(),
        **({"license": about.metadata_licence.strip()} if about.metadata_licence.strip() else {}),
        **({"publisher": keeper} if contact else {}),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "datePublished": f"{now:%Y-%m-%d}",
        "version": f"{now:%Y.%m.%d}",
        "distribution": distribution,
        "recordSet": [record],
    }
    return json.dumps(card, ensure_ascii=False, indent=1) + "\n"


def _find_media_types(name: str) -> str | list[str]:
    """The media type of a file; for a compressed file also that of its content, which readers of Croissant need."""
    outer = _find_media_type(name)
    inner = _INNER_MEDIA.get(name.removesuffix(".gz").rpartition(".")[2])
    return [outer, inner] if inner and name.endswith(".gz") else outer


def _find_media_type(name: str) -> str:
    return _MEDIA[name.rpartition(".")[2]]


# The complete context of Croissant 1.0: its validator warns if any of it is left out.
_WORDS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format",
    "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex",
    "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{word: f"cr:{word}" for word in _WORDS},
}


def make_readme(
    counts: dict[str, int], sizes: dict[str, int], now: datetime, about: About, changed_at: datetime | None = None
) -> str:
    """Make README.md of a snapshot. `changed_at`: when articles were taken out of it."""
    changed = (
        f"""
{changed_at:%Y-%m-%d} 从本快照中撤下了文章，所有文件因此重新制作；各项决定见表 `redactions`。
On {changed_at:%Y-%m-%d} articles were withdrawn from this snapshot and all of its files were made anew; the table
`redactions` has the decisions.
"""
        if changed_at
        else ""
    )
    files = "\n".join(f"| {name} | {size} |" for name, size in sorted(sizes.items()))
    columns = "\n".join(f"| {column.name} | {column.comment} |" for column in list_columns("articles"))
    reprints = "\n".join(
        f"| {column.table}.{column.name} | {column.comment} |"
        for table in _REPRINTS
        for column in describe_columns()
        if column.table == table
    )
    return f"""# {about.title or "Cundang 存档"}, {now:%Y-%m-%d %H:%M} UTC
{_tell_about(about)}
新闻存档的快照：{counts["articles"]} 篇文章，{counts["revisions"]} 个版本，{counts["sites"]} 个站点。
`archive.db` 是全部数据（SQLite），`archive-lite.db` 不含检索索引，`articles.*` 是文章现状。数据表与字段的说明在表 `_dictionary` 中。
`sha256sum -c SHA256SUMS` 可校验文件。文章版权归原发布者所有，引用请注明来源与原文地址。

A snapshot of an archive of news: {counts["articles"]} articles, {counts["revisions"]} versions,
{counts["sites"]} sites.
`archive.db` holds everything (SQLite), `archive-lite.db` is without the search index, `articles.*` are the articles in
their current state. The table `_dictionary` says what each table and column holds.
`sha256sum -c SHA256SUMS` checks the files.
The articles belong to their publishers: name the source and the address when you cite.
{changed}
| 文件 file | 字节 bytes |
|---|---|
{files}

## 如何打开 How to open

在本文件夹中运行下列各行。各列的类型由 `datapackage.json` 规定，请勿让程序猜测：42 位的号码会变成 1.007e+40，
标题“NA”会变成空值。时间带时区，有的只有日期，所以是文字。
Run these lines in this folder. `datapackage.json` says what type each column has; let no program guess, or numbers of
42 digits become 1.007e+40, and a headline `NA` nothing. Times have zones or are days alone, so they are text.

{format_recipes(OPENING)}
其他 CSV 文件（网页下载、`archive export`）：所有列都按文字读入。
Any other CSV file, from the web page or `archive export`: all columns as text.

{format_recipes(AS_TEXT)}
Excel：从网页下载 .xlsx，或运行 `archive export --format xlsx`。
Excel: download .xlsx from the web page, or run `archive export --format xlsx`.

## 如何检索 How to search

`archive.db` 中的索引 `articles_fts` 存的是简体的相邻两字组：`MATCH '湿地'` 可直接用；更长的词要拆成两字组并加引号，
`MATCH '"湿地 地公 公园"'`；一个字写作 `MATCH '湿*'`。直接写 `MATCH '湿地公园'` 查不到任何文章，也不报错。
`search.sql` 自动转换繁简并拆分。含字母、数字的词，`archive search --print-match` 可给出写法。
The index `articles_fts` of `archive.db` holds overlapping pairs of simplified characters. `MATCH '湿地'` is right as it
is. A longer word is the phrase of its pairs, `MATCH '"湿地 地公 公园"'`, one character a prefix, `MATCH '湿*'`.
`MATCH '湿地公园'` finds nothing, and gives no error. `search.sql` makes the pairs of a word in either script; for words
with letters and digits `archive search --print-match` prints the expression.

{format_recipes(SEARCHING)}
## 字段 Columns of articles

| column | meaning |
|---|---|
{columns}

## 转载 Copies of a text

同一文字的各篇文章、原文及依据、转载时的改动，在 `archive.db` 的下列表中；`articles.cluster_id` 指向 `clusters`。
Which articles tell the same text, which is the original and why, and what its copies did is in these tables of
`archive.db`; `articles.cluster_id` points to `clusters`.

| column | meaning |
|---|---|
{reprints}
"""


def _tell_about(about: About) -> str:
    """What the operator says of the archive, a paragraph for each setting."""
    told = (
        ("", about.scope),
        ("文章的权利 Rights of the texts", about.text_rights),
        ("元数据的许可 Licence of the metadata", about.metadata_licence),
        ("异议与撤下 Objections", about.objections),
        ("联系 Contact", about.contact),
    )
    return "".join(f"\n{f'{name}: ' if name else ''}{text.strip()}\n" for name, text in told if text.strip()) + "\n"


def format_recipes(recipes: Iterable[Recipe]) -> str:
    """Format recipes as Markdown."""
    return "\n".join(f"{each.program}:\n\n```{each.language}\n{each.code.rstrip()}\n```\n" for each in recipes)
