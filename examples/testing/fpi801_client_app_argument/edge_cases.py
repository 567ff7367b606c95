from functools import partial

import httpx
import httpx2
from async_asgi_testclient import TestClient as AsgiClient
from elsewhere import AsyncClient as OtherClient
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import AsyncClient, Client
from httpx import AsyncClient as Http
from httpx_ws.transport import ASGIWebSocketTransport

app = FastAPI()
make_app = FastAPI


# ----- no such argument


async def keyword():
    async with httpx.AsyncClient(app=app) as client:  # error: FPI801
        await client.get("/")
    async with Http(base_url="http://test", app=app) as client:  # error: FPI801
        await client.get("/")
    async with httpx2.AsyncClient(app=app) as client:  # error: FPI801
        await client.get("/")
    with Client(app=app) as client:  # error: FPI801
        client.get("/")
    client = AsyncClient(app=app, follow_redirects=True)  # error: FPI801
    await client.aclose()
    await httpx.AsyncClient(app=app, base_url="http://test").get("/")  # error: FPI801


class Suite:
    def setup_method(self):
        self.client = httpx.AsyncClient(
            app=app,  # error: FPI801
            base_url="http://test",
        )


class Api(AsyncClient):
    async def log_in(self) -> None: ...


class Loud(httpx.AsyncClient):
    def __init__(self, application: FastAPI) -> None:
        super().__init__(app=application, base_url="http://test")  # error: FPI801


local = partial(AsyncClient, base_url="http://test")


async def by_own_names():
    async with Api(app=app) as client, local(app=app):  # error: FPI801
        await client.log_in()


class Plain(TestClient): ...


class Transporting(AsyncClient):
    def __init__(self, app: FastAPI) -> None:
        super().__init__(transport=httpx.ASGITransport(app=app), base_url="http://test")


tester = partial(TestClient, base_url="http://test")


async def by_own_names_that_take_one():
    with Plain(app=app) as client, tester(app=app):
        client.get("/")
    async with Transporting(app=app) as client:
        await client.get("/")


def client_of(application: FastAPI) -> AsyncClient:
    return AsyncClient(app=application, base_url="http://test")  # error: FPI801


def of_anything(application) -> AsyncClient:
    return AsyncClient(app=application)  # error: FPI801


make = partial(AsyncClient, app=app)  # error: FPI801
positional = AsyncClient(app)  # error: FPI801
called = httpx.get("http://test/", app=app)  # error: FPI801


# ----- other clients, other arguments

AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")
AsyncClient(transport=ASGIWebSocketTransport(app=app))
OtherClient(app=app)
AsgiClient(app)
TestClient(app=app)
TestClient(app)
Client(base_url="http://test")


class AppClient(AsyncClient):
    def __init__(self, app: FastAPI) -> None:
        super().__init__(transport=httpx.ASGITransport(app=app))


AppClient(app=app)


def shadowed(AsyncClient):
    return AsyncClient(app=app)


def unknown(**options):
    return AsyncClient(**options)


def either():
    try:
        return AsyncClient(transport=httpx.ASGITransport(app=app))
    except TypeError:
        return AsyncClient(app=app)
