"""
A lifespan that opens several things and closes them one after the other behind a bare `yield`
closes all of them only while nothing goes wrong. When opening the second one fails, the start-up
ends there, and the first stays open. When closing the first one fails at shutdown, the second stays
open.

Open each in an `async with` around the `yield`, or enter all of them into an `AsyncExitStack`: both
close what has been opened so far, in reverse order, whatever fails.

Reported is the second thing that is closed behind a `yield`, where neither a `finally` nor a `with`
around the `yield` closes it.

Opt-in: the operating system closes connections too when a process ends, so it is a question of
taste where an application starts once and is restarted by something else when it fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, OpenedByLifespan
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI305",
    name="lifespan-teardown-unprotected",
    title="Shutdown that one failure cuts short",
    message="`{second}()` is skipped when the start-up or `{first}()` fails; use `async with` or "
    "an `AsyncExitStack`",
    skill=("3.3",),
    opt_in=True,
    words=("*lifespan*",),
)


@rule.on(OpenedByLifespan)
def check(lifespan: OpenedByLifespan, module: Module) -> Iterator[Finding]:
    first, second, *_ = [*lifespan.unprotected(), None, None]
    if first is not None and second is not None:
        yield rule.at(second, first=first.text, second=second.text)
