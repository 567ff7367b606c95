"""
`@app.on_event("startup")` and `@app.on_event("shutdown")` are deprecated. Starlette removed them,
with `on_startup=` and `on_shutdown=`, in 1.0; FastAPI keeps copies of its own that warn, but
`DeprecationWarning` is hidden by default. Two separate functions also share what they open through
globals, cannot use `with`, and are silently ignored once somebody gives the app a `lifespan=`.

Write one function for both: what stands before its `yield` runs at start-up, what stands after it,
in `finally` or at the end of a `with`, at shutdown. That of a router runs since FastAPI 0.112.2;
before, it has to be given to the application. FastAPI takes one since 0.93: older releases ignore
`lifespan=` without a word, so a project that admits them gives up on these first.

Nobody has deprecated `add_event_handler`, but what it is given would no longer run, either: where
it is called for the same application, also by a helper, that has to move as well.

Not reported is what is registered in a branch that asks about the lifespan of the application: it
is made for those who have none. Nor what is registered for an application that others make: an
attribute of an object of a library (`client.app`), which starts and stops more than this, and a
parameter in a project that makes none. Nor what is registered for an application that is mounted in
another one: nobody starts it, so a `lifespan=` would not run, either. Nor anything in a project
that calls the `register_tortoise` of Tortoise ORM before 0.21, which registers such handlers
itself: with a `lifespan=`, the application would not run them, and have no database.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import EventHandler, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI301",
    name="on-event",
    title="Deprecated start-up or shutdown handler",
    message="`{handler}` is deprecated; start and stop in one function given to "
    "`{cls}(lifespan=...)`{too}{since}",
    skill=("3.1",),
    versions={"fastapi": ">=0.93"},
    follows_imports=True,
    words=("on_event", "on_startup", "on_shutdown", "add_event_handler"),
)

#: Before, `FastAPI(lifespan=...)` is taken without a word, and nothing runs it.
SINCE = "0.93"
#: Since then its handlers become part of the lifespan that the application has.
MERGING = "0.21"
OWNERS = ("fastapi.FastAPI", "fastapi.APIRouter")


@rule.on(EventHandler)
def check(handler: EventHandler, module: Module) -> Iterator[Finding]:
    owner = handler.owner
    if handler.how.endswith("add_event_handler"):  # which nobody has deprecated
        return
    if not module.values.derives_from_any(owner.cls, OWNERS):
        return
    if module.fate_of(handler) is not None or is_a_fallback(handler, module):
        return
    if module.is_of_others(handler) or any(True for _ in module.outer_apps(owner)):
        return
    if module.target.lower_bound("fastapi") is None and module.needs_pydantic_1:
        return  # with the Pydantic of today it fails, and the FastAPI of its day had no lifespan
    merges = module.target.always_has("tortoise-orm", MERGING)
    if not merges and module.names_anywhere("register_tortoise"):
        return
    adds = module.has_added_handlers(owner)
    yield rule.at(
        handler,
        handler=f"{owner.name}.on_event" if handler.how == "on_event" else f"{handler.how}=",
        cls=module.lifespan_class(owner),
        too=", with what `add_event_handler` is given" if adds else "",
        since="" if module.target.always_has("fastapi", SINCE) else f" (since fastapi {SINCE})",
    )


def is_a_fallback(handler: EventHandler, module: Module) -> bool:
    """Whether it is made where no lifespan can be: `if app.router.lifespan_context is ...:`."""
    node = module.syntax.call_node(handler.call)
    return node is not None and any(
        isinstance(branch, ast.If) and asks_about_lifespans(branch.test)
        for branch in module.syntax.tree.ancestors(node)
    )


def asks_about_lifespans(test: ast.expr) -> bool:
    parts = (part for part in ast.walk(test) if isinstance(part, (ast.Attribute, ast.Name)))
    return any(
        "lifespan" in (part.attr if isinstance(part, ast.Attribute) else part.id) for part in parts
    )
