"""Find the pictures and attachments of articles again in a WARC folder: by address and type."""

from typing import Any

from cundang.model.page import Record
from cundang.store import extras
from cundang.store.rows import Rows
from cundang.text.address import encode_address, find_target
from upkeep.replay import Replayed

_MOST_HOPS = 5  # as the crawler follows


class Files:
    """The answers of a WARC folder that are files, by their address; of one address the first."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, Any]] = {}
        self._moved: dict[str, str] = {}

    def note(self, replayed: Replayed, record: Record) -> None:
        """Note an answer, if it is a file, or says where one is."""
        page = replayed.page
        if replayed.media_type:
            place = {"warc_file": record.warc_file, "warc_offset": record.warc_offset}
            about = {"type": replayed.media_type, "bytes": replayed.size, "sha256": replayed.sha256}
            self._held.setdefault(page.url, {**about, **place})
        elif 300 <= page.status < 400 and (location := page.header("location")):
            self._moved.setdefault(page.url, find_target(page.url, location))

    def place(self, rows: Rows) -> None:
        """Let each picture and attachment that has no bytes yet say where they are, if they are among these."""
        for table, purpose in extras.PURPOSES.items():
            for article_id, url in extras.select_all_missing(rows, table):
                address, asked = encode_address(url), []
                for _ in range(_MOST_HOPS):
                    asked.append(address)
                    if address in self._held or address not in self._moved:
                        break
                    address = self._moved[address]
                if held := self._held.get(address):
                    extras.place(rows, table, article_id, {**held, "url": url})
                    extras.mark_fetches(rows, asked, purpose)
