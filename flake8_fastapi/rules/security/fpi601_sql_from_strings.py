"""
An SQL statement that is put together from strings runs whatever the client sends. Given
`f"SELECT ... WHERE email = '{email}'"`, the value `nobody' OR '1'='1` returns every row; others
read other tables, or delete them. It is the same with `+`, `%`, `format` and `join`, and when the
string is built in one place and executed in another.

Pass values as bound parameters: `execute("... WHERE email = ?", (email,))`, with `:email` and a
dictionary for SQLAlchemy's `text`, with `$1` for asyncpg. The database never reads them as SQL.

LanceDB takes no parameters with the conditions of `where`, `delete`, `update` and `count_rows`:
double the quotes of a text there, `value.replace("'", "''")`, and declare a number as one.

What is not a value, such as the name of a column to sort by, cannot be bound. Choose it from a
fixed set: declare the parameter as a `Literal` or an `Enum`, or look it up in a dictionary.

Reported is a text that can be followed from the request to the statement: a parameter of a route or
dependency, what is read from the request or a model, also through functions that hand it on, in
this file or in another one. Numbers, dates, UUIDs, enumerations, texts held to a pattern, texts
that are compared with an allow-list, looked up and refused when they are not found, or handed to
somebody else who may refuse them, are let be, and so is what no caller is seen to have from a
client.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, SqlPiece
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI601",
    name="sql-from-strings",
    title="SQL put together from strings",
    message="`{name}` is put into the text of the SQL: {effect}; {remedy}",
    skill=("6.1",),
    words=(
        "*fetch*",
        "*scalar*",
        "*stream*",
        "*exec*",
        "*iterate*",
        "*query*",
        "*sql*",
        "*raw*",
        "*text*",
        "*lancedb*",
    ),
    follows_imports=True,
)


@rule.on(SqlPiece)
def check(piece: SqlPiece, module: Module) -> Iterator[Finding]:
    effect = (
        "a quote in it ends the string, and the rest is run"
        if piece.quoted
        else "whatever the client sends is run"
    )
    if piece.part == "name":
        remedy = "choose it from a fixed set of names"
    elif piece.bindable:
        remedy = "pass it as a bound parameter"
    else:
        remedy = "double its quotes" if piece.quoted else "make a number of it"
    yield rule.at(piece, name=piece.name, effect=effect, remedy=remedy)
