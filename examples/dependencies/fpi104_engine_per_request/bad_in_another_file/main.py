from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Items, get_session

app = FastAPI()


@app.get("/items/count")
async def count_items(session: Annotated[AsyncSession, Depends(get_session)]) -> int:
    result = await session.execute(text("SELECT count(*) FROM items"))
    return result.scalar_one()


@app.delete("/items")
async def delete_items(items: Annotated[Items, Depends(Items)]) -> None:
    await items.delete_all()
