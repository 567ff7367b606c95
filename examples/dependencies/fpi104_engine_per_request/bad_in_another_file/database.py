import os
from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine


def make_engine() -> AsyncEngine:
    return create_async_engine(os.environ["DATABASE_URL"])  # error: FPI104


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(make_engine()) as session:
        yield session


class Orders:
    def __init__(self) -> None:
        self.engine = create_async_engine(os.environ["DATABASE_URL"])  # error: FPI104


class Kept:
    """Made once, by `kept`."""

    def __init__(self) -> None:
        self.engine = create_async_engine(os.environ["DATABASE_URL"])


kept = Kept()


class Items:
    def __init__(self) -> None:
        self.engine = create_async_engine(os.environ["DATABASE_URL"])  # error: FPI104

    async def delete_all(self) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text("DELETE FROM items"))
