"""
Calling an `async def` function only makes a coroutine: an object that does its work once somebody
awaits it. `session.commit()` of an `AsyncSession` stores nothing, `request.json()` reads nothing,
`asyncio.sleep(1)` does not wait. No error says so: Python warns when it throws the coroutine away,
in a log that nobody reads, and a test that forgot `await` passes. Where the result is used, the
request fails, as `'coroutine' object has no attribute 'get'`.

Put `await` before the call. In a plain `def` nothing can be awaited: declare the function with
`async def`, or use the synchronous counterpart.

Reported are coroutines of FastAPI, Starlette and common libraries, `call_next` of middleware among
them, that are dropped, or used as if they were the result. A coroutine that is stored, returned,
put in a list or handed to a call, `asyncio.create_task` for one, may be awaited there and is not
reported; nor is the `commit()` of a session that a dependency lends within `session.begin()`, and
that is used on: after an `await` before it, the session would be of no use any more. The methods of
an upload in a `def` function are FPI405, coroutines of the project FPI214.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, Unawaited
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI213",
    name="not-awaited",
    title="Coroutine of a library not awaited",
    message="`{call}()` only makes a coroutine: {effect}; {remedy}",
    skill=("2.2",),
    follows_imports=True,
    everywhere=True,
    words=("*async*", "anyio", "*Request*", "*ebSocket*"),
)

UPLOAD = "starlette.datastructures.UploadFile."


@rule.on(Unawaited)
def check(made: Unawaited, module: Module) -> Iterator[Finding]:
    if made.coroutine is not None or made.threaded:
        return
    if made.name.startswith(UPLOAD) and not (made.function and made.function.is_async):
        return  # FPI405
    if made.function is not None and module.is_given_otherwise(made.call.callee, made.function):
        return
    if made.function is not None and module.breaks_off(made.call, made.function):
        return  # `await` alone would be no help
    if not is_doubtful(made, module):
        yield rule.at(made, call=made.text, effect=made.effect, remedy=made.remedy)


def is_doubtful(made: Unawaited, module: Module) -> bool:
    """Whether nothing of an application leads to the file: most of such code turns out dead."""
    return (
        module.is_application
        and module.is_served is False
        and made.function is not None
        and not module.serves(made.function)
    )
