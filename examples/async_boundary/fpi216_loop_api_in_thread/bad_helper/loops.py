import asyncio
from collections.abc import Coroutine
from typing import Any


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    loop = asyncio.get_event_loop()  # error: FPI216
    return loop.run_until_complete(coroutine)


def run_anew(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


def start(coroutine: Coroutine[Any, Any, Any]) -> None:
    """Only called on the event loop."""
    asyncio.ensure_future(coroutine)


def start_if_possible(coroutine: Coroutine[Any, Any, Any]) -> None:
    """All that calls it minds the error."""
    asyncio.ensure_future(coroutine)


class Prices:
    def __init__(self) -> None:
        self.loop = asyncio.get_event_loop()  # error: FPI216

    def price(self) -> int:
        return 1
