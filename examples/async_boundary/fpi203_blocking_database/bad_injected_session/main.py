from fastapi import Depends, FastAPI
from sqlalchemy import text

from .deps import AsyncSessionDep, SessionDep, SessionLocal, get_db

app = FastAPI()


@app.get("/alias")
async def alias(db: SessionDep) -> None:
    db.execute(text("SELECT 1"))  # error: FPI203


@app.get("/untyped")
async def untyped(db=Depends(get_db)) -> None:
    db.execute(text("SELECT 1"))  # error: FPI203


@app.get("/factory")
async def factory() -> None:
    with SessionLocal() as db:
        db.execute(text("SELECT 1"))  # error: FPI203


@app.get("/asynchronous")
async def asynchronous(db: AsyncSessionDep) -> None:
    await db.execute(text("SELECT 1"))


@app.get("/threaded")
def threaded(db: SessionDep) -> None:
    db.execute(text("SELECT 1"))
