"""Sessions and connections that all requests have, and that two threads at once break: see FPI105.

Asking one on the event loop blocks; that it does keeps the requests apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model.libraries import canonical, object_at
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Entered,
    Expr,
    Param,
    Ref,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import INITIALIZERS, Argument
from flake8_fastapi.model.values.decorators import CACHES
from flake8_fastapi.model.values.properties import getter
from flake8_fastapi.model.values.singletons import is_singleton
from flake8_fastapi.model.values.value_kinds import Instance, Method
from flake8_fastapi.model.values.values import Values

#: What is for one thread at a time. Of connections, what PEP 249 calls `threadsafety = 1`; of
#: DuckDB, 559 wrong results were seen in 2,400 queries of 8 threads.
FOR_ONE_THREAD = (
    "sqlalchemy.orm.Session",
    "clickhouse_driver.Client",
    "duckdb.DuckDBPyConnection",
    "MySQLdb.connections.Connection",
    "MySQLdb.cursors.BaseCursor",
    "mysql.connector.abstracts.MySQLConnectionAbstract",
    "mysql.connector.abstracts.MySQLCursorAbstract",
    "pymysql.connections.Connection",
    "pymysql.cursors.Cursor",
    "pyodbc.Connection",
    "pyodbc.Cursor",
)
#: What a session may be asked as.
_Asked = Call | Ref | Param | Attr
#: What makes another of one.
_ANOTHER = "duckdb.DuckDBPyConnection.cursor"
#: What has a session for each thread, or for what it is told to ask: the request, mostly.
_SCOPED = {"sqlalchemy.orm.scoped_session"}
#: Calls of a query, one on what the other gave.
_DEEPEST = 10


def is_on_shared_session(call: Call, values: Values) -> bool:
    """Whether a call is one of a session of a module or class, or of a query that such a one gave.

    Or of one that a parameter has by default, made when its function was, or that a function of
    the project, or a dependency, has for all.
    """
    for asked in _asked(call, values):
        default = default_of(asked, values) if isinstance(asked, Param) else None
        session = default if default is not None else asked
        if isinstance(session, Attr):
            continue  # an object of which there may be several
        if _is_one(session, values) and _is_for_all(session, values):
            return True
    return False


def sessions_of(call: Call, values: Values) -> list[_Asked]:
    """The sessions that a call is made on, or is given."""
    given = (each for each in call.args if isinstance(each, _Asked))
    return [each for each in (*_asked(call, values), *given) if _is_one(each, values)]


def asked_session(call: Call, values: Values) -> Ref | Param | None:
    """The name or parameter that a call, or what it is made on, may have a session from."""
    return next((it for it in _asked(call, values) if isinstance(it, Ref | Param)), None)


def _asked(call: Call, values: Values) -> Iterator[_Asked]:
    """What a call is made on, what made that, and so on: from a query to its session."""
    of = receiver(call.callee) if not _gives_another(call, values) else None
    for _ in range(_DEEPEST):
        match of:
            case Entered():
                of = of.of
            case Ref() | Param() | Attr():
                yield of
                return
            case Call():
                yield of
                if _gives_another(of, values):
                    return
                value = values.of(of)
                made = value.made if isinstance(value, Instance) else None
                of = made if isinstance(made, Call) and made is not of else receiver(of.callee)
            case _:
                return


def _gives_another(call: Call, values: Values) -> bool:
    """Whether it gives a connection of its own, to the same database: a cursor of DuckDB."""
    match values.of(call.callee):
        case Method(of=Instance(cls=cls), name=name):
            return f"{cls}.{name}" == _ANOTHER
    return False


def default_of(parameter: Param, values: Values) -> Expr | None:
    """What a parameter is where nothing is given for it: made once, with its function.

    None where FastAPI has a dependency for it.
    """
    found = _argument(parameter, values)
    return found.default if found is not None and values.dependency(found) is None else None


def _is_one(session: Expr, values: Values) -> bool:
    return any(values.is_instance(session, each) is True for each in FOR_ONE_THREAD)


def _is_for_all(session: Expr, values: Values) -> bool:
    if isinstance(session, Call | Param):
        return _is_made_for_all(session, values)
    return not _is_given_anew(session, values)


def _is_given_anew(session: Expr, values: Values) -> bool:
    """Whether whoever asks for it gets another: of a scope of its own, or by a property's call.

    Or it is the one that a library has for each request.
    """
    if isinstance(session, Ref) and object_at(canonical(session.name)) is not None:
        return True
    match values.of(session):
        case Instance(cls=cls, made=made) if cls in _SCOPED:
            return _has_scope(made)
        case Instance(made=Call() as made):
            by = getter(session, values)
            return (
                by is not None
                and made.within == by.function.qualname
                and not values.decorated_by(by.function, CACHES)
                and not _is_of_thread(made, values)
            )
    return False


def _is_of_thread(made: Call, values: Values) -> bool:
    """Whether it is the one that a `scoped_session` without a scope has for the thread.

    In threads of a pool each has its own, which nobody closes: with plain `def`, 11 of 25 requests
    at once were seen to wait in vain for a connection.
    """
    match values.of(made.callee):
        case Instance(cls=cls, made=registry) if cls in _SCOPED:
            return not _has_scope(registry)
    return False


def _has_scope(registry: Call | None) -> bool:
    return registry is not None and registry.argument("scopefunc", 1) is not None


def _is_made_for_all(given: Call | Param, values: Values) -> bool:
    """Whether what is given is made in a module, or kept by an object of which there is one.

    Or a function gives what has a global name: `return connection`.
    """
    if any(_is_one(it, values) and _is_for_all(it, values) for it in _named_by(given, values)):
        return True
    match values.of(given):
        case Instance(cls=cls, made=Call() as made) if cls not in _SCOPED:
            maker = values.function(made.within)
            if maker is None:
                return _is_one(made, values)
            keeper = values.known_class(maker.owner) if maker.owner is not None else None
            is_kept = maker.name in INITIALIZERS or made.once
            return keeper is not None and is_kept and is_singleton(keeper, values)
    return False


def _named_by(given: Call | Param, values: Values) -> Iterator[Ref]:
    """The global names of which a function of the project, or a dependency, gives one."""
    giving: Expr | None = given
    if isinstance(given, Call):
        giving = given.callee
    elif (parameter := _argument(given, values)) is not None:
        giving = values.dependency(parameter)
    function = values.callee(values.of(giving)) if giving is not None else None
    if function is not None:
        for each in (*function.returned, *function.yielded):
            yield from (option for option in options_of(each) if isinstance(option, Ref))


def _argument(parameter: Param, values: Values) -> Argument | None:
    function = values.function(parameter.function)
    given = function.arguments if function is not None else ()
    return next((each for each in given if each.name == parameter.name), None)
