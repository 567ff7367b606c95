from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///items.db")
new_session = async_sessionmaker(engine, expire_on_commit=False)

app = FastAPI()


async def get_session() -> AsyncSession:
    async with new_session() as session:  # error: FPI101
        return session


@app.delete("/items/{item_id}")
async def delete_item(item_id: int, session: Annotated[AsyncSession, Depends(get_session)]) -> None:
    connection = await session.connection()
    await connection.exec_driver_sql("DELETE FROM items WHERE id = ?", (item_id,))
    await session.commit()
