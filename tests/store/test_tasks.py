"""When tasks of upkeep were last done."""

from contextlib import closing
from pathlib import Path

from cundang.store.schema import open_archive, open_readonly
from cundang.store.tasks import note_task, read_tasks


def test_a_task_is_noted_in_place_of_the_time_before(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    open_archive(db).close()
    note_task(db, "verify", "2026-11-20T00:00:00+00:00", "2 faults")
    note_task(db, "verify", "2026-11-21T00:00:00+00:00", "no faults")
    with closing(open_readonly(db)) as opened:
        tasks = read_tasks(opened.conn)
    assert [(name, task.started_at, task.result) for name, task in tasks.items()] == [
        ("verify", "2026-11-21T00:00:00+00:00", "no faults")
    ]
    assert tasks["verify"].ended_at > "2026-11-21"
