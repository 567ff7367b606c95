from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from prometheus_fastapi_instrumentator import Instrumentator


async def answer(request: Request, error: Exception) -> Response:
    return Response(status_code=418)


def install(app: FastAPI, level: int = 5) -> None:
    app.add_middleware(GZipMiddleware, compresslevel=level)


def install_all(level: int, app: FastAPI) -> None:
    install(app, level)


def install_on_another(app: FastAPI) -> None:
    other = FastAPI()
    other.add_middleware(GZipMiddleware)
    app.mount("/other", other)


# Alarms


@asynccontextmanager
async def many(app: FastAPI) -> AsyncIterator[None]:
    install_all(3, app=app)  # error: FPI307
    Instrumentator().add(print).instrument(app).expose(app)  # error: FPI307
    app.add_exception_handler(KeyError, answer)  # error: FPI307
    FastAPIInstrumentor.instrument_app(app)  # error: FPI307
    with suppress(Exception):
        FastAPIInstrumentor().instrument_app(app, excluded_urls="health")  # error: FPI307
    yield


app_of_many = FastAPI(lifespan=many)


@asynccontextmanager
async def of_global(_: FastAPI) -> AsyncIterator[None]:
    @app.middleware("http")  # error: FPI307
    async def pass_on(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        return await call_next(request)

    yield


app = FastAPI(lifespan=of_global)


def install_on_global(key: str) -> None:
    print(key)
    app_of_helper.add_middleware(GZipMiddleware)


@asynccontextmanager
async def by_global(_: FastAPI) -> AsyncIterator[None]:
    install_on_global("key")  # error: FPI307
    yield


app_of_helper = FastAPI(lifespan=by_global)


@asynccontextmanager
async def of_another_file(app: FastAPI) -> AsyncIterator[None]:
    install(app)  # error: FPI307
    yield


class Server:
    def __init__(self) -> None:
        self.app = FastAPI(lifespan=self.lifespan)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        app.add_middleware(GZipMiddleware)  # error: FPI307
        yield


served = FastAPI()


@served.post("/compression")
async def compress(request: Request) -> None:
    request.app.add_middleware(GZipMiddleware)  # error: FPI307


@served.post("/handler")
def handle() -> None:
    served.add_exception_handler(KeyError, answer)  # error: FPI307


def of_any_request(request: Request) -> None:
    @request.app.middleware("http")  # error: FPI307
    async def pass_on(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        return await call_next(request)


# Innocent


@served.post("/another")
def add_to_another(request: Request) -> None:
    app_of_many.add_middleware(GZipMiddleware)  # may not have started
    with suppress(RuntimeError):
        request.app.add_middleware(GZipMiddleware)
    request.app.add_api_route("/late", lambda: "late")


class Plugin:
    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def install(self) -> None:
        self.app.add_middleware(GZipMiddleware)


@asynccontextmanager
async def lifespan(started: FastAPI) -> AsyncIterator[None]:
    inner = FastAPI()
    inner.add_middleware(GZipMiddleware)
    started.mount("/inner", inner)
    install_on_another(started)
    app.add_middleware(GZipMiddleware)  # of another application, which has not started
    started.add_api_route("/late", lambda: "late")
    with suppress(RuntimeError):
        started.add_middleware(GZipMiddleware)
    Instrumentator().expose(started)
    FastAPIInstrumentor.instrument_app(inner)
    yield


outer = FastAPI(lifespan=lifespan)
Instrumentator().instrument(outer)
install(outer)


def create_app(lifespan: Any) -> FastAPI:
    app = FastAPI(lifespan=lifespan)
    app.add_middleware(GZipMiddleware)
    return app


def lifespan_of(app: FastAPI) -> None:
    """Not given to any application."""
    app.add_middleware(GZipMiddleware)


@asynccontextmanager
async def put_together_again(app: FastAPI) -> AsyncIterator[None]:
    FastAPIInstrumentor.instrument_app(app)
    app.middleware_stack = app.build_middleware_stack()
    yield


traced = FastAPI(lifespan=put_together_again)
FastAPIInstrumentor.instrument_app(traced)


# -- helpers that may be given an application


def trace(app: FastAPI | None = None, name: str = "shop") -> str:
    if app is not None:
        FastAPIInstrumentor.instrument_app(app)
    return name


def trace_if_asked(app: FastAPI, enabled: bool = False) -> None:
    if enabled:
        FastAPIInstrumentor.instrument_app(app)


traced_late = FastAPI()


@traced_late.on_event("startup")
async def begin_to_trace() -> None:
    trace(traced_late, name="late")  # error: FPI307
    trace(name="late")
    trace_if_asked(traced_late)
