"""
Each database driver has its own way to mark where a parameter goes, and knows no other:

- sqlite3, aiosqlite: `?` with a tuple, `:email` with a dict
- psycopg, psycopg2, PyMySQL, mysqlclient: `%s` with a tuple, `%(email)s` with a dict
- asyncpg: `$1`, `$2`, with the values as further arguments

With another driver's marks, the statement fails each time it is executed: `near "%": syntax error`
from sqlite3, `the query has 0 placeholders but 1 parameters were passed` from psycopg. `:email` in
place of all is SQLAlchemy's `text()`, which translates it for its driver.

The skill shows `%s` and `:email` side by side, on one cursor; only one of the two can work.

Reported are statements that are written in the call or in a constant, executed with parameters on a
connection or cursor whose driver is certain. What stands in quotes or comments is no mark, nor are
casts such as `::int`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_fastapi.model import (
    Call,
    Constant,
    Expr,
    Instance,
    Items,
    Module,
    Role,
    Text,
    last_name,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI128",
    name="wrong-paramstyle",
    title="Parameter in the style of another driver",
    message="`{mark}` is no parameter to {driver}: the statement fails; write `{right}`",
    skill=("6.2",),
    follows_imports=True,
    everywhere=True,
    words=("*execute*", "*fetch*"),
)


class Style(NamedTuple):
    """How one mark looks, and what is written in its place."""

    mark: re.Pattern[str]
    instead: dict[str, str]  #: by kind of driver


NAMED = re.compile(r"(?<![:\w\]]):(?P<name>[A-Za-z_]\w*)(?!:)")
PERCENT = re.compile(r"(?<!%)%s(?!\w)")
PERCENT_NAMED = re.compile(r"(?<!%)%\((?P<name>\w+)\)s(?!\w)")
QUESTION = re.compile(r"(?<![?@])\?(?![?|&])")
NUMBERED = re.compile(r"\$\d+(?!\w)")
STYLES = (
    Style(PERCENT, {"sqlite": "?", "asyncpg": "$1"}),
    Style(PERCENT_NAMED, {"sqlite": ":{name}", "asyncpg": "$1"}),
    Style(NAMED, {"percent": "%({name})s", "asyncpg": "$1"}),
    Style(QUESTION, {"percent": "%s", "asyncpg": "$1"}),
    Style(NUMBERED, {"percent": "%s"}),
)
#: What each kind of driver does know; where that is seen, the rest may be something else.
KNOWN = {
    "sqlite": (QUESTION, NAMED, NUMBERED),
    "percent": (PERCENT, PERCENT_NAMED),
    "asyncpg": (NUMBERED,),
}
DRIVERS = {
    "sqlite3.Connection": "sqlite", "sqlite3.Cursor": "sqlite",
    "aiosqlite.Connection": "sqlite", "aiosqlite.Cursor": "sqlite",
    "psycopg.Connection": "percent", "psycopg.Cursor": "percent",
    "psycopg.AsyncConnection": "percent", "psycopg.AsyncCursor": "percent",
    "psycopg2.extensions.cursor": "percent", "pymysql.cursors.Cursor": "percent",
    "MySQLdb.cursors.BaseCursor": "percent",
    "asyncpg.Connection": "asyncpg", "asyncpg.Pool": "asyncpg",
}  # fmt: skip
METHODS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")
QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.S)


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    if module.role is Role.TEST:
        return
    for call, _within in module.routing.calls_named(*METHODS):
        if not call.args:
            continue
        statement = QUOTED.sub("''", text_of(call.args[0], module))
        if not any(style.mark.search(statement) for style in STYLES):
            continue
        for cls, kind in DRIVERS.items():
            if module.is_instance(receiver(call.callee), cls):
                yield from wrong_mark(statement, call, cls.partition(".")[0], kind, module)
                break


def wrong_mark(
    statement: str, call: Call, driver: str, kind: str, module: Module
) -> Iterator[Finding]:
    if any(pattern.search(statement) for pattern in KNOWN[kind]):
        return
    if driver == "psycopg" and "RawCursor" in module.source:  # which knows `$1` instead
        if not is_plainly_connected(receiver(call.callee), module):
            return
    if not (len(call.args) > 1 if kind == "asyncpg" else has_parameters(call, module)):
        return
    for style in STYLES:
        found = style.mark.search(statement)
        if found and kind in style.instead:
            right = style.instead[kind].format_map(found.groupdict())
            yield rule.at(call, mark=found[0], driver=driver, right=right)
            return


def is_plainly_connected(connection: Expr | None, module: Module) -> bool:
    """Whether what executes is a connection that was given no cursors of another kind to make."""
    value = module.value(connection)
    return (
        isinstance(value, Instance)
        and value.cls in ("psycopg.Connection", "psycopg.AsyncConnection")
        and value.made is not None
        and last_name(value.made.callee) == "connect"
        and value.made.argument("cursor_factory") is None
        and not value.made.spreads
        and ".cursor_factory" not in module.source
    )


def has_parameters(call: Call, module: Module) -> bool:
    for name in ("parameters", "params", "vars", "args"):
        given = call.argument(name, 1)
        if given is not None:
            empty = isinstance(given, Items) and not given.items
            return not empty and not isinstance(module.value(given), Constant)
    return False


def text_of(expression: Expr | None, module: Module) -> str:
    """The text of a statement; what is put into it by an f-string or `+` is left blank."""
    expression = module.values.expand(expression)
    if isinstance(expression, Text) and expression.how in ("f-string", "+"):
        return "".join(text_of(part, module) or " " for part in expression.parts)
    return module.values.text(expression) or ""
