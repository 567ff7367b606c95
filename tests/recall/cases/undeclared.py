"""Helpers whose parameters declare nothing: what they do depends on what they are given."""

from fastapi import Depends, FastAPI
from langchain_openai import ChatOpenAI
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

app = FastAPI()


def get_db() -> Session: ...


async def get_async_db() -> AsyncSession: ...


def get_redis() -> Redis: ...


def find(db, key):
    return db.get(int, key)


def find_all(db, keys):
    return [find(db, key) for key in keys]


def count(db, least=None):
    rows = db.query(int)
    if least:
        rows = rows.filter(least)
    return rows.count()


def remember(cache, key, value):
    cache.set(key, value)


def lock(db, key):
    with db.begin():
        return find(db, key)


class Items:
    def __init__(self, db, cache=None):
        self.db = db
        self.cache = cache

    def first(self):
        return self.db.query(int).first()

    def read(self, key):
        return find(self.db, key)

    def remember(self, key):
        self.cache.set(key, 1)


class Shop:
    def __init__(self, db):
        self.items = Items(db)

    def first(self):
        return self.items.first()


@app.get("/find/{key}")
async def route_find(key: int, db: Session = Depends(get_db)):
    return find(db, key)  # blocks: database


@app.get("/twin/find/{key}")
async def twin_find(key: int, db: AsyncSession = Depends(get_async_db)):
    return await find(db, key)


@app.get("/all")
async def route_find_all(db: Session = Depends(get_db)):
    return find_all(db, [1, 2])  # blocks: database


@app.get("/twin/all")
async def twin_find_all(db: AsyncSession = Depends(get_async_db)):
    return [await each for each in find_all(db, [1, 2])]


@app.get("/count")
async def route_count(db=Depends(get_db)):
    return count(db, least=1)  # blocks: database


@app.get("/twin/count")
def twin_count(db=Depends(get_db)):
    return count(db, least=1)


@app.get("/remember")
async def route_remember(cache: Redis = Depends(get_redis)):
    remember(cache, "a", 1)  # blocks: store


@app.get("/twin/remember")
async def twin_remember():
    remember(AsyncRedis(), "a", 1)
    remember({}, "a", 1)


@app.get("/lock/{key}")
async def route_lock(key: int, db: Session = Depends(get_db)):
    return lock(db, key)  # blocks: database


@app.get("/items")
async def route_items(db: Session = Depends(get_db)):
    return Items(db).first()  # blocks: database


@app.get("/items/{key}")
async def route_item(key: int, db: Session = Depends(get_db)):
    items = Items(db=db)
    return items.read(key)  # blocks: database


@app.get("/twin/items")
async def twin_items(db: AsyncSession = Depends(get_async_db)):
    return await Items(db).read(1)


@app.get("/kept")
async def route_kept(db: AsyncSession = Depends(get_async_db), cache: Redis = Depends(get_redis)):
    Items(db, cache).remember("a")  # blocks: store


@app.get("/twin/kept")
async def twin_kept(db: AsyncSession = Depends(get_async_db)):
    await Items(db, AsyncRedis()).cache.set("a", 1)


def get_shop(db: Session = Depends(get_db)):
    return Shop(db)


@app.get("/shop")
async def route_shop(shop: Shop = Depends(get_shop)):
    return shop.first()  # blocks: database


@app.get("/twin/shop")
def twin_shop(shop: Shop = Depends(get_shop)):
    return shop.first()


def ask(model, text):
    return model.invoke(text)


async def ask_later(model, text):
    return await model.ainvoke(text)


llm = ChatOpenAI()


@app.get("/answer")
async def answer(text: str) -> str:
    return ask(llm, text)  # blocks: sdk


@app.get("/answer-twin")
async def answer_twin(text: str) -> str:
    return await ask_later(llm, text)
