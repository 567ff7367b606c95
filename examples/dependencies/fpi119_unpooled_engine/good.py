from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine(
    "postgresql+asyncpg://localhost/items", pool_pre_ping=True, pool_recycle=3600
)

app = FastAPI()


@app.get("/items/count")
async def count_items() -> int:
    async with engine.connect() as connection:
        return (await connection.execute(text("SELECT count(*) FROM items"))).scalar_one()
