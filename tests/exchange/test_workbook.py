"""Excel workbooks: what is text stays text, and what Excel cannot hold is told."""

import zipfile
from pathlib import Path

import pytest

from exchange import workbook
from exchange.workbook import write_workbook
from tests.helpers.programs import archive
from tests.helpers.workbooks import read_sheet

HARD = [
    "=1+1", "+x", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "http://example.org/", "mailto:x", "007", "1e5", "2024-01-02",
    "1" * 42, "a\nb", " lead", "<b>&amp;", "<r><t>x</t></r>", "<r>x & <y</r>", "_x0041_", "𠀀", "TRUE", "#N/A", "",
]  # fmt: skip


def test_what_is_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    done = write_workbook(path, ["id", "title"], [[(n, text) for n, text in enumerate(HARD)]])
    assert (done.rows, done.left_out, done.cells) == (len(HARD), 0, 0)
    head, *rows = read_sheet(path, 1)
    assert head == [("inlineStr", "id"), ("inlineStr", "title")]
    assert [row[1] for row in rows] == [("inlineStr", text) for text in HARD]
    assert [row[0] for row in rows] == [("inlineStr", str(n)) for n in range(len(HARD))]
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet
        assert not [name for name in packed.namelist() if "_rels/sheet" in name]


def test_numbers_are_numbers_where_excel_can_hold_them(tmp_path: Path) -> None:
    values = [7, -1, 2.5, 10**15, float("inf"), float("nan"), None, b"\x01\xff"]
    write_workbook(tmp_path / "a.xlsx", [f"c{n}" for n in range(len(values))], [[values]])
    cells = read_sheet(tmp_path / "a.xlsx", 1)[1]
    assert cells[:3] == [("n", "7"), ("n", "-1"), ("n", "2.5")]
    assert cells[3:] == [("inlineStr", text) for text in ("1000000000000000", "inf", "nan", "01ff")]


def test_what_is_cut_or_changed_is_told_with_its_cell(tmp_path: Path) -> None:
    longest = "字" * 32_767
    wide = "𠀀" * 20_000  # each counts twice
    rows = [(1, longest), (2, longest + "字"), (3, wide), (4, "a\x00b\x0b\ufffe\tc")]
    done = write_workbook(tmp_path / "a.xlsx", ["id", "text"], [rows], [("q", "湿地")], [("id", "its number")])
    _, *written = read_sheet(tmp_path / "a.xlsx", 1)
    texts = [row[1][1] for row in written]
    assert texts[0] == longest
    assert texts[1] == f"{longest[:-1]}…"
    assert texts[2] == f"{wide[:16_383]}…"
    assert texts[3] == "a\ufffdb\ufffd\ufffd\tc"
    assert done.cells == 3
    notes = [[text for _, text in row] for row in read_sheet(tmp_path / "a.xlsx", 2)]
    assert ["q", "湿地"] in notes
    assert ["id", "its number"] in notes
    assert [row[:3] for row in notes if row[1:2] == ["text"]] == [
        ["3", "text", "2"],
        ["4", "text", "3"],
        ["5", "text", "4"],
    ]
    assert any("32768" in cell for row in notes for cell in row)


@pytest.mark.parametrize("total", [None, 7])
def test_rows_that_find_no_room_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total: int | None) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    batches = [[(n, "x") for n in range(2)], [(n, "x") for n in range(5)]]
    done = write_workbook(tmp_path / "a.xlsx", ["id", "text"], batches, total=total)
    assert (done.rows, done.left_out) == (3, 4)
    assert len(read_sheet(tmp_path / "a.xlsx", 1)) == 4
    assert any(row[1:2] == [("n", "4")] for row in read_sheet(tmp_path / "a.xlsx", 2))


def test_a_workbook_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 100)
    done = write_workbook(tmp_path / "a.xlsx", ["text"], [[("x" * 60,)] * 10])
    assert (done.rows, done.left_out) == (2, 8)


def test_the_command_writes_one_and_a_full_disk_leaves_nothing(demo_archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    done = archive("export", "--db", demo_archive, "--output", out, "--search", "湿地公园")
    assert done.returncode == 0, done.stderr
    head, *rows = read_sheet(out, 1)
    assert head[0] == ("inlineStr", "id")
    assert f"{len(rows)} rows" in done.stdout
    out.unlink()
    done = archive("export", "--db", demo_archive, "--output", out, largest_file=5_000)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert list(tmp_path.iterdir()) == []
