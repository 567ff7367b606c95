from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
make_session = sessionmaker(create_engine("postgresql://shop@db/shop"))
make_async_session = async_sessionmaker(create_async_engine("postgresql+asyncpg://shop@db/shop"))


def shop_session() -> Session:
    return make_session()


def async_shop_session() -> AsyncSession:
    return make_async_session()


Db = Annotated[Session, Depends(shop_session)]
AsyncDb = Annotated[AsyncSession, Depends(async_shop_session)]


async def count_items(db) -> int:  # what both routes give blocks
    rows = db.execute(text("SELECT count(*) FROM items"))  # error: FPI203
    return rows.scalar_one()


async def count_more(db, table: str) -> int:  # it is given what its only caller is given
    return first_of(db)  # error: FPI203


def first_of(db) -> int:
    return db.execute(text("SELECT 1")).scalar_one()


async def count_twice(db) -> int:
    return await count_more(db, "items") + await count_more(db, "carts")


@app.get("/items/count")
async def items_count(db: Db) -> int:
    return await count_items(db) + await count_twice(db=db)


@app.get("/items/count-again")
async def items_count_again() -> int:
    with make_session() as db:
        return await count_items(db)


# one of the callers gives something else, so it may be written for either


async def refresh(db) -> None:
    result = db.execute(text("REFRESH MATERIALIZED VIEW sums"))
    if hasattr(result, "__await__"):
        await result


@app.post("/refresh")
async def refresh_now(db: Db) -> None:
    await refresh(db)


@app.post("/refresh-async")
async def refresh_async(db: AsyncDb) -> None:
    await refresh(db)


# of one of the callers it is not known


async def touch(db, key: str) -> None:
    db.execute(text("UPDATE items SET seen = now() WHERE key = :key"), {"key": key})


@app.post("/touch/{key}")
async def touch_one(key: str, db: Db) -> None:
    await touch(db, key)


@app.post("/touch-elsewhere/{key}")
async def touch_elsewhere(key: str) -> None:
    await touch(app.state.db, key)


# something else may call it, with whatever it likes


async def warm_up(db) -> None:
    db.execute(text("SELECT pg_prewarm('items')"))


@app.post("/warm-up")
async def warm_up_now(db: Db) -> None:
    await warm_up(db)


HOOKS = {"warm-up": warm_up}


# all give the async counterpart


async def purge(db) -> None:
    await db.execute(text("DELETE FROM carts"))


@app.post("/purge")
async def purge_now(db: AsyncDb) -> None:
    await purge(db)


# what all objects of a class are made with


class ShelvedItems:
    def __init__(self, db, read=first_of, table: str = "items") -> None:
        self.db = db
        self.read = read
        self.table = table

    async def count(self) -> int:
        return self.db.execute(text("SELECT count(*) FROM items")).scalar_one()  # error: FPI203

    async def first(self) -> int:
        return self.read(make_session())  # error: FPI203


@app.get("/items/of-object")
async def items_of_object(db: Db) -> int:
    items = ShelvedItems(db)
    return await items.count() + await items.first()


# some are made with something else


class PushedCarts:
    def __init__(self, db, read=first_of) -> None:
        self.db = db
        self.read = read

    async def purge(self) -> None:
        purged = self.db.execute(text("DELETE FROM carts"))
        if hasattr(purged, "__await__"):
            await purged

    async def first(self) -> int:
        return self.read(make_session())


@app.delete("/carts")
async def purge_carts(db: Db) -> None:
    await PushedCarts(db).purge()


@app.delete("/carts/async")
async def purge_carts_async(db: AsyncDb) -> int:
    carts = PushedCarts(db, read=lambda db: 1)
    await carts.purge()
    return await carts.first()


# a derived class makes them with whatever it likes


class SentOrders:
    def __init__(self, db) -> None:
        self.db = db

    async def purge(self) -> None:
        self.db.execute(text("DELETE FROM orders"))


class CachedSentOrders(SentOrders): ...


@app.delete("/orders")
async def purge_orders(db: Db) -> None:
    await SentOrders(db).purge()
