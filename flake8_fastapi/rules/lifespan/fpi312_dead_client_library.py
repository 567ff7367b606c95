"""
Three libraries that older guides recommend are no longer maintained.

`aioredis` 2 does not import on Python 3.11 and later: `TypeError: duplicate base class
TimeoutError`. It became a part of redis-py: `from redis import asyncio as aioredis`, or
`from redis.asyncio import Redis`. The names of version 2 stay; `create_redis_pool` of version 1
becomes `from_url`, `close()` becomes `aclose()`.

`starlette-prometheus` reads an attribute that the routers inside of an application lost with
FastAPI 0.137: each route of an included router answers 500. `prometheus-fastapi-instrumentator`
and `starlette-exporter` work.

`databases` works, but is archived: new versions of SQLAlchemy and of the drivers will not be
followed, and no fault is mended. SQLAlchemy has an asyncio extension of its own.

Reported is the import, once in a file, unless a `try` or an `if` provides for its absence. Where
nothing uses what it imports, it can go. Where the project is for Python 3.10 at most, or runs on it
(`exceptiongroup` among its requirements tells, or an `asyncpg` that cannot be built for 3.11), or
pins `aioredis` 1, that is not reported; nor is `starlette-prometheus` with an older FastAPI, nor
`databases` where `ormar` demands it, or with SQLAlchemy before 1.4, or where a file takes nothing
of it but `DatabaseURL`: that may hold the address of another database, such as MongoDB.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from flake8_fastapi.model import External, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI312",
    name="dead-client-library",
    title="Library that is no longer maintained",
    message="`{library}` {trouble}; {instead}",
    skill=("3.5", "2.7", "9.5"),
    words=("aioredis", "databases", "starlette_prometheus"),
)


#: What version 2 of aioredis gives, and redis-py under the same names.
KEPT = frozenset(
    """
    AuthenticationError AuthenticationWrongNumberOfArgsError BlockingConnectionPool BusyLoadingError
    ChildDeadlockedError Connection ConnectionError ConnectionPool DataError InvalidResponse
    PubSubError ReadOnlyError Redis RedisError ResponseError SSLConnection Sentinel
    SentinelConnectionPool SentinelManagedConnection SentinelManagedSSLConnection StrictRedis
    TimeoutError UnixDomainSocketConnection WatchError from_url
    """.split()
)


class Dead(NamedTuple):
    trouble: str
    instead: str
    versions: Mapping[str, str] = {}
    names: tuple[str, ...] = ()  #: without one of these it may be a module of somebody else
    demanded_by: str = ""
    works_with: str = ""  #: what only those install with whom it works


LIBRARIES = {
    "aioredis": Dead(
        "does not import on Python 3.11 and later",
        "use `from redis import asyncio as aioredis`",
        # older ones of these cannot be built for Python 3.11
        {"python": ">=3.11", "aioredis": ">=2", "aiohttp": ">=3.8.2", "asyncpg": ">=0.27"},
        works_with="exceptiongroup",  # which Python 3.11 has
    ),
    "databases": Dead(
        "is archived and no longer maintained",
        "use `sqlalchemy.ext.asyncio`",
        {"sqlalchemy": ">=1.4"},  # which has that
        names=("Database",),  # a `DatabaseURL` holds any address
        demanded_by="ormar",
    ),
    "starlette_prometheus": Dead(
        "makes every route of an included router answer 500",
        "use `prometheus-fastapi-instrumentator`",
        {"fastapi": ">=0.137"},
    ),
}

UNUSED = "remove the import, nothing uses it"


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    imported: dict[str, ast.stmt] = {}
    for node in imports(module):
        if not guarded(node, module):
            for name in names(node):
                imported.setdefault(name.partition(".")[0], node)
    for library, dead in LIBRARIES.items():
        if library in imported and not is_demanded(dead, imported, module):
            if is_used(library, module) and is_dead(dead, module):
                place = imported[library]
                instead = remedy(place, dead) if is_needed(library, module) else UNUSED
                yield rule.at(place, library=library, trouble=dead.trouble, instead=instead)


def is_dead(dead: Dead, module: Module) -> bool:
    """Whether it is in the versions that the project is for, and where it is run."""
    works = bool(dead.works_with) and module.target.uses(dead.works_with)
    return not works and module.target.allows(dead.versions)


def is_demanded(dead: Dead, imported: Container[str], module: Module) -> bool:
    """Whether the file, or one that imports it, uses another library that takes nothing else."""
    other = dead.demanded_by
    return other in imported or (bool(other) and is_said_by_importers(other, module))


def is_said_by_importers(word: str, module: Module) -> bool:
    usage, project = module.usage, module.project
    if usage is None or project is None:
        return False
    return any(True for _ in usage.with_words(usage.importing(project.path), {word}))


def remedy(node: ast.stmt, dead: Dead) -> str:
    """What to write in place of an import; with the names of it where they stay."""
    match node:
        case ast.ImportFrom(module="aioredis", names=aliases):
            if {alias.name for alias in aliases} <= KEPT:
                return f"use `{ast.unparse(ast.ImportFrom('redis.asyncio', aliases, 0))}`"
    return dead.instead


def imports(module: Module) -> list[ast.Import | ast.ImportFrom]:
    return [*module.each(ast.Import), *module.each(ast.ImportFrom)]


def names(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules that a statement imports, by their absolute names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if node.module and not node.level else []


def guarded(node: ast.stmt, module: Module) -> bool:
    """Whether the code around an import provides for its failure, or for another version."""
    return any(isinstance(each, (ast.Try, ast.If)) for each in module.syntax.tree.ancestors(node))


def is_used(library: str, module: Module) -> bool:
    """Whether it is the library, and not a module of the project that has its name."""
    dead = LIBRARIES[library]
    if not isinstance(module.values.named(library), External):
        return False
    if not dead.names:
        return True
    spelled = [library, *aliases(library, module)]
    return any(
        any(f"{each}.{name}" in module.source for each in spelled)
        or any(
            node.module == library and name in [alias.name for alias in node.names]
            for node in module.each(ast.ImportFrom)
        )
        for name in dead.names
    )


def aliases(library: str, module: Module) -> list[str]:
    """The other names that the file imports it under."""
    imported = (alias for node in module.each(ast.Import) for alias in node.names)
    return [alias.asname for alias in imported if alias.name == library and alias.asname]


def is_needed(library: str, module: Module) -> bool:
    """Whether anything uses a name that the file imports of it."""
    bound = [
        alias.asname or alias.name.partition(".")[0]
        for node in imports(module)
        for alias in node.names
        if (alias.name if isinstance(node, ast.Import) else node.module or "").partition(".")[0]
        == library
    ]
    return any(name == "*" or not module.is_only_imported(name) for name in bound)
