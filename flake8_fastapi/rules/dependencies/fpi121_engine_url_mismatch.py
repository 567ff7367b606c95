"""
The URL of an engine names its driver, and the driver decides which engine can work with it.

`create_async_engine` with a synchronous driver stops the import: `InvalidRequestError: The asyncio
extension requires an async driver`. `sqlite://`, `mysql://` and, up to SQLAlchemy 2.0,
`postgresql://` name a synchronous driver without saying so.

`create_engine` takes the URL of an async driver without complaint, and the first query raises
`MissingGreenlet`, in a request.

Write the driver into the URL: `postgresql+asyncpg://`, `sqlite+aiosqlite://`, `mysql+aiomysql://`
with `create_async_engine`. psycopg, and `postgresql://` since SQLAlchemy 2.1, do both.

Reported is what can be read in the project: constants, f-strings, `URL.create()`, functions that
make a URL, a dict for `engine_from_config`, settings and environment variables by their default. A
URL that the code rewrites before use is not read, and `AsyncEngine(create_engine(url))` is one way
to build an async engine. Up to SQLAlchemy 2.0, `?async_fallback=true` in the URL lets a synchronous
engine work with asyncpg and its like.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Call, Display, Expr, Module, Pairs, Role, Text, last_name
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI121",
    name="engine-url-mismatch",
    title="Engine and driver do not fit",
    message="`{factory}` is given `{scheme}://`, {problem}; {remedy}",
    skill=("1.9",),
    follows_imports=True,
    everywhere=True,
    words=(
        "create_engine",
        "create_async_engine",
        "engine_from_config",
        "async_engine_from_config",
    ),
)

SYNC = ("sqlalchemy.create_engine", "sqlalchemy.engine_from_config")
ASYNC = (
    "sqlalchemy.ext.asyncio.create_async_engine",
    "sqlalchemy.ext.asyncio.async_engine_from_config",
)
#: The driver that a URL without one stands for. PostgreSQL and Oracle: see `driver_of`.
DEFAULTS = {"sqlite": "pysqlite", "mysql": "mysqlclient", "mariadb": "mysqlclient",
            "mssql": "pyodbc"}  # fmt: skip
BLOCKING = {"psycopg2", "psycopg2cffi", "pg8000", "pysqlite", "pysqlcipher", "pymysql", "mysqldb",
            "mysqlclient", "mysqlconnector", "mariadbconnector", "pyodbc", "pymssql",
            "cx_oracle"}  # fmt: skip
ASYNCHRONOUS = {"asyncpg", "aiosqlite", "aiomysql", "asyncmy", "aioodbc"}
IN_ITS_PLACE = {"postgresql": "asyncpg", "sqlite": "aiosqlite", "mysql": "aiomysql",
                "mariadb": "aiomysql", "mssql": "aioodbc", "oracle": "oracledb"}  # fmt: skip


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    if module.role is Role.TEST:
        return
    for call, _within in module.routing.calls_of(*SYNC, *ASYNC):
        scheme, colon, _rest = module.beginning(url_of(call, module)).partition("://")
        if not colon or call.argument("module"):
            continue
        dialect, _plus, written = scheme.partition("+")
        driver = written or default_driver(dialect, module)
        if module.qualname(call.callee) in ASYNC:
            if driver in BLOCKING and dialect in IN_ITS_PLACE:
                yield rule.at(
                    call,
                    factory=last_name(call.callee),
                    scheme=scheme,
                    problem=f"whose driver {driver} is not async: InvalidRequestError",
                    remedy=f"use `{dialect}+{IN_ITS_PLACE[dialect]}://`",
                )
        elif driver in ASYNCHRONOUS and not (becomes_async(module) or falls_back(call, module)):
            yield rule.at(
                call,
                factory=last_name(call.callee),
                scheme=scheme,
                problem="an async driver: the first query raises MissingGreenlet",
                remedy="use `create_async_engine`",
            )


def url_of(call: Call, module: Module) -> Expr | None:
    """The URL that an engine is made with, of `engine_from_config(config)` in that dict."""
    if not last_name(call.callee).endswith("_from_config"):
        return call.argument("url", 0)
    config, given = module.value(call.argument("configuration", 0)), call.argument("prefix", 1)
    prefix = "sqlalchemy." if given is None else module.values.text(given)
    if not isinstance(config, Display) or not isinstance(config.expression, Pairs):
        return None
    urls = [
        value
        for key, value in config.expression.pairs
        if key is None or prefix is None or module.values.text(key) in (f"{prefix}url", None)
    ]
    return urls[0] if len(urls) == 1 and prefix is not None and not call.spreads else None


def default_driver(dialect: str, module: Module) -> str | None:
    if not module.target.at_least("sqlalchemy", "2.1"):
        if dialect in ("postgresql", "oracle"):
            return "psycopg2" if dialect == "postgresql" else "cx_oracle"
    return DEFAULTS.get(dialect)


def falls_back(call: Call, module: Module) -> bool:
    """Whether `?async_fallback=true` in the URL lets a synchronous engine use an async driver."""
    if module.target.at_least("sqlalchemy", "2.1"):
        return False
    given = url_of(call, module)
    parts = given.parts if isinstance(given, Text) else (given,)
    return any("async_fallback" in (module.values.text(part) or "") for part in parts)


def becomes_async(module: Module) -> bool:
    """Whether the file makes `AsyncEngine(create_engine(...))`, an async engine of another."""
    return any(module.routing.calls_of("sqlalchemy.ext.asyncio.AsyncEngine"))
