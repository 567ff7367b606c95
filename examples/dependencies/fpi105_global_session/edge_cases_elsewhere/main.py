from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from .database import engine
from .repositories import Imports, Items, Orders

app = FastAPI()


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine) as session:
        yield session


def get_orders() -> Orders:
    return Orders()


def get_imports(session: Annotated[AsyncSession, Depends(get_session)]) -> Imports:
    return Imports(session)


@app.get("/count")
async def count(
    orders: Annotated[Orders, Depends(get_orders)],
    items: Annotated[Items, Depends()],
    imports: Annotated[Imports, Depends(get_imports)],
) -> list[int]:
    return [await orders.count(), await items.count(), await imports.count()]
