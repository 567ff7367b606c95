import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI

from .database import get_db

app = FastAPI()


@app.get("/health")
def check_health(db: Annotated[sqlite3.Connection, Depends(get_db)]) -> str:
    db.execute("SELECT 1")
    return "ready"
