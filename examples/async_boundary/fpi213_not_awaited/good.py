import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite:///shop.db")
session_maker = async_sessionmaker(engine, expire_on_commit=False)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with session_maker() as session:
        yield session


@app.post("/orders")
async def create_order(request: Request) -> str:
    order = await request.json()
    return str(order["article"])


@app.put("/orders/{order_id}")
async def pay(order_id: int, session: Annotated[AsyncSession, Depends(get_session)]) -> None:
    await session.commit()


@app.get("/orders/status")
async def wait_for_status() -> str:
    await asyncio.sleep(1)
    return "paid"
