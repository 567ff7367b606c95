"""
A session or connection that a module opens is one for all requests, and so is its transaction: the
half of a request that failed is committed by the next one, a rollback undoes the work of others,
and once a statement failed every request gets `PendingRollbackError`, or `current transaction is
aborted`, until somebody rolls back. `def` endpoints run in threads, and a session is not made for
several of those; `asyncpg` refuses with `another operation is in progress`.

Share the engine or the pool, and give each request a session of its own, from a dependency that
opens it in a `with` block and yields it.

Reported is a session of SQLAlchemy or SQLModel, or a connection of a driver, that is bound to a
global name, at import or later, to a class, or to `self` of an object of the module, where code
that serves requests uses it, in this file or in another one of the project: directly, through its
cursor, or through an object that has it, was given it, or takes it by default. Engines, pools,
factories and `scoped_session` are made to be shared. Connections in autocommit mode, or next to a
lock, are not reported, nor are those of SQLite, which are often shared for good reasons: a database
in memory has no second one, some only read, some stay on one thread.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, Resource
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI105",
    name="global-session",
    title="Session or connection of the module, shared by requests",
    message="`{name}` is one {kind}, and one transaction, for all requests; open one for each in "
    "a dependency that yields it",
    skill=("1.3",),
    follows_imports=True,
)

#: Connections to a file on the same machine.
OF_SQLITE = {"sqlite3.Connection", "aiosqlite.Connection"}


@rule.on(Resource)
def check(resource: Resource, module: Module) -> Iterator[Finding]:
    if resource.cls not in OF_SQLITE and module.shared_by(resource) is not None:
        name = resource.name if resource.is_global else None
        yield rule.at(resource, name=name or resource.text, kind=resource.kind)
