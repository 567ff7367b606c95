from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from .db import Orders, get_db, get_user, get_user_or_fail, remove_user

app = FastAPI()
SessionDep = Annotated[Session, Depends(get_db)]


@app.get("/one")
async def one(db: SessionDep) -> object:
    return get_user(db, 1)  # error: FPI203


@app.get("/two")
async def two(db: SessionDep) -> object:
    return get_user_or_fail(db, 1)  # error: FPI203


@app.get("/three")
async def three(db: SessionDep) -> None:
    remove_user(db, 1)  # error: FPI203


@app.get("/class")
async def through_class(db: SessionDep) -> object:
    orders = Orders(db)
    return orders.count()  # error: FPI203


@app.get("/threaded")
def threaded(db: SessionDep) -> object:
    return get_user_or_fail(db, 1)
