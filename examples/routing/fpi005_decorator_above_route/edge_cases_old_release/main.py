import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from fastapi import FastAPI

app = FastAPI()
P = ParamSpec("P")
T = TypeVar("T")


def announced(function: Callable[P, T]) -> Callable[P, T]:
    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        print("called", function.__name__)
        return function(*args, **kwargs)

    return wrapper


def timed(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    @functools.wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return await function(*args, **kwargs)

    return wrapper


@announced  # error: FPI005
@app.get("/items")
async def items() -> list[str]:
    return []


@timed  # error: FPI005
@app.get("/users")
async def users() -> list[str]:
    return []


@announced  # error: FPI005
@app.get("/teams")
def teams() -> list[str]:
    return []
