from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield


async def start() -> None: ...


async def stop() -> None: ...


# Alarms

app = FastAPI(lifespan=lifespan)


@app.on_event("startup")  # error: FPI302
@app.on_event("shutdown")  # error: FPI302
async def both() -> None: ...


app.on_event("startup")(start)  # error: FPI302
app.router.add_event_handler("startup", start)  # error: FPI302

at_once = FastAPI(
    lifespan=lifespan,
    on_startup=[start],  # error: FPI302
    on_shutdown=[stop],  # error: FPI302
)


class Api(FastAPI):
    def __init__(self, title: str) -> None:
        super().__init__(title=title, lifespan=lifespan)


api = Api("Shop")


@api.on_event("startup")  # error: FPI302
async def warm_caches() -> None: ...


def create_app() -> FastAPI:
    app = FastAPI(title="Shop", lifespan=lifespan)

    @app.on_event("startup")  # error: FPI302
    async def warm_up() -> None: ...

    return app


class Server:
    def __init__(self) -> None:
        self.app = FastAPI(lifespan=self.lifespan)
        self.app.on_event("startup")(start)  # error: FPI302

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        yield


# Innocent

app.add_event_handler("shutdown", stop)  # does not exist any more: FPI010

router_with_lifespan = APIRouter(lifespan=lifespan)


@router_with_lifespan.on_event("startup")
async def of_a_router_with_lifespan() -> None:
    """Run by an app that includes the router and has no lifespan itself, once."""


class MayHaveOne(FastAPI):
    def __init__(self, lifespan: Callable[[FastAPI], Any] | None = None) -> None:
        super().__init__(lifespan=lifespan)


may_have_one = MayHaveOne()
may_have_one.on_event("startup")(start)

without = FastAPI()
without.include_router(router_with_lifespan)


@without.on_event("startup")
async def of_an_app_without() -> None: ...


none = FastAPI(lifespan=None)


@none.on_event("startup")
async def of_an_app_with_none() -> None: ...


def create_with(lifespan: Callable[[FastAPI], Any] | None, **options: Any) -> FastAPI:
    app = FastAPI(lifespan=lifespan)
    app.on_event("startup")(start)
    other = FastAPI(**options)
    other.on_event("startup")(start)
    return app


def create_for(production: bool) -> FastAPI:
    app = FastAPI(lifespan=lifespan if production else None)
    app.on_event("startup")(start)
    return app


@asynccontextmanager
async def running_handlers(app: FastAPI) -> AsyncIterator[None]:
    for handler in app.router.on_startup:
        await handler()
    yield


runs_them_itself = FastAPI(lifespan=running_handlers)


@runs_them_itself.on_event("startup")
async def run_by_the_lifespan() -> None: ...


@asynccontextmanager
async def calling_start(app: FastAPI) -> AsyncIterator[None]:
    await called_by_hand()
    yield


calls_by_hand = FastAPI(lifespan=calling_start)


@calls_by_hand.on_event("startup")
async def called_by_hand() -> None: ...


router = APIRouter()


@router.on_event("startup")
async def of_an_included_router() -> None:
    """Runs once: the app has a lifespan."""


app.include_router(router)

late = APIRouter()
without.include_router(late)


@late.on_event("startup")
async def added_after_the_inclusion() -> None: ...


never_included = APIRouter()


@never_included.on_event("startup")
async def of_a_router_no_one_includes() -> None: ...


included_by_unknown = APIRouter()


@included_by_unknown.on_event("startup")
async def of_a_router_of_an_unknown_app() -> None: ...


def install(app: FastAPI) -> None:
    app.include_router(included_by_unknown)


replaced = FastAPI(lifespan=lifespan)
replaced = FastAPI()


@replaced.on_event("startup")
async def of_an_app_assigned_twice() -> None: ...


nothing_given = FastAPI(lifespan=lifespan, on_startup=None, on_shutdown=[])


def make_app(handlers: list[Any] | None = None) -> FastAPI:
    return FastAPI(lifespan=lifespan, on_startup=handlers)


# Twice

early = APIRouter()


@early.on_event("startup")  # error: FPI302
async def added_before_the_inclusion() -> None: ...


constructed = APIRouter(on_startup=[start])  # error: FPI302

without.include_router(early, prefix="/early")
without.include_router(constructed)
