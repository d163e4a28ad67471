"""`archive init`: what it asks, what it writes, what it refuses; and the contact that sites then see."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import commands.init
from archive import main
from cundang.files.settings import choose_contact, find_settings_file, read_settings
from cundang.model.contact import explain_no_contact, link_contact
from cundang.model.errors import UsageError
from cundang.model.settings import PLACEHOLDER, About, Settings, parse_settings
from cundang.model.settings_text import format_settings
from tests.helpers.databases import ABOUT, tell_about

FIELDS = ("title", "scope", "contact", "objections", "metadata_licence", "text_rights")


def init(db: Path, *options: str, answers: str | None = None, monkeypatch: Any = None) -> tuple[int, str]:
    """Run it; with `answers` as on a terminal. Its exit code, and what it said."""
    if answers is not None:
        monkeypatch.setattr(commands.init, "_is_terminal", lambda: True)
    done = CliRunner().invoke(main, ["init", "--db", str(db), *options], input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_without_a_terminal_it_leaves_places_to_be_filled(tmp_path: Path) -> None:
    db = tmp_path / "town.db"
    code, said = init(db, "--scope", "一个镇的新闻")
    assert code == 0
    assert f"[about] {', '.join(each for each in FIELDS if each != 'scope')} must be filled in" in said
    about = read_settings(db).about
    assert about.scope == "一个镇的新闻"
    assert all(getattr(about, name).startswith(PLACEHOLDER) for name in FIELDS if name != "scope")
    assert about.drop_open() == About(scope="一个镇的新闻")


def test_the_usual_answers_leave_open_what_only_the_owner_knows(tmp_path: Path) -> None:
    assert "[about] scope, contact must be filled in" in init(tmp_path / "a.db", "--yes")[1]
    code, said = init(tmp_path / "a.db", "--yes", "--force", "--scope", "x", "--contact", "me@baishui.example")
    assert (code, said) == (0, f"{tmp_path / 'a.toml'}: written\n")
    assert read_settings(tmp_path / "a.db").about.list_open() == []


def test_it_asks_on_a_terminal_until_the_contact_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = '我的“存档”\n"a" \\ b\nnobody\nyou@example.org\nme@baishui.example\n\n\n\n'
    code, said = init(tmp_path / "a.db", answers=answers, monkeypatch=monkeypatch)
    assert code == 0
    assert said.count("Error: contact: ") == 2
    about = read_settings(tmp_path / "a.db").about
    assert (about.title, about.scope, about.contact) == ("我的“存档”", '"a" \\ b', "me@baishui.example")
    assert about.metadata_licence == "CC0 1.0"
    assert about.list_open() == []


def test_a_file_that_is_there_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_about(db := tmp_path / "a.db")
    before = find_settings_file(db).read_bytes()
    code, said = init(db, "--yes")
    assert (code, said.count("\n")) == (2, 1)
    assert "is there already, nothing was written" in said
    assert init(db, answers="n\n", monkeypatch=monkeypatch)[0] == 2
    assert find_settings_file(db).read_bytes() == before
    assert init(db, "--force", "--yes", "--title", "新名")[0] == 0
    assert read_settings(db).about == About(**{**{name: getattr(ABOUT, name) for name in FIELDS}, "title": "新名"})


@pytest.mark.parametrize("options", [("--contact", "nobody"), ("--title", "a\x07b"), ("--db", "/nosuch/a.db")])
def test_what_cannot_be_written_is_refused_in_a_line(tmp_path: Path, options: tuple[str, str]) -> None:
    code, said = init(tmp_path / "a.db", *options)
    assert (code, said.count("\n")) == (2, 1), said
    assert list(tmp_path.iterdir()) == []


def test_the_file_holds_every_setting_with_its_comment(tmp_path: Path) -> None:
    for settings in (Settings(), Settings(about=ABOUT), Settings(about=About(scope='"""\\\n\t\x7f=#'))):
        text = format_settings(settings)
        assert parse_settings(text, "a.toml") == settings
    text = format_settings(Settings())
    assert '# What is collected and what is not, since when, and what for.\n# scope = ""\n' in text
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    uncommented = [line for line in lines if line.startswith("[") or line.partition(" = ")[1]]
    assert parse_settings("\n".join(uncommented), "a.toml") == Settings(), "also what is commented out can be read"


@pytest.mark.parametrize(
    "contact",
    ["nobody", "none", "n/a", "x", "you@example.org", "test@test", "a@b.example.com", "a@mail.invalid", "me@localhost",
     "http://baishui.cn/", "https://", "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://a b.cn/",
     "noreply@baishui.cn", "me@baishui", "me@baishui.cn, you@baishui.cn", "a\n@b.cn", "https://me:pw@baishui.cn/", "",
     "https://example.org./", "https://127.1/", "https://0x7f.0.0.1/",
     "www.example.org", "https://example.com/contact", "TO BE FILLED: me@baishui.cn", "@baishui.cn", "https://x:y/",
     f"https://baishui.cn/{'a' * 200}"],
)  # fmt: skip
def test_a_contact_that_is_none(contact: str) -> None:
    assert explain_no_contact(contact)
    assert "\n" not in explain_no_contact(contact).replace(contact, "")
    assert link_contact(contact) == ""


@pytest.mark.parametrize(
    ("contact", "link"),
    [("me@baishui.cn", "mailto:me@baishui.cn"), (" mailto:me+a@baishui.cn", "mailto:me+a@baishui.cn"),
     ("a&b?c@baishui.cn", "mailto:a%26b%3Fc@baishui.cn"), ("https://baishui.cn/a?b", "https://baishui.cn/a?b")],
)  # fmt: skip
def test_a_contact_is_a_link(contact: str, link: str) -> None:
    assert (explain_no_contact(contact), link_contact(contact)) == ("", link)


def test_the_contact_of_a_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the option, else of the environment, else of the settings; not what is still to be filled in."""
    monkeypatch.delenv("ARCHIVE_CONTACT", raising=False)
    db = tmp_path / "a.db"
    init(db)
    assert choose_contact(None, db) == ""
    tell_about(db)
    assert choose_contact(None, db) == ABOUT.contact
    monkeypatch.setenv("ARCHIVE_CONTACT", "env@baishui.example")
    assert choose_contact(None, db) == "env@baishui.example"
    assert choose_contact("option@baishui.example", db) == "option@baishui.example"


def test_a_wrong_file_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[about", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.toml: no TOML"):
        CliRunner().invoke(commands.init.init, ["--db", str(tmp_path / "a.db")], catch_exceptions=False)
