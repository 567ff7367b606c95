from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastmcp import FastMCP
from mcp.server import MCPServer

tools = FastMCP("Tools")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    print("starting")
    yield


# Alarms

app = FastAPI()
app.mount("/mcp", tools.http_app(path="/"))  # error: FPI306

tools_app = tools.http_app(path="/", transport="http")
with_lifespan = FastAPI(lifespan=lifespan)
with_lifespan.mount("/mcp", tools_app)  # error: FPI306

of_the_sdk = FastAPI()
of_the_sdk.mount("/mcp", app=MCPServer("Tools").streamable_http_app())  # error: FPI306


class Clock:
    ticking = False

    def start(self) -> None:
        self.ticking = True

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        self.start()
        yield


clock = Clock()


@asynccontextmanager
async def with_clock(app: FastAPI) -> AsyncIterator[None]:
    async with clock.lifespan(app):
        yield


ticking = FastAPI(lifespan=with_clock)
ticking.mount("/mcp", tools_app)  # error: FPI306

# Innocent


class Tools:
    @asynccontextmanager
    async def started(self, app: FastAPI) -> AsyncIterator[None]:
        async with tools_app.lifespan(app):
            yield


started_tools = Tools()


@asynccontextmanager
async def with_tools(app: FastAPI) -> AsyncIterator[None]:
    async with started_tools.started(app):
        yield


through_helper = FastAPI(lifespan=with_tools)
through_helper.mount("/mcp", tools_app)

right = FastAPI(lifespan=tools_app.lifespan)
right.mount("/mcp", tools_app)

events = FastAPI()
events.mount("/sse", tools.http_app(transport="sse"))


@asynccontextmanager
async def both(app: FastAPI) -> AsyncIterator[None]:
    async with lifespan(app), tools_app.lifespan(app):
        yield


with_both = FastAPI(lifespan=both)
with_both.mount("/mcp", tools_app)


@asynccontextmanager
async def stacked(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(tools_app.router.lifespan(app))
        yield


with_stack = FastAPI(lifespan=stacked)
with_stack.mount("/mcp", tools_app)


def create_app(options: dict[str, Any]) -> FastAPI:
    app = FastAPI(**options)
    app.mount("/mcp", tools_app)
    return app


def combined(*lifespans: Any) -> Any:
    return lifespans[0]


composed = FastAPI(lifespan=combined(tools_app.lifespan, lifespan))
composed.mount("/mcp", tools_app)


async def all_of(applications: list[Any], app: FastAPI) -> AsyncIterator[None]:
    if not applications:
        yield
        return
    first, *others = applications
    async with first.lifespan(app):
        async for _ in all_of(others, app):
            yield


def create_many(others: dict[str, Any]) -> FastAPI:
    whole = tools.http_app(path="/mcp")
    missed = tools.http_app(path="/mcp")

    @asynccontextmanager
    async def one_in_the_other(app: FastAPI) -> AsyncIterator[None]:
        every = list(others.values()) + [whole]
        async for _ in all_of(every, app):
            yield

    app = FastAPI(lifespan=one_in_the_other)
    app.mount("/whole", whole)
    app.mount("/missed", missed)  # error: FPI306
    return app
