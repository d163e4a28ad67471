"""The tests' own machinery, where it would go wrong in silence."""

import sys

from tests.helpers.programs import FORKS


def _leave_unless_preloaded() -> None:
    sys.exit("tests.helpers.preloaded" not in sys.modules)


def test_a_forked_process_has_imported_everything() -> None:
    """Else each imports it by itself, and all tests take twice as long: the server says nothing of an import that fails."""
    process = FORKS.Process(target=_leave_unless_preloaded)
    process.start()
    process.join()
    assert process.exitcode == 0, "see `python -c 'import tests.helpers.preloaded'`"
