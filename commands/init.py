"""archive init"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from commands.options import archive_options
from cundang.model.contact import explain_no_contact
from cundang.model.errors import UsageError
from cundang.model.settings import PLACEHOLDER, About

_SHORTEST = 12  # characters of a password


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, an example of an answer, and the answer that Enter gives."""

    text: str
    example: str
    standard: str = ""


_QUESTIONS: Mapping[str, _Question] = {
    "title": _Question("The name of this archive", "News of Baishui 白水新闻存档", "存档 Cundang"),
    "scope": _Question(
        "What is collected and what is not, and what for",
        "Articles of two papers and the government of Baishui, from 2019 on, for research at its school.",
    ),
    "contact": _Question(
        "How can readers and the sites that you crawl reach you? An address of mail, or of a page (https://...)",
        "archive@baishui.example",
    ),
    "objections": _Question(
        "How to object to what is shown, and what happens then",
        "Write to us; a librarian answers within a week.",
        "请写信给本存档，写明文章在本站的地址、您的身份和理由；我们会核实并答复。"
        "\nWrite to the contact of this archive, with the address of the article on this site, who you are and why; "
        "we check it and answer.",
    ),
    "metadata_licence": _Question("The licence of the metadata that is made here", "CC BY 4.0", "CC0 1.0"),
    "text_rights": _Question(
        "Whose the texts are, and what readers may do with them",
        "Belong to their publishers; readable here for research.",
        "文章的著作权属于原作者和发布者，收录在此供研究、引用。"
        "\nThe texts belong to their authors and publishers; they are kept here for research and quotation.",
    ),
}


@click.command()
@click.option("--title", help=f"{_QUESTIONS['title'].text}.")
@click.option("--scope", help=f"{_QUESTIONS['scope'].text}.")
@click.option("--contact", help="How people reach you: an address of mail, or of a page (https://...).")
@click.option("--objections", help=f"{_QUESTIONS['objections'].text}.")
@click.option("--metadata-licence", help=f"{_QUESTIONS['metadata_licence'].text}.")
@click.option("--text-rights", help=f"{_QUESTIONS['text_rights'].text}.")
@click.option("--password", is_flag=True, help="Ask for a password without which nobody reads the archive.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, and take the usual answers for what no option gives.")
@click.option("--force", is_flag=True, help="Write a file anew that is there; what it sets is kept.")
@archive_options("db_path")
def init(password: bool, yes: bool, force: bool, db_path: Path, **given: str | None) -> None:
    """Write the settings of an archive: a file beside it, archive.toml for archive.db.

    Asks who keeps the archive, what is in it, and how to object. Without a terminal nothing is asked: settings that no
    option gives are written as "TO BE FILLED: ...", for you to fill in. The page "About" shows all of it; a public host
    (archive serve --public-url) starts when none is left open. Every other setting is in the file with its comment.

    --password reads a password, without a terminal from a line of standard input, and makes the archive private: who
    does not know it sees nothing of it on the web. It stands in the file as a hash.
    """
    from cundang.files.atomic import atomic_write
    from cundang.files.settings import find_settings_file, read_settings
    from cundang.model.settings_text import format_settings

    file, settings = find_settings_file(db_path), read_settings(db_path)
    asks = _is_terminal() and not yes
    if (
        file.exists()
        and not force
        and not (asks and click.confirm(f"{file} is there. Write it anew, with its values?"))
    ):
        raise UsageError(f"{file}: is there already, nothing was written; edit it, or write it anew with --force")
    present, answers = settings.about.drop_open(), {}
    for name, question in _QUESTIONS.items():
        usual = getattr(present, name) or question.standard
        if name == "contact" and not explain_no_contact(os.environ.get("ARCHIVE_CONTACT", "")):
            usual = usual or os.environ["ARCHIVE_CONTACT"]
        told = given[name]
        if told is None and asks:
            told = _ask(name, question, usual)
        elif told is None:
            told = usual if yes or getattr(present, name) else ""
        answers[name] = _check(name, told) or f"{PLACEHOLDER}: {question.text} ({question.example})"
    about = About(**answers)
    access = replace(settings.access, login="password", password_hash=_read_password()) if password else settings.access
    with atomic_write(file) as making:
        making.touch(0o600 if access.password_hash else 0o666)
        making.write_text(format_settings(replace(settings, about=about, access=access)), encoding="utf-8")
    click.echo(f"{file}: written")
    if left := about.list_open():
        click.echo(f"{file}: [about] {', '.join(left)} must be filled in before the archive is served to the public")


def _read_password() -> str:
    """Read a password, and make its hash. Raises UsageError for one that can be guessed."""
    try:
        from datasette_auth_passwords.utils import hash_password
    except ImportError:
        raise UsageError("--password: needs the extra `private`: pip install 'cundang[private]'") from None
    if _is_terminal():
        told = click.prompt("Password of all readers", hide_input=True, confirmation_prompt=True)
    else:
        told = sys.stdin.readline().rstrip("\n")
    if len(told) < _SHORTEST:
        raise UsageError(f"--password: {len(told)} characters can be guessed; take {_SHORTEST} or more")
    if not told.isascii() or not told.isprintable():
        raise UsageError("--password: programs can send letters, digits and signs of ASCII alone; take another")
    return str(hash_password(told))


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(name: str, question: _Question, usual: str) -> str:
    """Ask on the terminal until the answer can be used."""

    def check(answer: str) -> str:
        try:
            return _check(name, answer)
        except UsageError as error:
            raise click.UsageError(str(error)) from error

    click.echo(f"\n{question.text}.\n  For example: {question.example}")
    return str(click.prompt(name, default=usual or None, value_proc=check))


def _check(name: str, answer: str) -> str:
    """An answer as it is written. Raises UsageError for a contact that is none, and for what is no text."""
    answer = answer.strip()
    if not all(sign.isprintable() or sign == "\n" for sign in answer):
        raise UsageError(f"{name}: it has characters that no text has; write it in plain text")
    if answer and name == "contact" and (fault := explain_no_contact(answer)):
        raise UsageError(f"contact: {fault}; name one at which readers and sites reach you")
    return answer
