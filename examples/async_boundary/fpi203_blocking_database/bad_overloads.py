from typing import overload

from fastapi import FastAPI
from sqlalchemy import create_engine, text

app = FastAPI()
engine = create_engine("postgresql://localhost/shop")


@overload
def setting(name: str) -> str | None: ...
@overload
def setting(name: str, default: str) -> str: ...
def setting(name: str, default: str | None = None) -> str | None:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT value FROM settings WHERE name = :n"), {"n": name})
        return found.scalar() or default


@app.get("/theme")
async def theme() -> str:
    return setting("theme", "light")  # error: FPI203
