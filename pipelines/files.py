"""Tell whether an answer is the file that a page promised: a picture, or an attachment; and of which type it is."""

import mimetypes

from cundang.model.page import Page
from cundang.text.file_address import find_file_name
from cundang.text.file_type import find_file_type
from pipelines.extract import HEAD, is_html

_TEXTS = (".txt", ".csv")  # attachments that no signature tells


def find_picture_type(page: Page) -> str | None:
    """The media type of a picture by its bytes; None where it is none, as the pages are that servers send instead."""
    found = find_file_type(page.body)
    return found.media_type if found and found.media_type.startswith("image/") else None


def find_attachment_type(page: Page) -> str | None:
    """The media type of an attachment by its bytes: of a document, a packed file, a picture; None for all else.

    Text is one where the address or the declared type says so, and it is no page.
    """
    found = find_file_type(page.body, page.header("content-type") or "", page.url)
    if found:
        return found.media_type if found.is_document or found.media_type.startswith("image/") else None
    if is_html(page.body[:HEAD].decode("utf-8", "replace")) or b"\0" in page.body[:HEAD]:
        return None
    name = find_file_name(page.url).lower()
    guessed = mimetypes.guess_type(name)[0] if name.endswith(_TEXTS) else None
    return guessed or ("text/plain" if (page.header("content-type") or "").startswith("text/plain") else None)
