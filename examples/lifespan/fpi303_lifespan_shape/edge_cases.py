import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Security


def connect() -> str:
    return "connection"


# Alarms


@contextlib.contextmanager
def synchronous(app: FastAPI) -> Iterator[None]:  # error: FPI303
    yield


@asynccontextmanager  # type: ignore[arg-type]
def without_async(app: FastAPI) -> Iterator[None]:  # error: FPI303
    yield


@asynccontextmanager  # type: ignore[arg-type]
async def without_yield(app: FastAPI) -> None:  # error: FPI303
    connect()


@asynccontextmanager
async def with_two_yields(app: FastAPI) -> AsyncIterator[None]:
    connect()
    yield
    yield  # error: FPI303


@asynccontextmanager
async def with_a_yield_in_each_block(app: FastAPI) -> AsyncIterator[None]:
    try:
        yield
    finally:
        connect()
    async with with_two_yields(app):
        yield  # error: FPI303


@asynccontextmanager
async def with_two_parameters(app: FastAPI, url: str) -> AsyncIterator[None]:  # error: FPI303
    yield


@asynccontextmanager
async def by_keyword(*, app: FastAPI) -> AsyncIterator[None]:  # error: FPI303
    yield


@asynccontextmanager
async def with_dependency(
    app: FastAPI,
    connection: str = Depends(connect),  # error: FPI303
) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def with_annotated(  # error: FPI303
    app: FastAPI, connection: Annotated[str, Security(connect)]
) -> AsyncIterator[None]:
    yield


apps = [
    FastAPI(lifespan=synchronous),
    FastAPI(lifespan=without_async),
    FastAPI(lifespan=without_yield),
    FastAPI(lifespan=with_two_yields),
    FastAPI(lifespan=with_two_yields),
    FastAPI(lifespan=with_a_yield_in_each_block),
    FastAPI(lifespan=with_two_parameters),
    FastAPI(lifespan=by_keyword),
    FastAPI(lifespan=with_dependency),
    FastAPI(lifespan=with_annotated),
]


@asynccontextmanager
async def right(app: FastAPI) -> AsyncIterator[None]:
    yield


app = FastAPI()
app.include_router(APIRouter(lifespan=right(app)))  # error: FPI303


class Shop(FastAPI):
    pass


shop = Shop(lifespan=lambda app: right(app))
closed = Shop(
    title="Shop",
    lifespan=right(app),  # error: FPI303
)

# Innocent


async def undecorated(app: FastAPI) -> AsyncIterator[None]:
    """FastAPI decorates it itself."""
    yield


def sync_generator(app: FastAPI) -> Iterator[None]:
    """That too: it runs in a thread."""
    yield


def that_returns(app: FastAPI) -> AbstractAsyncContextManager[None]:
    return right(app)


def factory(url: str) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    return lifespan


@asynccontextmanager
async def with_options(app: FastAPI, *, retries: int = 3, **options: Any) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def with_any(*arguments: Any) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def with_one_of_two(app: FastAPI) -> AsyncIterator[None]:
    if app.debug:
        yield
        return
    connect()
    yield


@asynccontextmanager
async def with_one_of_three(app: FastAPI) -> AsyncIterator[None]:
    if app.debug:
        yield
    elif app.title:
        try:
            yield
        except KeyError:
            connect()
    else:
        yield


@asynccontextmanager
async def that_delegates(app: FastAPI) -> AsyncIterator[None]:
    async with right(app) as state:
        yield state


@asynccontextmanager
async def with_url(url: str, app: FastAPI) -> AsyncIterator[None]:
    yield


def decorated(function: Any) -> Any:
    return right


@decorated
async def of_whatever(function: str, more: str) -> None: ...


class Server:
    def __init__(self) -> None:
        self.app = FastAPI(lifespan=self.lifespan)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        yield


class Base:
    def __init__(self) -> None:
        self.app = FastAPI(lifespan=self.lifespan)  # type: ignore[arg-type]

    async def lifespan(self, app: FastAPI) -> None:
        raise NotImplementedError


def create_app(
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None,
) -> FastAPI:
    return FastAPI(lifespan=lifespan)


innocent = [
    FastAPI(lifespan=undecorated),
    FastAPI(lifespan=sync_generator),
    FastAPI(lifespan=that_returns),
    FastAPI(lifespan=factory("redis://")),
    FastAPI(lifespan=with_options),
    FastAPI(lifespan=with_any),
    FastAPI(lifespan=with_one_of_two),
    FastAPI(lifespan=with_one_of_three),
    FastAPI(lifespan=that_delegates),
    FastAPI(lifespan=partial(with_url, "redis://")),
    FastAPI(lifespan=of_whatever),
    FastAPI(lifespan=None),
]
