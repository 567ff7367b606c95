from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

app = FastAPI()


@app.get("/ready")
async def read_ready() -> int:
    engine = create_async_engine("sqlite:///items.db")  # error: FPI121
    async with engine.connect() as connection:
        return (await connection.execute(text("SELECT 1"))).scalar_one()
