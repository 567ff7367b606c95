from databases import DatabaseURL
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

address = DatabaseURL("mongodb://localhost:27017/shop")
client = AsyncIOMotorClient(str(address))
app = FastAPI()


@app.get("/names")
async def names() -> list[str]:
    return await client[address.database].list_collection_names()  # type: ignore[no-any-return]
