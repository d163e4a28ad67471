"""The columns of the files that are exported: those of a table, and of articles also the lists in other tables."""

from typing import Any

from cundang.store.data_dictionary import Column, describe_columns

# The lists of an article, each as a JSON list in one column.
LISTS = {
    "keywords": "(SELECT json_group_array(keyword) FROM keywords k WHERE k.article_id = articles.id) AS keywords",
    "people": "(SELECT json_group_array(json_object('role', p.role, 'name', p.name, 'title', p.title, 'code', p.code))"
    " FROM people p WHERE p.article_id = articles.id) AS people",
    "images": "(SELECT json_group_array(json_object('url', i.url, 'caption', i.caption)) FROM images i"
    " WHERE i.article_id = articles.id) AS images",
    "attachments": "(SELECT json_group_array(json_object("
    "'url', t.url, 'name', t.name, 'type', t.type, 'sha256', t.sha256)) FROM attachments t"
    " WHERE t.article_id = articles.id) AS attachments",
}
_LISTED = (
    Column("articles", "keywords", "JSON", "JSON: a list of the keywords"),
    Column("articles", "people", "JSON", "JSON: a list of authors and editors, each with role, name, title and code"),
    Column("articles", "images", "JSON", "JSON: a list of pictures, each with url and caption"),
    Column(
        "articles",
        "attachments",
        "JSON",
        "JSON: a list of attached files, each with url and name, and type and sha256 where its bytes are held",
    ),
)
_KINDS = {"INTEGER": "integer", "REAL": "number"}


def list_columns(table: str) -> list[Column]:
    """List the columns of an export of a table, in order."""
    lists = _LISTED if table == "articles" else ()
    return [*(column for column in describe_columns() if column.table == table), *lists]


def make_table_schema(columns: list[Column]) -> dict[str, Any]:
    """Make a Frictionless Table Schema of the columns of a CSV file. All but whole numbers is text: also times, which
    have zones or no clock, and numbers of 42 digits, which no number of a program holds.
    """
    fields = [
        {"name": each.name, "type": _KINDS.get(each.definition.split(" ")[0], "string"), "description": each.comment}
        for each in columns
    ]
    key = {"primaryKey": "id"} if any(each.name == "id" for each in columns) else {}
    return {"fields": fields, **key, "missingValues": [""]}
