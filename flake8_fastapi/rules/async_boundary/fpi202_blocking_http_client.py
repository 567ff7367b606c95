"""
`requests`, `urllib`, `urllib3`, `http.client` and the synchronous half of `httpx` wait for the
answer on the thread that asks. In an `async def` route, dependency, middleware, websocket or
background task that thread is the event loop: while a slow service answers one request, the
process answers no other. A call to a service that calls back never ends.

Await an `httpx.AsyncClient` that is shared by all requests, declare the route or dependency with
plain `def`, so that FastAPI runs it in a thread, or hand the one call to a thread with
`await run_in_threadpool(...)`.

Reported is the call in the code on the event loop, also where a helper makes the request, in this
file or in another one of the project. A validator of a model that a route parses is such code,
whatever the route is declared with. Building a client or a session waits for nothing and is not
reported, nor is a method of an object that the same function awaits.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI202",
    name="blocking-http-client",
    title="Synchronous HTTP client on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1", "2.5"),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "http":
        yield rule.at(call, **module.told(call))
