from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from .database import get_connection

STORE = "INSERT INTO users (email) VALUES (:email)"
Connection = Annotated[AsyncConnection, Depends(get_connection)]

app = FastAPI()


@app.post("/users", status_code=201)
async def create_user(email: str, connection: Connection, dry: bool = False) -> None:
    savepoint = await connection.begin_nested()
    await connection.execute(text(STORE), {"email": email})
    if dry:
        await savepoint.rollback()
    else:
        await savepoint.commit()
