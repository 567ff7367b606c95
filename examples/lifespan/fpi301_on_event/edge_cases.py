import contextlib
from collections.abc import AsyncIterator
from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, Depends, FastAPI
from fastapi import FastAPI as Application
from policy_client import Client
from starlette.applications import Starlette

application = fastapi.FastAPI()
other = Application(title="Other")
router = APIRouter()
unknown: Any = None


class Bus:
    def on_event(self, name: str) -> Any: ...


class Api(FastAPI): ...


bus = Bus()
api = Api()


async def start() -> None: ...


# Alarms


@application.on_event("startup")  # error: FPI301
def imported_by_module() -> None: ...


@other.on_event("shutdown")  # error: FPI301
def imported_by_alias() -> None: ...


@router.on_event("startup")  # error: FPI301
async def of_a_router() -> None: ...


@api.on_event("startup")  # error: FPI301
async def of_a_subclass() -> None: ...


application.on_event("startup")(start)  # error: FPI301


def register(app: FastAPI) -> None:
    @app.on_event("startup")  # error: FPI301
    async def nested() -> None: ...


def register_optional(app: FastAPI | None, name: str) -> None:
    if app is not None:
        app.on_event(name)(start)  # error: FPI301


def create_app() -> FastAPI:
    app = FastAPI()
    app.on_event(event_type="startup")(start)  # error: FPI301
    return app


class Server:
    def __init__(self) -> None:
        self.app = FastAPI()

        @self.app.on_event("startup")  # error: FPI301
        async def nested() -> None: ...


class Holder:
    def __init__(self) -> None:
        self.app = FastAPI()


class Wrapper:
    def __init__(self, holder: Holder) -> None:
        app: FastAPI = holder.app

        @app.on_event("startup")  # error: FPI301
        async def nested() -> None: ...


def register_of_request(request: fastapi.Request) -> None:
    app: FastAPI = request.app
    app.on_event("startup")(start)  # error: FPI301


with_router = APIRouter(on_startup=[start])  # error: FPI301


# Innocent


@bus.on_event("startup")
def of_a_bus() -> None: ...


@unknown.on_event("startup")
def of_anything() -> None: ...


def register_unknown(app) -> None:
    @app.on_event("startup")
    async def nested() -> None: ...


def shadowed(application: Bus) -> None:
    application.on_event("startup")


class Proxy:
    """Adds to an application that a library has made, and which has a start-up of its own."""

    def __init__(self) -> None:
        self.client = Client()
        app: FastAPI = self.client.app
        self.add_routes(app)
        self.app: FastAPI = app

        @app.on_event("startup")
        async def nested() -> None: ...

    def add_routes(self, app: FastAPI) -> None:
        app.on_event("startup")(start)
        self.add_more(app)

    def add_more(self, app: FastAPI) -> None:
        app.on_event("shutdown")(start)


plain = Starlette()
nothing = FastAPI(on_startup=None, on_shutdown=[])


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield


modern = FastAPI(lifespan=lifespan)


@modern.on_event("startup")  # this one never runs: FPI302
async def ignored() -> None: ...


@modern.exception_handler(KeyError)
async def on_error(request: Any, error: KeyError) -> Any: ...


def create(on_startup: Any) -> Any:
    return dict(on_startup=on_startup)


@modern.get("/")
def read(name: Annotated[None, Depends(start)]) -> None: ...


def make_router(on_startup: list[Any] | None = None) -> APIRouter:
    return APIRouter(on_startup=on_startup)


def register(app: FastAPI) -> None:
    """For applications that others make, and have given no lifespan."""
    if app.router.lifespan_context is None:

        @app.on_event("startup")
        async def begin() -> None: ...

    else:
        app.router.on_event("shutdown")(start)

    if app.debug:

        @app.on_event("startup")  # error: FPI301
        async def trace() -> None: ...
