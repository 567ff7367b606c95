import asyncio

import anyio


async def remove_expired() -> None:
    while True:
        await anyio.Path("expired.txt").unlink(missing_ok=True)
        await asyncio.sleep(60)
