"""
`commit()` expires every object of the session: an attribute that is read afterwards is loaded again
from the database. An `AsyncSession` cannot load without `await`: `user.id` raises `MissingGreenlet`
after `await session.commit()`, and the client gets a 500. Returned by the route, the object fails
the response model in the same way, or comes out as `{}`.

Make the session with `async_sessionmaker(engine, expire_on_commit=False)`: its objects then keep
what they had. Or `await session.refresh(user)` after the commit.

Reported is the first use of an object after the commit, or of those in a list: a column is read,
the object is handed to a Pydantic model, or a route returns it. The object was made in the same
function, or loaded there (`get`, `scalar`, `scalar_one`, `scalars().all()`) or by a function that
is handed the session; and the factory of the session is known to lack `expire_on_commit=False`.
`async with session.begin():` commits at its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import ExpiredRead, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI120",
    name="expire-on-commit",
    title="Expired object read after commit",
    message="`{name}` has expired with `commit()`: {result}; give the session factory "
    "`expire_on_commit=False`",
    skill=("1.6",),
    follows_imports=True,
    everywhere=True,
    words=("*commit*", "begin"),
)


@rule.on(ExpiredRead)
def check(read: ExpiredRead, module: Module) -> Iterator[Finding]:
    failing = "reading it raises MissingGreenlet"
    result = "the response fails, or is empty" if read.is_returned else failing
    yield rule.at(read, name=read.name, result=result)
