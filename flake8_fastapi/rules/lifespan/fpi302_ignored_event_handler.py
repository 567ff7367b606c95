"""
An application with a `lifespan=` runs nothing else: handlers registered with `on_event`,
`on_startup=` or `on_shutdown=` on the same application are accepted and silently ignored.
Connections are not opened, caches are not filled, and no error says so. (Handlers of *routers* that
the application includes do run. So do those that somebody runs by hand, with
`app.router.startup()`; these are not reported, nor what `Mangum(app, lifespan="off")` serves, which
runs no lifespan either.)

An application without a lifespan has the opposite trouble with routers: `include_router` takes over
the handlers of the router, and runs the router's own lifespan as well, which runs them again. Every
one of them runs twice.

Move the code into the lifespan function of the application, or give the router one of its own,
`APIRouter(lifespan=...)`: lifespans of included routers run, once, inside that of the application.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import EventHandler, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI302",
    name="ignored-event-handler",
    title="Start-up or shutdown handler that never runs, or runs twice",
    message="`{handler}` {effect}; {remedy}",
    skill=("3.1",),
    versions={"fastapi": ">=0.93"},
    follows_imports=True,
    words=("on_event", "on_startup", "on_shutdown", "add_event_handler"),
)

#: Since then, the lifespans of included routers run.
MERGES_LIFESPANS = {"fastapi": ">=0.112.2"}
#: `app.add_event_handler` raises an AttributeError afterwards, which FPI010 reports.
HAS_ADD_EVENT_HANDLER = {"starlette": "<1.0"}


@rule.on(EventHandler)
def check(handler: EventHandler, module: Module) -> Iterator[Finding]:
    if handler.how == "add_event_handler" and not module.target.allows(HAS_ADD_EVENT_HANDLER):
        return
    owner = handler.owner.name
    is_argument = handler.how in ("on_startup", "on_shutdown")
    text = f"{handler.how}=" if is_argument else f"{owner}.{handler.how}"
    fate = module.fate_of(handler)
    if fate == "ignored":
        effect = f"is ignored, `{owner}` has a `lifespan=`"
        yield rule.at(handler, handler=text, effect=effect, remedy="move its code there")
    elif fate == "twice" and module.target.allows(MERGES_LIFESPANS):
        effect = "runs twice when the router is included in an app without lifespan"
        remedy = f"use `{module.lifespan_class(handler.owner)}(lifespan=...)`"
        yield rule.at(handler, handler=text, effect=effect, remedy=remedy)
