import asyncio


async def remove_expired() -> None:
    while True:
        await asyncio.sleep(60)
