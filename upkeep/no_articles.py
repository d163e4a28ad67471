"""Count the pages that a site showed in place of articles, by kind."""

import sqlite3

from cundang.model.no_article import KINDS

_OF_RUN = "SELECT count(*) FROM problems WHERE run_id = ? AND instr(reason, ? || ':') = 1"
_MISSING = "SELECT count(*) FROM absences WHERE run_id = ? AND instr(reason, ? || ':')"


def count_kinds(connection: sqlite3.Connection, run_id: int) -> dict[str, int]:
    """Count such pages of a run, by kind; a kind of which there was none is left out."""
    found = {}
    for kind in KINDS:
        count = sum(connection.execute(query, (run_id, kind)).fetchone()[0] for query in (_OF_RUN, _MISSING))
        if count:
            found[kind] = int(count)
    return found
