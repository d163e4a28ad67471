"""Decode: bytes to text."""

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.encoding import Decoded, NoTextError, decode_bytes


def decode(page: Page) -> Decoded:
    """Decode the body of a page. Raises RefusedError where it is packed, empty, binary, or in no known encoding."""
    if page.fault:
        raise RefusedError("decode", page.fault)
    try:
        return decode_bytes(page.body, page.header("content-type") or "")
    except NoTextError as error:
        raise RefusedError("decode", str(error)) from error
