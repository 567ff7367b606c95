"""
What a dependency does after its `yield` comes after the response: route, response, background
tasks, exit code. So it is since FastAPI 0.118, and was before 0.106; in 0.106 to 0.117 it comes
before the response, and nothing is reported.

So a `commit()` there, or a `with session.begin():` around the `yield`, decides too late. When it
fails, on a constraint or a lost connection, nothing is stored, yet the client holds a 200 and the
error is only logged. When it succeeds, the next request of the same client may still come before
it, and not find the row. An `HTTPException` raised there reaches nobody at all.

A connection of psycopg commits by itself at the end of its `with` block, also one of a pool: where
only a `yield` stands in the block, that is too late as well.

Commit in the route, or where the work is done. Or let the dependency end with the function of the
route: `Depends(get_session, scope="function")`, since FastAPI 0.121, runs its exit code before the
response is sent.

Reported are transactions of SQLAlchemy, SQLModel, psycopg and sqlite3, where the application
stores something and no other code of it commits. Where some routes commit by themselves, the last
commit may have nothing left to do: then one route has to store something by the session (`add`,
`flush`, `execute(update(...))`), and to hand it to no code that commits, or that is not known. What
commits `if commit:` does not where it is called with `commit=False`.
Raising in an `except` around the `yield` is right, and not reported.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_fastapi.model import (
    Call,
    Exit,
    Function,
    Instance,
    Module,
    Pending,
    exit_of,
    last_name,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI114",
    name="commit-after-response",
    title="Commit after the response",
    message="`{what}` {comes} after the response: {consequence}; {remedy}",
    follows_imports=True,
    words=("*commit*", "*begin*", "HTTPException", "psycopg", "psycopg2", "psycopg_pool"),
)

#: Here the exit code runs before the response.
IN_TIME = {"fastapi": ">=0.106,<0.118"}

#: These commit at the end of their own `with` block.
COMMITTING = ("psycopg.Connection", "psycopg.AsyncConnection", "psycopg2.extensions.connection")
OF_SQLALCHEMY = (
    *("sqlalchemy.orm.Session", "sqlalchemy.ext.asyncio.AsyncSession"),
    *("sqlalchemy.Connection", "sqlalchemy.ext.asyncio.AsyncConnection"),
)
#: What has a `commit`.
CONNECTIONS = (*OF_SQLALCHEMY, *COMMITTING, "sqlite3.Connection")
#: What has a `begin` that commits at the end of its `with` block.
BEGINNERS = (
    *OF_SQLALCHEMY,
    *("sqlalchemy.orm.sessionmaker", "sqlalchemy.ext.asyncio.async_sessionmaker"),
    *("sqlalchemy.Engine", "sqlalchemy.ext.asyncio.AsyncEngine"),
)
#: In the text of a project that has such a connection commit at another time: one that it opens
#: by a call that says nothing of it, or that of a pool.
OTHERWISE = (".autocommit", "set_autocommit", ".transaction(")
OTHERWISE_IN_POOL = ("autocommit", ".transaction(")
#: Commits what it was given; `with engine.begin() as connection:` is a transaction of its own.
COMMITS = re.compile(r"(\b\w*)\.commit\(|\.begin\(\)\s*:")
#: What is only a part of a transaction: `savepoint = await session.begin_nested()`.
SAVEPOINT = re.compile(
    r"\b(\w+)\s*=\s*(?:await\s+)?[\w.]+\.begin_nested\(|\.begin_nested\(\)\s+as\s+(\w+)"
)
STORES = re.compile(
    r"\.(?:add|add_all|flush|merge|bulk_\w+)\(|(?<![.\w])(?:insert|update|delete)\("
    r"|\b(?:INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b",
    re.I,
)


@rule.on(Function)
def check(function: Function, module: Module) -> Iterator[Finding]:
    node = module.node(function)
    if node is None or not function.is_generator:
        return
    exit_code = exit_of(node)
    commit = next(commits(exit_code, module), None)
    raised = next(http_exceptions(exit_code, module), None)
    if not (commit or raised) or not comes_late(function, module):
        return
    if raised is not None:
        yield rule.at(
            raised,
            what="raise HTTPException",
            comes="comes",
            consequence="the client never sees it",
            remedy="raise it before the `yield`, or in the route",
        )
    if commit is not None and is_needed(commit, function, module):
        scope = ' or use `Depends(..., scope="function")`'
        yield rule.at(
            commit,
            what=module.syntax.callee_text(module.syntax.call(commit)),
            comes="commits" if commit in exit_code.entered else "comes",
            consequence="the client is told of success first",
            remedy="commit in the route" + scope * module.target.always_has("fastapi", "0.121"),
        )


def is_needed(commit: ast.Call, function: Function, module: Module) -> bool:
    """Whether what routes store waits for a commit behind the `yield`."""
    if commits_at_end(commit, module):
        return module.is_relied_on(function)
    return is_the_only_one(module) or module.is_relied_on(function)


def commits_at_end(node: ast.Call, module: Module) -> bool:
    """Whether it makes a connection that commits when its `with` block ends."""
    call = module.syntax.call(node)
    made = module.value(call)
    if not isinstance(made, Instance) or made.cls not in COMMITTING or call.spreads:
        return False
    otherwise = OTHERWISE if last_name(call.callee) == "connect" else OTHERWISE_IN_POOL
    others = module.texts_around()
    if others is None or call.argument("autocommit") is not None:
        return False
    return not any(word in text for text in (module.source, *others) for word in otherwise)


def commits(exit_code: Exit, module: Module) -> Iterator[ast.Call]:
    """What commits in the exit code: calls, and `with` blocks that end."""
    for node in exit_code.calls:
        call = module.syntax.call(node)
        if last_name(call.callee) == "commit" and is_one_of(CONNECTIONS, call, module):
            yield node
    for node in exit_code.entered:
        call = module.syntax.call(node)
        context = module.value(call)
        begins = last_name(call.callee) == "begin" and is_one_of(BEGINNERS, call, module)
        if begins or commits_at_end(node, module):
            yield node
        elif isinstance(context, Pending) and (inner := module.node(context.function)):
            if any(commits(exit_of(inner), module)):
                yield node


def is_one_of(kinds: tuple[str, ...], call: Call, module: Module) -> bool:
    return any(module.is_instance(receiver(call.callee), kind) for kind in kinds)


def http_exceptions(exit_code: Exit, module: Module) -> Iterator[ast.Raise]:
    for node in exit_code.raises:
        if node.exc is not None and module.raising.exception(module.syntax.expr(node.exc)):
            yield node


def comes_late(function: Function, module: Module) -> bool:
    """Whether the function is a dependency whose exit code waits for the response."""
    if module.target.allows(IN_TIME):
        return False
    if not module.is_yield_dependency(function) or module.is_only_for_websockets(function):
        return False
    return all(use.argument("scope") is None for use in module.uses_of_dependency(function))


def is_the_only_one(module: Module) -> bool:
    """Whether the application stores something, and leaves committing to its dependencies."""
    if any(not by.is_generator for _, by in module.routing.calls_named("commit") if by):
        return False
    others = module.texts_around()
    stores = STORES.search(module.source) is not None
    for text in others or ():
        if commits_itself(text):
            return False
        stores = stores or STORES.search(text) is not None
    return stores and others is not None


def commits_itself(text: str) -> bool:
    """Whether code commits more than savepoints, which are stored with the rest."""
    committed = {found[1] for found in COMMITS.finditer(text)}
    if not committed or ".begin_nested(" not in text:
        return bool(committed)
    return not committed <= {found[1] or found[2] for found in SAVEPOINT.finditer(text)}
