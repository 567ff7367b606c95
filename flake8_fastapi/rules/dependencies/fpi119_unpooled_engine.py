"""
A pool keeps its connections for as long as the process lives; the database does not. When it is
restarted, or a firewall drops what is idle, the pool does not notice, and hands the dead connection
to the next request, which fails with `OperationalError`: `server closed the connection
unexpectedly`, `MySQL server has gone away`.

`pool_pre_ping=True` asks each connection for a sign of life before it is used, and replaces dead
ones; `pool_recycle=3600` replaces those that are older than an hour.

Reported is an engine of SQLAlchemy with neither, whose URL is known to lead to a database server:
it says so, or its default in the settings or the environment does. An engine with a `poolclass`
or `creator` of its own is not reported, nor is one in a file that the application does not import,
nor one that is soon gone, since a function only connects with it or creates tables by it, or since
it is made for one request.

Opt-in: whether connections are ever dropped is a matter of the database and the network around it,
which the code does not show.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, ServerEngine
from flake8_fastapi.rule import Finding, Rule

#: Arguments that show that somebody thought of it.
SETTINGS = {"pool_pre_ping", "pool_recycle", "poolclass", "pool", "creator", "async_creator"}

rule = Rule(
    code="FPI119",
    name="unpooled-engine",
    title="Engine that does not check its connections",
    message="`{maker}` hands out connections that the {server} server has dropped; pass "
    "`pool_pre_ping=True`",
    skill=("1.2",),
    opt_in=True,
    follows_imports=True,
    words=("*engine*",),
)


@rule.on(ServerEngine)
def check(engine: ServerEngine, module: Module) -> Iterator[Finding]:
    if module.is_served is False or engine.given is None:
        return
    if SETTINGS.isdisjoint(engine.given):
        yield rule.at(engine, maker=engine.name, server=engine.server)
