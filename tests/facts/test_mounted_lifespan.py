"""
What becomes of the lifespan of an application that is mounted in another.

FPI306 rests on these claims.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.testclient import TestClient


class Log(list[str]):
    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        self.append(getattr(app, "title", "Starlette"))
        yield


def serve(app: FastAPI) -> None:
    with TestClient(app) as client:
        assert client.get("/sub/openapi.json").status_code in (200, 404)


def test_of_a_mounted_application_it_never_runs() -> None:
    log = Log()
    app = FastAPI(title="outer", lifespan=log.lifespan)
    app.mount("/sub", FastAPI(title="inner", lifespan=log.lifespan))
    app.mount("/starlette", Starlette(lifespan=log.lifespan))
    serve(app)
    assert log == ["outer"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nor_do_its_start_up_handlers() -> None:
    log, app, inner = Log(), FastAPI(), FastAPI()

    @inner.on_event("startup")
    def start() -> None:
        log.append("inner")

    app.mount("/sub", inner)
    serve(app)
    assert log == []
    with TestClient(inner):
        assert log == ["inner"]


def test_nor_in_an_application_without_one() -> None:
    log, app = Log(), FastAPI()
    app.mount("/sub", FastAPI(title="inner", lifespan=log.lifespan))
    serve(app)
    assert log == []


def test_that_of_an_included_router_does() -> None:
    log, app = Log(), FastAPI(title="outer")
    app.include_router(APIRouter(lifespan=log.lifespan))
    serve(app)
    assert log == ["outer"]


def test_the_outer_one_may_enter_it() -> None:
    log = Log()
    sub = FastAPI(title="inner", lifespan=log.lifespan)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with sub.router.lifespan_context(sub):
            yield

    app = FastAPI(lifespan=lifespan)
    app.mount("/sub", sub)
    serve(app)
    assert log == ["inner"]


@pytest.mark.parametrize("handed_on", [True, False])
def test_fastmcp_needs_its_lifespan(handed_on: bool) -> None:
    fastmcp = pytest.importorskip("fastmcp")
    inner = fastmcp.FastMCP("Tools").http_app(path="/")
    app = FastAPI(lifespan=inner.lifespan if handed_on else None)
    app.mount("/mcp", inner)
    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.post(
            "/mcp/",
            json={"jsonrpc": "2.0", "id": 1, "method": "ping"},
            headers={"accept": "application/json, text/event-stream"},
        )
    assert (response.status_code == 500) is not handed_on
