"""The file of settings: what it may hold, and what is said of what it may not."""

from pathlib import Path

import pytest

from cundang.files.settings import read_settings
from cundang.model.errors import UsageError
from cundang.model.settings import Settings, parse_settings


def test_without_a_file_all_is_as_by_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "a.db") == Settings()


def test_the_file_is_beside_the_archive(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[about]\nscope = "一个镇的新闻"\n', encoding="utf-8")
    assert read_settings(tmp_path / "a.db").about.scope == "一个镇的新闻"
    (tmp_path / "a.toml").write_bytes(b"\xb0\xa1")
    with pytest.raises(UsageError, match=r"a\.toml: no UTF-8 .* save it as that"):
        read_settings(tmp_path / "a.db")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[about", "a.toml: no TOML"),
        (f"a = {'[' * 10_000}", "a.toml: no TOML"),
        ("[abuot]", r"a.toml: \[abuot\] is no section; they are about"),
        ("about = 1", "a.toml: about is one value; write a section"),
        ('[about]\nscop = "x"', r"a.toml: \[about\] has no setting scop; it has contact, "),
        ("[about]\nscope = 1", r"a.toml: \[about\] scope: not a text in quotes"),
    ],
)
def test_what_is_not_known_is_refused_in_a_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_settings(text, "a.toml")
