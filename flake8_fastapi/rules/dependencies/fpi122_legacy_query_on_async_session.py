"""
`AsyncSession` has no `query`. The legacy query API reads from the database as soon as its result is
looked at, without an `await`, and was never brought to asyncio. `db.query(User)` raises
`AttributeError: 'AsyncSession' object has no attribute 'query'`, and the client gets a 500.

Build the statement with `select()`, and await the session: `await db.scalars(select(User))`.

Reported is `query` on what is certainly an `AsyncSession`, of SQLAlchemy or SQLModel, by its
annotation, its dependency or its factory. Left alone are classes of your own that add such a
method, functions that ask with `isinstance` or `hasattr` what they were given, and the ordinary
session in `run_sync(lambda session: session.query(User).all())`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Method, Module, receiver
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI122",
    name="legacy-query-on-async-session",
    title="Legacy query on an AsyncSession",
    message="`AsyncSession` has no `query`: this raises AttributeError; use "
    "`await {session}.scalars(select(...))`{where}",
    skill=("1.8",),
    follows_imports=True,
    everywhere=True,
    words=("*query*",),
)

#: Who asks this takes sessions of several kinds.
QUESTIONS = {"builtins.isinstance", "builtins.hasattr"}


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    for call, function in module.routing.calls_named("query"):
        session = receiver(call.callee)
        if not module.is_instance(session, "sqlalchemy.ext.asyncio.AsyncSession"):
            continue
        if not isinstance(module.value(call.callee), Method):  # a class that has a `query`
            continue
        others = function.calls if function else ()
        if not any(module.qualname(other.callee) in QUESTIONS for other in others):
            written = module.syntax.callee_text(call).rpartition(".")[0]
            if written:
                is_plain = function is not None and not function.is_async
                yield rule.at(call, session=written, where=" in an `async def`" if is_plain else "")
