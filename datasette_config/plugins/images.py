"""Pictures of articles, served from here: /archive/articles/ID/pictures/POSITION."""

import asyncio
from typing import Any

from datasette import NotFound, Response, hookimpl

from cundang.model.errors import ArchiveError
from cundang.raw.pages import read_page
from datasette_config import NAME
from datasette_config.images import LARGEST, SHOWN, Encoded, NotShownError, encode_anew
from datasette_config.reading import open_warc_folder, parse_id, read, select_one

_IMAGE = """
    SELECT type, bytes, sha256, warc_file, warc_offset FROM images
    WHERE article_id = ? AND position = ?
"""
_AT_ONCE = asyncio.Semaphore(2)  # pictures decoded at once
_ENCODING = "1"  # to be raised where encode_anew writes other bytes, so that browsers ask anew
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/articles/(?P<id>\d+)/pictures/(?P<position>\d+)$", show_picture)]


async def show_picture(datasette: Any, request: Any) -> Any:
    """Send a picture as it is shown, encoded anew. One that is not held, or not shown, is not found."""
    wanted = parse_id(request.url_vars["id"]), parse_id(request.url_vars["position"])
    row = await read(datasette, lambda connection: select_one(connection, _IMAGE, *wanted))
    if row["warc_file"] is None:
        raise NotFound("the bytes of this picture are not held")
    if row["type"] not in SHOWN or row["bytes"] > LARGEST:
        return Response.text(f"picture: {row['type']}, {row['bytes']} bytes: not shown\n", status=404)
    # An address with a digest is of this picture for good; at the address alone another may stand tomorrow.
    keeping = "public, max-age=31536000, immutable" if request.query_string else "public, max-age=3600"
    headers = {
        "etag": f'"{row["sha256"]}-{_ENCODING}"',
        "cache-control": keeping,
        "content-security-policy": _POLICY,
        "cross-origin-resource-policy": "same-origin",
    }
    known = request.headers.get("if-none-match") or ""
    if headers["etag"] in (each.strip().removeprefix("W/") for each in known.split(",")):
        return Response("", status=304, headers=headers)

    def encode() -> Encoded:
        return encode_anew(read_page(open_warc_folder(datasette), row["warc_file"], row["warc_offset"]).body)

    try:
        async with _AT_ONCE:
            shown = await asyncio.to_thread(encode)
    except (ArchiveError, NotShownError) as error:
        return Response.text(f"picture: {error}\n", status=404)
    return Response(shown.body, content_type=shown.media_type, headers=headers)
