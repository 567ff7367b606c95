import os
from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine


def make_engine() -> AsyncEngine:
    return create_async_engine(os.environ["DATABASE_URL"])  # error: FPI104


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(make_engine()) as session:
        yield session
