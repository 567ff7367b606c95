"""
A synchronous session, connection or cursor waits for the database on the thread that uses it. In
an `async def` route or dependency that thread is the event loop: during each query the process
answers no other request. Under load it is worse: with all connections of the pool taken, the next
`async def` route waits for one on the event loop, and so keeps those that hold them from ever
giving one back.

Declare the route or dependency with plain `def`, so that FastAPI runs it in a thread, or use an
`AsyncSession` and an async driver throughout.

What a session is, is told by its type, its factory (`sessionmaker`) or the dependency that gives
it, never by its name. `add` and building a `select` talk to no database and are not reported. A
query of SQLAlchemy or peewee runs when somebody iterates over it: `list(query)`, `for row in
query`. A function is reported once, at its first access: there is one thing to change. Where a
helper declares a `Session` and is seen to be given an `AsyncSession`, nothing blocks, and nothing
is reported. Nor is what reads no table where each engine is one of SQLite: `SELECT 1`. Nor of a
session that all requests share, in a module, a class, the one object of a module or as the default
of a parameter, through a dependency or not: two threads at once break it, and that it blocks keeps
them apart (nor of a `scoped_session` without a scope of its own: each thread of the pool would keep
one). So it is with connections that are for one thread at a time, of pymysql, mysql.connector,
pyodbc, DuckDB and clickhouse-driver, with the session that several workers in one `gather` have
together, and with engines whose `StaticPool` has one connection for all. It is FPI105 that speaks
of sessions that requests share.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI203",
    name="blocking-database",
    title="Synchronous database access on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1", "2.4"),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    seen = set()
    for call in module.each(BlockingCall):
        if call.kind == "database" and call.function not in seen:
            seen.add(call.function)
            yield rule.at(call, **module.told(call))
