"""
What a lifespan opens before its `yield` stays open until the process ends, unless something behind
the `yield` closes it. FastAPI does not: after the shutdown an `httpx.AsyncClient` still holds its
connections, a pool still has its sessions on the database server. `aiohttp` complains about an
unclosed session, `asyncpg` about a closed event loop, and every reload and every test that starts
the application leaves another set of connections behind.

Call its `close()`, `aclose()` or `dispose()` behind the `yield`, in `finally`; what is a context
manager, as an `httpx.AsyncClient` is, may be opened in an `async with` around the `yield` instead.

Reported are HTTP clients, database pools, connections and asynchronous engines, clients of Redis,
MongoDB, Neo4j, Elasticsearch, Qdrant, Kafka, RabbitMQ and NATS that a lifespan function makes, or
that a function makes which it calls, as `await connect(app)`, to put them into `app.state`. What is
handed to something else that is stopped behind the `yield`, or hangs on it, is not reported, nor
what a helper called there may close.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, OpenedByLifespan
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI304",
    name="lifespan-resource-not-closed",
    title="Resource that the lifespan opens and never closes",
    message="`{name}` ({cls}) is not closed behind the `yield`; {closing} there, in `finally`",
    skill=("3.3",),
    follows_imports=True,
    words=("*lifespan*",),
)


@rule.on(OpenedByLifespan)
def check(lifespan: OpenedByLifespan, module: Module) -> Iterator[Finding]:
    for resource in lifespan.left_open():
        yield rule.at(
            resource,
            name=resource.name,
            cls=resource.cls.rpartition(".")[2],
            closing=resource.closing(module.target),
        )
