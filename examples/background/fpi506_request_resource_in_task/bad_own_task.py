import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite://")


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine) as session:
        yield session


async def count_visit(session: AsyncSession, page: str) -> None:
    await session.execute(text("UPDATE visits SET n = n + 1 WHERE page = :page"), {"page": page})
    await session.commit()


@app.get("/pages/{page}")
async def read_page(page: str, session: Annotated[AsyncSession, Depends(get_session)]) -> str:
    asyncio.create_task(count_visit(session, page))  # error: FPI506
    return page
