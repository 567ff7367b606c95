"""
The synchronous clients of Redis, MongoDB, Elasticsearch, Cassandra, Neo4j, Memcached, Kafka and
RabbitMQ send a command and wait for the answer on the thread that asks. In an `async def` route,
dependency or middleware that thread is the event loop. One command takes a millisecond while all
is well, and every request pays it one after the other; when the server is slow or gone, the process
answers nobody until the client gives up.

Nearly all have an async twin, often in the same package: `redis.asyncio`, `AsyncMongoClient`,
`AsyncElasticsearch`. Else declare the route or dependency with plain `def`, so that FastAPI runs it
in a thread.

Reported is the first such call in a function on the event loop, also where a helper makes it, in
this file or in another one of the project. Making a client connects nowhere and is not reported,
nor is filling a pipeline: only `execute` talks to the server. `find` and `scan_iter` ask nobody
either, until somebody goes through what they give: they are reported where the function does so, or
returns it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI204",
    name="blocking-store-client",
    title="Synchronous client of a store or broker on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1", "2.4"),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "store" and call.first:
        yield rule.at(call, **module.told(call))
