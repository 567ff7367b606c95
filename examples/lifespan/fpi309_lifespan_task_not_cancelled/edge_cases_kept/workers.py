import asyncio
from typing import Any


class Workers:
    """Ends the tasks that it was given, and some that it finds."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[None]] = set()

    def keep(self, task: asyncio.Task[None]) -> None:
        self.tasks.add(task)

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def stop_all(self, app: Any) -> None:
        app.state.sweeping.cancel()
        await self.stop()


class Feed:
    def __init__(self) -> None:
        self.readers: list[Any] = []
        self.lines: list[str] = []

    async def run(self) -> None:
        while True:
            for reader in self.readers:
                self.lines.append(await reader.readline())

    async def end(self) -> None:
        for reader in self.readers:
            reader.cancel()
