from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

app = FastAPI()
make_session = async_sessionmaker(create_async_engine("postgresql+asyncpg:///shop"))


async def get_session():
    async with make_session() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


class Search(BaseModel):
    words: str
    limit: int = 20


@app.post("/search")
async def search(body: Search, session: SessionDep) -> list[str]:
    conditions = ["deleted IS NULL"]
    if body.words:
        conditions.append(f"title ILIKE '%{body.words}%'")  # error: FPI601
    where = " AND ".join(conditions)
    statement = text(f"SELECT title FROM books WHERE {where} LIMIT {body.limit}")
    return list(await session.scalars(statement))
