"""
A session that is not closed keeps its connection until Python's garbage collector finds it, for
sessions of SQLAlchemy refer to themselves. Until then its place in the pool is taken: under load,
requests wait for `QueuePool limit ... reached`. A connection taken from a pool by hand never comes
back at all.

A `close()` at the end of a function is not enough: it is skipped when anything before it raises,
be it the query or an `HTTPException(404)`. So is a `finally` whose `try` begins only behind that.

Open it in a `with` block (`async with` for asynchronous ones; `with closing(...)` for `sqlite3`,
`psycopg2` and `pyodbc`, whose `with` ends the transaction only: `with closing(...) as db, db:` does
both), or close it in `finally`: what `asyncpg.connect()` gives has no such block, and what
`getconn()` takes from a pool goes back by `putconn()`. What `acquire()` takes from a pool of
asyncpg or aiomysql goes back at the end of `async with pool.acquire() as connection:`.

Reported is a session of SQLAlchemy or SQLModel, or a connection of a driver, that a function opens
which serves requests (an endpoint, a dependency, or a helper that one calls), and that is never
closed there, or on success only. What is handed on (returned, kept on an object, given to code
that the linter does not see) is somebody else's to close, and not reported; nor is a session on a
connection that it was given, for it has no place in the pool of its own; nor what asks no more than
`SELECT 1` before it is closed, for a connection that fails then is gone.

Some drivers close a connection when the last reference to it is gone: `psycopg`, `psycopg2`,
`asyncpg`, `pymysql`, `aiomysql`, `MySQLdb`, `mysql.connector`, `pyodbc`, `oracledb`, and `sqlite3`
before Python 3.11. With these a skipped `close()` is not reported where the function itself catches
whatever goes wrong and goes on, or raises an HTTPException in its place. It is where nobody handles
the exception, which then keeps alive what the function had opened; where an exception leaves a
plain `def` route with Starlette before 1.10, for the same reason; and where a pool lent the
connection, for that does not come back by itself, but for `engine.raw_connection()`. Those that
only have a `with` block, which ends the transaction, are let be; so is what `sqlite3` before Python
3.11 opens, but for the `close()` that an exception of a plain `def` route skips.

Of dependencies that `yield`, only those that never close are reported here: see FPI102 for a
`close()` that is skipped, and FPI109 for `next(get_db())`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Function, Module, Resource, last_name, skipped_cleanup
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI106",
    name="session-not-closed",
    title="Session or connection that is not closed on all paths",
    message="`{name}` {fate}; close it by {remedy}",
    skill=("1.4",),
    follows_imports=True,
)

#: Starlette from here on forgets the exceptions of its threads; but for those nobody handles.
FORGETTING = "1.10"
#: Before, sessions of SQLAlchemy were no context managers.
ENTERING = "1.4"
#: Of SQLAlchemy: they close every session there is, those of other requests too.
CLOSING_ALL = ("close_all", "close_all_sessions")


@rule.on(Resource)
def check(resource: Resource, module: Module) -> Iterator[Finding]:
    function = resource.function
    if function is None or resource.entered or resource.returned or resource.escapes:
        return
    if resource.borrows:  # has no place in the pool of its own
        return
    if is_closed_by_python(resource, function, module):
        return
    if resource.closings:
        if resource.yielded or module.resources.is_closed_for_sure(resource):
            return
        if is_skipped(resource, function, module):
            return  # see FPI102
        fate = "stays open when something raises before it is closed"
    else:
        if module.closed_too_soon(resource.call):
            return  # see FPI109
        if any(last_name(call.callee) in CLOSING_ALL for call in function.calls):
            return
        only = ": its `with` ends the transaction only" if resource.ends_transactions else ""
        fate = f"is never closed{only}"
    if not resource.yielded:
        reported = module.serves(function)
    else:
        reported = module.is_context_manager(function) or module.is_yield_dependency(function)
    if reported:
        yield rule.at(resource, name=resource.text, fate=fate, remedy=remedy(resource, module))


def remedy(resource: Resource, module: Module) -> str:
    """What closes it whatever happens, in the versions at hand."""
    is_orm = module.values.derives(resource.cls, "sqlalchemy.orm.Session") is True
    if is_orm and not module.target.at_least("sqlalchemy", ENTERING):
        return "`close()` in `finally`"
    return module.resources.remedy(resource)


def is_closed_by_python(resource: Resource, function: Function, module: Module) -> bool:
    """Whether the last reference to a connection goes with the call of its function."""
    ends_only = resource.ends_transactions and not resource.closings
    if ends_only and module.resources.is_opened_elsewhere(resource):
        return True  # it may be one of those
    before = module.resources.closing_itself(resource)
    if before is None or (before and module.target.at_least("python", before)):
        return False
    if ends_only:
        return True
    if resource.closings and module.resources.is_caught(resource):
        return True
    answered = bool(resource.closings) and module.resources.is_caught(resource, answering=True)
    if answered and module.target.at_least("starlette", FORGETTING):
        return True
    if not answered and resource.cls != "sqlite3.Connection":
        return False
    # the exception of a `def` route refers to itself by way of its thread
    in_thread = module.is_reached(function, lambda each, _: not each.is_async)
    return not (resource.closings and in_thread)


def is_skipped(resource: Resource, function: Function, module: Module) -> bool:
    """Whether a dependency closes it behind its `yield`, where an exception skips that."""
    node = module.node(function) if function.is_generator else None
    skipped = [] if node is None else [cleanup.call for cleanup in skipped_cleanup(node)]
    return any(call in skipped for call in resource.closings) and bool(
        module.is_yield_dependency(function)
    )
