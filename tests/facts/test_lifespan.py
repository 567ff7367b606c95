"""
What FastAPI does with `on_event`, `on_startup=` and `lifespan=`.

FPI301 and FPI302 rest on these claims.
"""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from tests.facts.versions import holds

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Log(list[str]):
    """What ran, in order; its methods are handlers."""

    def start(self) -> None:
        self.append("start")

    def stop(self) -> None:
        self.append("stop")

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        self.append("lifespan")
        yield


def serve(app: FastAPI, log: Log) -> list[str]:
    with TestClient(app):
        pass
    return list(log)


@pytest.mark.parametrize("owner", [FastAPI(), APIRouter()])
def test_on_event_is_deprecated(owner: FastAPI | APIRouter) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        owner.on_event("startup")(lambda: None)
    assert {warning.category for warning in caught} == {DeprecationWarning}
    assert "lifespan" in str(caught[0].message)


def test_on_event_runs_without_lifespan() -> None:
    app, log = FastAPI(), Log()
    app.on_event("startup")(log.start)
    app.on_event("shutdown")(log.stop)
    assert serve(app, log) == ["start", "stop"]


def test_on_event_is_ignored_by_an_app_with_lifespan() -> None:
    log = Log()
    app = FastAPI(lifespan=log.lifespan)
    app.on_event("startup")(log.start)
    app.on_event("shutdown")(log.stop)
    assert serve(app, log) == ["lifespan"]


@pytest.mark.filterwarnings("ignore:The `lifespan` parameter:UserWarning")
def test_on_startup_is_ignored_by_an_app_with_lifespan() -> None:
    log = Log()
    app = FastAPI(lifespan=log.lifespan, on_startup=[log.start], on_shutdown=[log.stop])
    assert serve(app, log) == ["lifespan"]


def test_event_handlers_of_the_apps_router_are_ignored_by_an_app_with_lifespan() -> None:
    log = Log()
    app = FastAPI(lifespan=log.lifespan)
    app.router.add_event_handler("startup", log.start)
    app.router.on_startup.append(log.start)
    assert serve(app, log) == ["lifespan"]


@holds(starlette=">=1.0")
def test_app_has_no_add_event_handler() -> None:
    assert not hasattr(FastAPI(), "add_event_handler")


def test_lifespan_none_keeps_event_handlers() -> None:
    log = Log()
    app = FastAPI(lifespan=None)
    app.on_event("startup")(log.start)
    assert serve(app, log) == ["start"]


def test_lifespan_may_run_the_handlers_of_its_router() -> None:
    log = Log()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        for handler in app.router.on_startup:
            handler()
        yield

    app = FastAPI(lifespan=lifespan)
    app.on_event("startup")(log.start)
    assert serve(app, log) == ["start"]


def test_router_with_lifespan_ignores_its_own_event_handlers() -> None:
    log = Log()
    router = APIRouter(lifespan=log.lifespan)
    app = FastAPI(lifespan=log.lifespan)
    app.include_router(router)
    router.on_event("shutdown")(log.stop)
    assert serve(app, log) == ["lifespan", "lifespan"]


def test_event_handlers_of_a_router_with_lifespan_run_once_in_an_app_without() -> None:
    log = Log()
    router = APIRouter(lifespan=log.lifespan)
    router.on_event("startup")(log.start)
    app = FastAPI()
    app.include_router(router)
    assert serve(app, log).count("start") == 1


def test_event_handlers_of_an_included_router_run_once_when_the_app_has_lifespan() -> None:
    log, router = Log(), APIRouter()
    router.on_event("startup")(log.start)
    router.on_event("shutdown")(log.stop)
    app = FastAPI(lifespan=log.lifespan)
    app.include_router(router)
    assert serve(app, log) == ["lifespan", "start", "stop"]


def test_event_handlers_of_an_included_router_run_twice_when_the_app_has_none() -> None:
    log, router = Log(), APIRouter()
    router.on_event("startup")(log.start)
    router.on_event("shutdown")(log.stop)
    app = FastAPI()
    app.include_router(router)
    assert serve(app, log) == ["start", "start", "stop", "stop"]


def test_constructor_handlers_of_an_included_router_run_twice_too() -> None:
    log = Log()
    app = FastAPI()
    app.include_router(APIRouter(on_startup=[log.start]))
    assert serve(app, log) == ["start", "start"]


def test_event_handler_added_after_the_inclusion_runs_once() -> None:
    log, router, app = Log(), APIRouter(), FastAPI()
    app.include_router(router)
    router.on_event("startup")(log.start)
    assert serve(app, log) == ["start"]


def test_event_handler_of_a_nested_router_runs_oftener_still() -> None:
    log, inner, outer, app = Log(), APIRouter(), APIRouter(), FastAPI()
    inner.on_event("startup")(log.start)
    outer.include_router(inner)
    app.include_router(outer)
    assert len(serve(app, log)) > 2


def test_event_handler_of_a_mounted_app_never_runs() -> None:
    log, app, mounted = Log(), FastAPI(), FastAPI()
    mounted.on_event("startup")(log.start)
    app.mount("/mounted", mounted)
    assert serve(app, log) == []
