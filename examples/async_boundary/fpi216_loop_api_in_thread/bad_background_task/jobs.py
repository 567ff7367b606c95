import asyncio


def log_time(name: str) -> None:
    loop = asyncio.get_event_loop()  # error: FPI216
    print(name, loop.time())


async def log_time_on_loop(name: str) -> None:
    print(name, asyncio.get_running_loop().time())


def schedule(name: str) -> None:
    """Only called on the event loop."""
    asyncio.get_running_loop().call_later(1, print, name)
