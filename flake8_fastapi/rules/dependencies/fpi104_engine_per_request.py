"""
An engine holds a pool of connections, so that a request need not open one of its own. Made anew for
each request, it opens a connection every time, and keeps it open in a pool that nobody uses again,
until the garbage collector finds that: requests become slow, and under load the database runs out
of connections (`too many connections`).

Create the engine once, when the module is imported or in the lifespan, and let the dependency open
sessions only.

Reported is an engine of SQLAlchemy, a connection pool, or a client of MongoDB, that an endpoint, a
dependency or a middleware makes itself, or through functions of the project; a class that is a
dependency, or is made by one, makes anew what its `__init__` puts on `self`, itself or by a method.

Not reported is what is kept or made once (`lru_cache`, `if engine is None`, an attribute of
`app.state` or of an object that lasts), what is made in an `except` block, what takes its URL from
the request, an engine with a `poolclass` of its own, and what an endpoint disposes of itself: it
means to have a pool for one use. So does a class with a method that closes its pool, if anybody may
call that for a request. Nor is a session factory: made anew it is cheap.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, RequestEngine
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI104",
    name="engine-per-request",
    title="Engine or pool created for every request",
    message="`{maker}` makes a new pool for every request, in `{function}`; create it once, at "
    "import or in the lifespan",
    skill=("1.1", "9.1"),
    follows_imports=True,
    words=("*engine*", "*pool*", "*Pool*", "*Client*"),
)


@rule.on(RequestEngine)
def check(engine: RequestEngine, module: Module) -> Iterator[Finding]:
    maker = engine.name.rpartition(".")[2]
    yield rule.at(engine, maker=maker, function=engine.function.called_as)
