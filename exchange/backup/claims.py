"""Hold a place in an object store, which knows no locks: each run writes a claim there, and looks who else did."""

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

from cundang.model.errors import ArchiveError
from cundang.model.exit_codes import ExitCode

CLAIMS = "locks/"
BEAT_SECONDS = 60  # between two renewals of a claim
STALE = timedelta(minutes=10)  # a claim that was not renewed for so long is of a run that was killed
_PATIENCE_SECONDS = 5  # for another who came at the same moment to step back


class _Files(Protocol):
    address: str

    def read(self, name: str) -> bytes: ...
    def write(self, name: str, data: bytes) -> None: ...
    def list_sizes(self, folder: str) -> dict[str, int]: ...
    def delete(self, names: Iterable[str]) -> None: ...


class Claim:
    """A claim to a place, renewed each minute while it is held.

    Who finds another claim steps back, with exit code LOCKED. Of two that came at the same moment the one with the
    lower name waits for the other to do so; if that stays, it was there first.
    """

    def __init__(self, files: _Files) -> None:
        self._files = files
        self._name = f"{CLAIMS}{uuid.uuid4().hex}.json"
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._renew()
        try:
            self._wait_alone()
        except BaseException:
            self._files.delete([self._name])
            raise
        self._beating.start()
        return self

    def _wait_alone(self) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while others := self._find_others():
            if min(others) < self._name or time.monotonic() > until:
                raise ArchiveError(
                    f"{self._files.address}: another backup to this place runs ({others[min(others)]}); run again "
                    f"when it is done (the claim of one that was killed counts for {STALE.seconds // 60} minutes)",
                    ExitCode.LOCKED,
                )
            time.sleep(0.2)

    def require(self) -> None:
        """Raise ArchiveError where the claim is no longer there, because this run was held up for too long."""
        if self._name not in self._files.list_sizes(CLAIMS):
            raise ArchiveError(
                f"{self._files.address}: another run took this one for dead, which had stopped; run again"
            )

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._beating.join()
        self._files.delete([self._name])

    def _renew(self) -> None:
        holder = {"at": datetime.now(UTC).isoformat(), "by": f"process {os.getpid()} on {socket.gethostname()}"}
        self._files.write(self._name, json.dumps(holder).encode())

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            try:
                self._renew()
            except ArchiveError:
                continue  # the store is away for a moment; what needs it says so

    def _find_others(self) -> dict[str, str]:
        """The claims of other runs that live, and who they are; those of runs that were killed are deleted."""
        others = {}
        for name in self._files.list_sizes(CLAIMS):
            if name == self._name:
                continue
            try:
                holder = json.loads(self._files.read(name))
                is_stale = datetime.now(UTC) - datetime.fromisoformat(holder["at"]) > STALE
                by = str(holder["by"])
            except FileNotFoundError:
                continue
            except (ValueError, KeyError, TypeError):
                is_stale, by = True, ""
            if is_stale:
                self._files.delete([name])
            else:
                others[name] = f"{by}, since {holder['at']}"
        return others
