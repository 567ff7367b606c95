"""Queries that run when somebody iterates over them."""

from typing import Annotated, Any

import peewee
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Query, Session, sessionmaker

app = FastAPI()
engine = create_engine("postgresql+psycopg://localhost/shop")
SessionLocal = sessionmaker(bind=engine)
shared = SessionLocal()


class Item: ...


class User(peewee.Model):
    name = peewee.CharField()


def get_db() -> Any:
    with SessionLocal() as db:
        yield db


Db = Annotated[Session, Depends(get_db)]


def named(name: str) -> peewee.ModelSelect:
    return User.select().where(User.name == name)


@app.get("/loop")
async def loop(db: Db) -> Any:
    found = []
    for item in db.query(Item).filter_by(sold=False):  # error: FPI203
        found.append(item)
    return found


@app.get("/comprehension")
async def comprehension(db: Db) -> Any:
    query = db.query(Item)
    return [item for item in query]  # error: FPI203


@app.get("/list")
async def in_a_list() -> Any:
    return list(User.select().dicts())  # error: FPI203


@app.get("/sorted")
async def in_order(name: str) -> Any:
    return sorted(named(name), key=str)  # error: FPI203


@app.get("/count")
async def count(name: str) -> int:
    return len(named(name))  # error: FPI203


def names_in(items: Query[Item]) -> set[str]:
    return {str(item) for item in items}


@app.get("/handed")
async def handed(db: Db) -> set[str]:
    return names_in(db.query(Item))  # error: FPI203


@app.get("/handed-some")
async def handed_some(db: Db, sold: bool) -> set[str]:
    items = db.query(Item)
    if sold:
        items = items.limit(3)
    return names_in(items)  # error: FPI203


# Innocent


@app.get("/handed-rows")
async def handed_rows(db: AsyncSession) -> set[str]:
    found = await db.execute(select(Item))
    items = found.scalars().all()
    return names_in(items)


@app.get("/handed-rows-again")
async def handed_rows_again(db: AsyncSession) -> set[str]:
    items = await db.execute(select(Item))
    items = items.unique().scalars().all()
    return names_in(items)


@app.get("/threaded")
def in_a_thread(db: Db) -> Any:
    return [item for item in db.query(Item)]


@app.get("/made")
async def only_made(db: Db) -> str:
    query: Query[Item] = db.query(Item).limit(3)
    return str(query)


@app.get("/names")
async def names(db: Db) -> Any:
    columns = [str(column) for column in db.query(Item).column_descriptions]
    return columns + sorted(each for each in ("b", "a"))


@app.get("/shared")
async def from_one_for_all() -> Any:
    return [item for item in shared.query(Item)]


def list_(query: Any) -> Any:
    return query


@app.get("/hidden")
async def hidden(db: Db) -> Any:
    list = list_  # noqa: A001
    return str(list(db.query(Item)))
