from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///items.db")
new_session = async_sessionmaker(engine, expire_on_commit=False)

app = FastAPI()


async def get_session() -> AsyncIterator[AsyncSession]:
    session = new_session()
    try:
        yield session
        await session.commit()
    except Exception:
        await session.rollback()
        raise
    await session.close()  # error: FPI102


@app.delete("/items/{item_id}")
async def delete_item(
    item_id: int, session: Annotated[AsyncSession, Depends(get_session, scope="function")]
) -> None:
    connection = await session.connection()
    await connection.exec_driver_sql("DELETE FROM items WHERE id = ?", (item_id,))
