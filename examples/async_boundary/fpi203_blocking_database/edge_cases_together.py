"""Sessions and connections that several have at once: none but the event loop keeps them apart."""

import asyncio
from typing import Annotated, Any

import duckdb
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
engine = create_engine("postgresql+psycopg://localhost/shop")
SessionLocal = sessionmaker(bind=engine)
connection: duckdb.DuckDBPyConnection | None = None


class Item: ...


def get_db() -> Any:
    with SessionLocal() as db:
        yield db


Db = Annotated[Session, Depends(get_db)]


@app.get("/workers")
async def workers(numbers: str, db: Db) -> Any:
    async def work(number: str) -> Any:
        await asyncio.sleep(0)
        return db.get(Item, number)

    async def work_alone(number: str) -> Any:
        await asyncio.sleep(0)
        with SessionLocal() as own:
            return own.get(Item, number)  # error: FPI203

    await asyncio.gather(*[work_alone(each) for each in numbers])
    return await asyncio.gather(*[work(each) for each in numbers])


@app.get("/one-after-the-other")
async def one_after_the_other(numbers: str, db: Db) -> Any:
    async def work(number: str) -> Any:
        await asyncio.sleep(0)
        return db.get(Item, number)  # error: FPI203

    return [await work(each) for each in numbers]


@app.on_event("startup")
def start() -> None:
    global connection
    connection = duckdb.connect("shop.db")


def get_connection() -> duckdb.DuckDBPyConnection:
    if connection is None:
        raise RuntimeError
    return connection


@app.get("/shared")
async def shared(number: int) -> Any:
    return get_connection().execute("SELECT 1").fetchall()


@app.get("/cursor")
async def cursor(number: int) -> Any:
    own = get_connection().cursor()
    return own.execute("SELECT 1").fetchall()  # error: FPI203


class Shop:
    def __init__(self) -> None:
        self.session = SessionLocal()

    def item(self, number: int) -> Any:
        return self.session.get(Item, number)


shop = Shop()


@app.get("/object")
async def of_object(number: int) -> Any:
    return shop.item(number)


@app.get("/own-object")
async def of_own_object(number: int) -> Any:
    return Shop().item(number)  # error: FPI203
