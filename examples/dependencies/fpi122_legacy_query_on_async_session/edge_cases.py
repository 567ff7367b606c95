from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_scoped_session,
    async_sessionmaker,
)
from sqlalchemy.orm import Session, sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession as ModelSession

User: Any = None


def make_session(engine: AsyncEngine) -> sessionmaker[Any]:
    return sessionmaker(engine, class_=AsyncSession)  # type: ignore[arg-type]


class Legacy(AsyncSession):
    def query(self, *entities: Any) -> Any: ...


class Derived(AsyncSession):
    pass


class Repository:
    def __init__(self, session: AsyncSession, scoped: async_scoped_session[AsyncSession]) -> None:
        self.session = session
        self.scoped = scoped

    async def alarms(self) -> None:
        self.session.query(User).all()  # error: FPI122
        self.scoped.query(User).all()  # error: FPI122


async def alarms(engine: AsyncEngine, model: ModelSession, derived: Derived) -> None:
    derived.query(User)  # error: FPI122
    async with async_sessionmaker(engine)() as session:
        (await session.query(User)).first()  # error: FPI122
    async with AsyncSession(engine) as db:
        db.query(User).filter(User.id == 1).first()  # error: FPI122
        query = db.query
        query(User)  # todo: FPI122
    model.query(User)  # error: FPI122


def in_a_plain_function(session: AsyncSession) -> Any:
    return session.query(User).all()  # error: FPI122


def hybrid(session: AsyncSession, db: AsyncSession | Session) -> None:
    if isinstance(session, Session):
        session.query(User)
    db.query(User)


async def get_session() -> AsyncIterator[AsyncSession]:
    yield AsyncSession()


def never_gets_there() -> None:
    session = next(get_session())  # TypeError: no iterator
    session.query(User)


async def innocent(legacy: Legacy, engine: Engine, db: Any, anything) -> None:
    legacy.query(User)
    db.query(User)
    anything.query(User)
    with Session(engine) as session:
        session.query(User)
    async with AsyncSession() as asynchronous:
        await asynchronous.run_sync(lambda session: session.query(User).all())
        asynchronous.sync_session.query(User)
