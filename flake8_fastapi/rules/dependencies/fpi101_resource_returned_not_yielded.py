"""
FastAPI runs code behind a `yield` when the request is over. A dependency that `return`s what it
opened has no such place: nothing closes the session or connection. It stays open, and keeps its
place in the pool, until Python's garbage collector happens to find it: under load, requests then
wait for `QueuePool limit ... reached`, or the database refuses new connections.

Closing it before the `return`, in a `finally` or at the end of a `with` block, is no better: a
session that is used again after `close()` silently takes a new connection, and keeps that one.

Open it in a `with` block and `yield` it there.

Reported is a function given to `Depends`, in this file or in another one of the project, that
returns a session of SQLAlchemy or SQLModel, or a connection, which it opens itself or through a
helper, also in an object of the project that only uses it. What is cached, kept elsewhere, or
closed by those who depend on it is not reported, nor is a function that somebody also calls by
hand, who wants no generator.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, Resource
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI101",
    name="resource-returned-not-yielded",
    title="Session returned by a dependency, so that nothing closes it",
    message="`{dependency}` returns a {kind} that nothing closes after the request; `yield` it "
    "in a `with` block",
    skill=("1.4",),
    follows_imports=True,
    words=("return", "lambda"),
)


@rule.on(Resource)
def check(resource: Resource, module: Module) -> Iterator[Finding]:
    function = resource.function
    if function is None or not resource.returned or resource.escapes or function.is_generator:
        return
    if resource.kind == "connection" and (resource.entered or resource.closings):
        return  # a closed connection is of no use: not what happens here
    if not module.is_plain_dependency(function) or module.is_closed_by_users(function):
        return
    if not any(True for _ in module.callers.calls_of(function)):  # by hand: they want no generator
        kind: str = resource.kind
        if resource.holder is not None:
            kind += f" in a `{resource.holder}`"
        yield rule.at(resource, dependency=function.plain_name, kind=kind)
