"""A migration: a named step from one shape of the schema to another."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Migration:
    """A named step from one shape to another: statements that are run in the transaction of the opening."""

    name: str
    script: str

    def run(self, connection: sqlite3.Connection) -> None:
        """Run the statements one by one: executescript would commit the transaction that they belong in."""
        for statement in split_script(self.script):
            connection.execute(statement)


def split_script(script: str) -> Iterator[str]:
    """The statements of a script. Each begins on a line of its own."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
