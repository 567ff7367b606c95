"""Async functions that a decorator puts in the place of others sleep wherever those are called."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import Depends, FastAPI

app = FastAPI()
Work = Callable[..., Awaitable[Any]]


def slowly(work: Work) -> Work:
    @wraps(work)
    async def wrapper(*args: Any) -> Any:
        time.sleep(1)  # error: FPI201
        return await work(*args)

    return wrapper


def again(times: int, pause: float = 2) -> Callable[[Work], Work]:
    def decorate(work: Work) -> Work:
        async def wrapper(*args: Any) -> Any:
            for _ in range(times):
                try:
                    return await work(*args)
                except OSError:
                    time.sleep(pause)  # error: FPI201
            return await work(*args)

        return wrapper

    return decorate


class Clock:
    def every(self, seconds: float) -> Callable[[Work], Work]:
        def decorate(work: Work) -> Work:
            async def wrapper(*args: Any) -> Any:
                time.sleep(seconds)  # error: FPI201
                return await work(*args)

            return wrapper

        return decorate


clock = Clock()


@app.get("/")
@slowly
async def read(name: str) -> str:
    return await fetch(name)


@again(3)
async def fetch(name: str) -> str:
    return name


@clock.every(1)
async def tick() -> int:
    return 1


@app.get("/ticks")
async def read_ticks(ticks: int = Depends(tick)) -> int:
    return ticks


def checked(*roles: str, **kwargs: Any) -> Callable[[Work], Work]:
    def decorate(work: Work) -> Work:
        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            for _ in roles:
                time.sleep(1)  # error: FPI201
            return await work(*args, **kwargs)

        return wrapper

    return decorate


@app.get("/for-the-owner")
@checked("owner", "admin")
async def for_the_owner() -> None: ...


# -- innocent


def checked_for_some(*roles: str, **options: Any) -> Callable[[Work], Work]:
    """Nothing is to be checked where it stands."""

    def decorate(work: Work) -> Work:
        async def wrapper(*args: Any) -> Any:
            for _ in (*roles, *options):
                time.sleep(1)
            return await work(*args)

        return wrapper

    return decorate


@app.get("/for-all")
@checked_for_some()
async def for_all() -> None: ...


def above(work: Work) -> Work:
    """Stands above a route: FastAPI calls the function below."""

    async def wrapper(*args: Any) -> Any:
        time.sleep(1)
        return await work(*args)

    return wrapper


@above
@app.get("/below")
async def below() -> None: ...


def perhaps(pause: float = 0) -> Callable[[Work], Work]:
    """Does not sleep unless it is told to."""

    def decorate(work: Work) -> Work:
        async def wrapper(*args: Any) -> Any:
            if pause:
                time.sleep(pause)
            return await work(*args)

        return wrapper

    return decorate


@app.get("/at-once")
@perhaps()
async def at_once() -> None: ...


def unused(work: Work) -> Work:
    async def wrapper(*args: Any) -> Any:
        time.sleep(1)
        return await work(*args)

    return wrapper


@unused
async def nobody_calls_it() -> None: ...


def of_plain_ones(work: Callable[..., Any]) -> Callable[..., Any]:
    async def in_a_coroutine(*args: Any) -> Any:
        time.sleep(1)
        return work(*args)

    def as_it_is(*args: Any) -> Any:
        time.sleep(1)
        return work(*args)

    return in_a_coroutine if asyncio.iscoroutinefunction(work) else as_it_is


@app.get("/plain")
@of_plain_ones
def plain() -> None: ...


def handed_back(work: Work) -> Work:
    async def never_used() -> None:
        time.sleep(1)

    return work


@app.get("/handed-back")
@handed_back
async def read_handed_back() -> None: ...


def at_start(work: Work) -> Work:
    async def wrapper(*args: Any) -> Any:
        time.sleep(1)
        return await work(*args)

    return wrapper


@at_start
async def main() -> None: ...


if __name__ == "__main__":
    asyncio.run(main())
