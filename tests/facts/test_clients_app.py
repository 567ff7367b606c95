"""How httpx reaches an application without a server (FPI801)."""

from __future__ import annotations

from types import ModuleType

import anyio
import httpx
import httpx2
import pytest
from fastapi import FastAPI

from tests.facts.versions import holds

app = FastAPI()


@app.get("/")
def index() -> str:
    return "index"


@pytest.mark.parametrize(
    "library",
    [
        pytest.param(httpx, id="httpx", marks=holds(httpx=">=0.28")),
        pytest.param(httpx2, id="httpx2"),
    ],
)
@pytest.mark.parametrize("client", ["AsyncClient", "Client"])
def test_app_is_no_argument_of_a_client(library: ModuleType, client: str) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'app'"):
        getattr(library, client)(app=app, base_url="http://test")


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
@pytest.mark.parametrize("name", ["get", "request", "stream"])
def test_neither_is_it_one_of_the_functions(library: ModuleType, name: str) -> None:
    arguments = ["http://test/"] if name == "get" else ["GET", "http://test/"]
    with pytest.raises(TypeError, match="unexpected keyword argument 'app'"):
        getattr(library, name)(*arguments, app=app)


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_an_application_is_no_positional_argument(library: ModuleType) -> None:
    with pytest.raises(TypeError, match="positional argument"):
        library.AsyncClient(app)


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_a_transport_carries_the_application(library: ModuleType) -> None:
    async def ask() -> str:
        transport = library.ASGITransport(app=app)
        async with library.AsyncClient(transport=transport, base_url="http://test") as client:
            return str((await client.get("/")).json())

    assert anyio.run(ask) == "index"
