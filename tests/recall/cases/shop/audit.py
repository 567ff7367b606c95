import asyncio


def record(path: str) -> None:
    with open("audit.log", "a") as file:
        file.write(path)


async def record_twin(path: str) -> None:
    await asyncio.to_thread(record, path)
