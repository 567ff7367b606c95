import asyncio


from pathlib import Path


async def remove_expired() -> None:
    while True:
        Path("expired.txt").unlink(missing_ok=True)
        await asyncio.sleep(60)
