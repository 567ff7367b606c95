"""
A dependency that yields a session closes it when its request is over, and FastAPI closes the files
of uploads. In FastAPI 0.106 to 0.117, both happen before the response goes out, and background
tasks run after that. A task that is handed an upload fails with `I/O operation on closed file`,
when the client has its success already. A connection to a database or a client for HTTP is closed
just so. A session of SQLAlchemy starts anew without a word: objects that were loaded through it
are detached, and the connection that it takes is never given back by the dependency.

Since FastAPI 0.118 the code behind the `yield` runs after the tasks, and uploads stay open until
then. Only a dependency declared with `Depends(..., scope="function")` is closed before.

A task that a route begins with `asyncio.create_task` and leaves alone goes on when the request is
over, in every version: what it awaits of an async session fails as that is closed, or holds a
connection that nobody gives back. An upload is closed before the task has read it, often before the
task begins.

Hand the task plain data, such as the id of a row or the bytes that were read, and let it open
a session of its own.

Reported are uploads, and sessions, connections and clients that a `yield` dependency of the
project closes, where they are arguments of the task that it works with, or used by a function or
lambda inside the endpoint, or kept by an object whose method is the task, `pages.count`, where
FastAPI or a dependency made that object. Of background tasks, nothing is reported for other
versions, though a session that a long task holds keeps its connection from others; nor a session of
SQLAlchemy which the task closes by itself. Of the tasks of the event loop, those are reported, for
all versions, that a route, none that streams, gives what it has to await: an `AsyncSession`, say,
or an upload, if the route waits for nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import HandedResource, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI506",
    name="request-resource-in-task",
    title="Upload or session of a request handed to a background task",
    message="`{name}` is closed {when}; {remedy}",
    skill=("1.4", "5.1"),
    follows_imports=True,
    words=("add_task", "*BackgroundTask*", "create_task", "ensure_future"),
)

#: Here everything of the request ends before its tasks; later only what a function's scope holds.
CLOSES_EARLY = {"fastapi": ">=0.106,<0.118"}


@rule.on(HandedResource)
def check(handed: HandedResource, module: Module) -> Iterator[Finding]:
    if handed.is_beside:
        when = "as the request ends, which the task may outlive"
    elif handed.scope == "function" or module.target.allows(CLOSES_EARLY):
        when = "before the background task runs"
    else:
        return
    if handed.is_upload:
        remedy = "read it in the endpoint, pass the bytes on"
    else:
        remedy = "open another one in the task"
    yield rule.at(handed, name=handed.name, when=when, remedy=remedy)
