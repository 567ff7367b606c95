"""SQLAlchemy and SQLModel sessions, known by type, factory or dependency."""

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from typing import Annotated

import peewee
from fastapi import Depends, FastAPI, HTTPException
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker
from sqlmodel import Field, SQLModel
from sqlmodel import Session as ModelSession
from sqlmodel import select as model_select

app = FastAPI()
engine = create_engine("postgresql+psycopg://localhost/shop")
factory = sessionmaker(engine)
async_factory = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/shop"))


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


def get_session() -> Generator[Session, None, None]:
    session = factory()
    try:
        yield session
    finally:
        session.close()


def get_model_session() -> Iterator[ModelSession]:
    with ModelSession(engine) as session:
        yield session


def get_without_types():
    with factory() as session:
        yield session


async def get_async_session() -> AsyncIterator[AsyncSession]:
    async with async_factory() as session:
        yield session


Db = Annotated[Session, Depends(get_session)]
ModelDb = Annotated[ModelSession, Depends(get_model_session)]
AsyncDb = Annotated[AsyncSession, Depends(get_async_session)]


@app.get("/get")
async def get(db: Db, hero_id: int) -> Hero:
    hero = db.get(Hero, hero_id)  # blocks: database
    if hero is None:
        raise HTTPException(404)
    return hero


@app.get("/get-twin")
async def get_twin(db: AsyncDb, hero_id: int) -> Hero:
    hero = await db.get(Hero, hero_id)
    if hero is None:
        raise HTTPException(404)
    return hero


@app.post("/commit")
async def commit(db: ModelDb, hero: Hero) -> Hero:
    db.add(hero)
    db.commit()  # blocks: database
    return hero


@app.post("/commit-twin")
def commit_twin(db: ModelDb, hero: Hero) -> Hero:
    db.add(hero)
    db.commit()
    return hero


@app.get("/exec")
async def execute_model(db: ModelDb) -> list[Hero]:
    return list(db.exec(model_select(Hero).limit(10)).all())  # blocks: database


@app.get("/query")
async def query(db: Session = Depends(get_session)) -> int:
    return db.query(Hero).filter(Hero.name == "a").order_by(Hero.id).count()  # blocks: database


@app.get("/query-twin")
def query_twin(db: Session = Depends(get_session)) -> int:
    return db.query(Hero).filter(Hero.name == "a").order_by(Hero.id).count()


@app.get("/untyped")
async def untyped(db=Depends(get_without_types)) -> int:
    return db.scalar(select(func.count()).select_from(Hero))  # blocks: database


@app.get("/factory")
async def from_factory() -> list[Hero]:
    with factory() as db:
        return list(db.scalars(select(Hero)))  # blocks: database


@app.get("/factory-twin")
async def from_factory_twin() -> list[Hero]:
    async with async_factory() as db:
        return list(await db.scalars(select(Hero)))


@app.get("/constructed")
async def constructed() -> None:
    db = Session(bind=engine)
    db.execute(text("DELETE FROM hero"))  # blocks: database


@app.get("/connection")
async def connection() -> None:
    with engine.begin() as conn:  # blocks: database
        print(conn.info)


@app.get("/connection-twin")
def connection_twin() -> None:
    with engine.begin() as conn:
        conn.execute(text("SELECT 1"))


def count(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(Hero)).scalar_one()


def get_connection() -> Iterator[Connection]:
    with engine.connect() as conn:
        yield conn


@app.get("/injected-connection")
async def injected(conn: Annotated[Connection, Depends(get_connection)]) -> int:
    return count(conn)  # blocks: database


@contextmanager
def transaction() -> Iterator[Session]:
    db = factory()
    yield db
    db.commit()


@app.get("/transaction")
async def transactional() -> None:
    with transaction() as db:  # blocks: database
        db.add(Hero(name="a"))


def by_name(db: Session, name: str) -> Hero | None:
    return db.scalars(select(Hero).where(Hero.name == name)).first()


def rename(db: Session, old: str, new: str) -> None:
    hero = by_name(db, old)
    if hero:
        hero.name = new


@app.put("/rename")
async def put(db: Db) -> None:
    rename(db, "a", "b")  # blocks: database


@app.put("/rename-twin")
async def put_twin(db: Db) -> None:
    await run_in_threadpool(rename, db, "a", "b")


class Villain(peewee.Model):
    name = peewee.CharField()


@app.get("/villains/{villain_id}")
async def villain(villain_id: int) -> str:
    return str(Villain.get_by_id(villain_id).name)  # blocks: database


@app.get("/villains")
async def villains() -> int:
    return int(Villain.select().where(Villain.name != "").count())  # blocks: database


@app.get("/villains-twin")
def villains_twin() -> int:
    return int(Villain.select().count()) + len(Villain._meta.fields)


class Heroes:
    def __init__(self, db: Db) -> None:
        self.db = db

    def names(self) -> list[str]:
        return [hero.name for hero in self.db.scalars(select(Hero))]

    async def names_async(self) -> list[str]:
        return self.names()  # blocks: database


class AsyncHeroes:
    def __init__(self, db: AsyncDb) -> None:
        self.db = db

    async def names(self) -> list[str]:
        return [hero.name for hero in await self.db.scalars(select(Hero))]


@app.get("/heroes")
async def heroes(
    repository: Annotated[Heroes, Depends()], twin: Annotated[AsyncHeroes, Depends()]
) -> list[str]:
    names = repository.names()  # blocks: database
    return names + await twin.names()


async def audited(db: Db) -> AsyncIterator[None]:
    yield
    db.commit()  # blocks: database


def audited_twin(db: Db) -> Iterator[None]:
    yield
    db.commit()


@app.get("/audited", dependencies=[Depends(audited), Depends(audited_twin)])
async def audited_route() -> None: ...
