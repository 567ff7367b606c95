import asyncio
from contextlib import suppress


async def ask(item: str) -> int:
    await asyncio.sleep(0.1)
    return len(item)


def price(item: str) -> int:
    return asyncio.run(ask(item))  # error: FPI212


def cheapest(items: list[str]) -> int:
    return min(map(len, items)) or total(items)


def total(items: list[str]) -> int:
    async def ask_all() -> list[int]:
        return [await ask(item) for item in items]

    loop = asyncio.new_event_loop()
    return sum(loop.run_until_complete(ask_all()))  # error: FPI212


def price_in_thread(item: str) -> int:
    """Only `def` routes and threads call it."""
    return asyncio.run(ask(item))


def price_if_possible(item: str) -> int:
    """All that calls it minds the error."""
    return asyncio.run(ask(item))


def price_for_scripts(item: str) -> int:
    """No route calls it."""
    return asyncio.run(ask(item))


async def report(item: str) -> None:
    with suppress(RuntimeError):
        print(price_if_possible(item))
