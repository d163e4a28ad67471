"""What the server and a worker say to each other over a socket: frames of a kind, a length and a payload.

ASGI as it is, and not HTTP once more: the worker sees the address that was asked for byte by byte, and the scheme and
client that the server found. No frame of a worker is trusted with more than its bytes: it may have been taken over.
"""

import asyncio
import json
import struct
from typing import Any

REQUEST, START, BODY, END, FAILED = b"r", b"s", b"b", b"e", b"f"
PIECE = 1 << 16  # bytes of a body in a frame
_LARGEST = 1 << 20  # bytes of a payload: a request of 64 KB, escaped
_HEAD = struct.Struct("!cI")
_TEXTS = ("type", "method", "path", "scheme", "http_version", "root_path", "server", "client", "asgi", "actor")
_BYTES = ("raw_path", "query_string")


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    """Make a frame."""
    return _HEAD.pack(kind, len(payload)) + payload


async def read_frame(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read a frame: its kind and its payload. Raises asyncio.IncompleteReadError where the other end is gone."""
    kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    if length > _LARGEST:
        raise asyncio.IncompleteReadError(b"", length)
    return kind, await reader.readexactly(length)


def pack_request(scope: Any) -> bytes:
    """Make the frame of a request, which has no body: this site can only be read."""
    told = {name: scope[name] for name in _TEXTS if name in scope}
    told |= {name: scope[name].decode("latin-1") for name in _BYTES if scope.get(name) is not None}
    return pack(REQUEST, json.dumps({**told, "headers": _from_bytes(scope["headers"])}).encode())


def unpack_request(payload: bytes) -> dict[str, Any]:
    """The scope of a request."""
    told = json.loads(payload)
    scope = {**told, **{name: told[name].encode("latin-1") for name in _BYTES if name in told}}
    return {**scope, "headers": _to_bytes(told["headers"])}


def pack_start(message: Any) -> bytes:
    """Make the frame of the beginning of an answer: its status and its headers."""
    return pack(START, json.dumps([message["status"], _from_bytes(message.get("headers", []))]).encode())


def unpack_start(payload: bytes) -> dict[str, Any]:
    """The ASGI message of the beginning of an answer."""
    status, headers = json.loads(payload)
    return {"type": "http.response.start", "status": int(status), "headers": _to_bytes(headers)}


def _from_bytes(headers: Any) -> list[list[str]]:
    return [[name.decode("latin-1"), value.decode("latin-1")] for name, value in headers]


def _to_bytes(headers: Any) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
