from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_engine("sqlite:///shop.db")
async_engine = create_async_engine("sqlite+aiosqlite:///shop.db")


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


async def get_async_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(async_engine) as session:
        yield session


@app.get("/health")
def check_health(session: Annotated[Session, Depends(get_session)]) -> str:
    session.execute(text("SELECT 1"))
    return "ready"


@app.get("/async-health")
async def check(session: Annotated[AsyncSession, Depends(get_async_session)]) -> str:
    await session.execute(text("SELECT 1"))
    return "ready"
