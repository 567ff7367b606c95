"""
When an endpoint raises, `HTTPException` included, FastAPI raises the same exception at the `yield`
of every dependency. Statements after a bare `yield` then never run: each 404 keeps a session, a
connection or a lock, until the pool is exhausted and the application hangs. It looks fine in every
test in which nothing goes wrong.

The same is true behind a `try` whose `except` raises again: what stands after it is skipped.

Use the resource in a `with` block, or give it back in `finally`; both run on either path.

Reported is clean-up that gives something back (`close`, `release`, `disconnect`, deleting a
temporary file and the like), in functions that are given to `Depends`, in this file or in another
one of the project. A `commit()` after the `yield` is not reported: on success only is what it is
for.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Function, Module, skipped_cleanup
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI102",
    name="unprotected-cleanup",
    title="Cleanup after `yield` that an exception skips",
    message="`{cleanup}()` is skipped when the endpoint raises; move it into a `finally` around "
    "the `yield`",
    skill=("1.4",),
    follows_imports=True,
    words=("yield", "yield from"),
)


@rule.on(Function)
def check(function: Function, module: Module) -> Iterator[Finding]:
    if not function.is_generator:
        return
    node = module.node(function)
    if node is None:
        return
    if not module.is_yield_dependency(function):
        return
    skipped = min(skipped_cleanup(node), key=lambda found: found.lineno, default=None)
    if skipped is not None:
        yield rule.at(skipped, cleanup=skipped.text)
