from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///users.db")


async def get_connection() -> AsyncIterator[AsyncConnection]:
    async with engine.begin() as connection:
        yield connection
