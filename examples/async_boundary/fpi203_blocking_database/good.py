from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import sessionmaker

app = FastAPI()
AsyncSessionLocal = async_sessionmaker(create_async_engine("sqlite+aiosqlite:///shop.db"))
SessionLocal = sessionmaker(create_engine("sqlite:///shop.db"))


async def get_db() -> AsyncIterator[AsyncSession]:
    async with AsyncSessionLocal() as session:
        yield session


@app.get("/users")
async def count_users(db: Annotated[AsyncSession, Depends(get_db)]) -> int:
    return await db.scalar(text("SELECT count(*) FROM users")) or 0


@app.get("/orders")
def count_orders() -> int:
    with SessionLocal() as db:  # a `def` route runs in a thread
        return db.scalar(text("SELECT count(*) FROM orders")) or 0
