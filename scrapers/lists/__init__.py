"""Read lists: what a page of a source names. A module a form; `read_list` is the one way in. Does no I/O."""

from scrapers.lists.barren import explain_barren
from scrapers.lists.found import Discovered, Found
from scrapers.lists.reader import read_list

__all__ = ["Discovered", "Found", "explain_barren", "read_list"]
