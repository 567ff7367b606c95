from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///users.db")

app = FastAPI()


async def get_connection() -> AsyncIterator[AsyncConnection]:
    async with engine.begin() as connection:  # error: FPI114
        yield connection


@app.post("/users", status_code=201)
async def create_user(
    email: str, connection: Annotated[AsyncConnection, Depends(get_connection)]
) -> None:
    await connection.execute(text("INSERT INTO users (email) VALUES (:email)"), {"email": email})
