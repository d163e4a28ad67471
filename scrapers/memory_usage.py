"""Bound the memory of a crawl by what its own process has taken."""

import re
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATUS = Path("/proc/self/status")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


class OwnMemoryUsage(MemoryUsage):
    """Scrapy's extension, which asks for `ru_maxrss`: on Linux that is inherited from the process that starts a crawl.

    (getrusage(2) counts over all programs that a process has run.) So a crawl that a large process started, such as a
    worker of a cluster, ended at once. VmHWM, the peak of the running program, is asked for where the system has it.
    """

    def get_virtual_size(self) -> int:
        """The largest resident size of this process, in bytes."""
        try:
            peak = _PEAK.search(_STATUS.read_text(encoding="ascii", errors="replace"))
        except OSError:
            peak = None
        return int(peak[1]) << 10 if peak else int(super().get_virtual_size())
