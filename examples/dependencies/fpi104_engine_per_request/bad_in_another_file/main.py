from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Items, Kept, Orders, get_session, kept

app = FastAPI()


@app.get("/items/count")
async def count_items(session: Annotated[AsyncSession, Depends(get_session)]) -> int:
    result = await session.execute(text("SELECT count(*) FROM items"))
    return result.scalar_one()


@app.delete("/items")
async def delete_items(items: Annotated[Items, Depends(Items)]) -> None:
    await items.delete_all()


@app.get("/orders")
async def orders(
    declared: Annotated[Orders, Depends()], once: Annotated[Kept, Depends(lambda: kept)]
) -> bool:
    return declared.engine is once.engine
