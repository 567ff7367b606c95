"""What an AsyncSession of SQLAlchemy cannot do (FPI120, FPI122, FPI213)."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import StaticPool, select
from sqlalchemy.exc import InvalidRequestError, MissingGreenlet, StatementError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession as ModelSession


@pytest.mark.parametrize("cls", [AsyncSession, ModelSession])
def test_there_is_no_query(cls: type[AsyncSession]) -> None:
    app = FastAPI()

    @app.get("/users")
    async def users(session: object = Depends(cls, use_cache=False)) -> None:
        session.query("users")  # type: ignore[attr-defined]

    app.dependency_overrides[cls] = lambda: cls()
    with pytest.raises(AttributeError, match="no attribute 'query'"):
        TestClient(app).get("/users")
    assert TestClient(app, raise_server_exceptions=False).get("/users").status_code == 500


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]


class Hero(SQLModel, table=True):
    __tablename__ = "expiring"

    id: int | None = Field(default=None, primary_key=True)
    email: str


EXPIRING = SQLModel.metadata.tables["expiring"]


class Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str


Use = Callable[[AsyncSession, Any], Awaitable[Any]]


def after_commit(make: Callable[[], Any], use: Use, **options: Any) -> Any:
    """What `use` gives when it gets an object that was just committed; of an error, its text."""

    async def run() -> Any:
        engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            await connection.run_sync(EXPIRING.create)
        try:
            async with async_sessionmaker(engine, **options)() as session:
                made = make()
                session.add(made)
                await session.commit()
                return await use(session, made)
        except (MissingGreenlet, StatementError, ValidationError) as error:
            return str(error)
        finally:
            await engine.dispose()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the coroutine that nobody could await
        try:
            return asyncio.run(run())
        finally:
            gc.collect()


MAKERS = [lambda: User(email="a"), lambda: Hero(email="a")]


async def read_id(session: AsyncSession, made: Any) -> Any:
    return made.id


async def refresh(session: AsyncSession, made: Any) -> Any:
    await session.refresh(made)
    return made.id


async def select_again(session: AsyncSession, made: Any) -> Any:
    await session.execute(select(type(made)))
    return made.id


async def validate(session: AsyncSession, made: Any) -> Any:
    return Read.model_validate(made)


async def set_it(session: AsyncSession, made: Any) -> Any:
    made.email = "b"
    return made.email


@pytest.mark.parametrize("make", MAKERS)
def test_an_attribute_read_after_commit_raises(make: Callable[[], Any]) -> None:
    assert "greenlet_spawn has not been called" in after_commit(make, read_id)
    assert "Error extracting attribute" in after_commit(make, validate)


@pytest.mark.parametrize("make", MAKERS)
def test_what_helps_against_it(make: Callable[[], Any]) -> None:
    assert after_commit(make, read_id, expire_on_commit=False) == 1
    assert after_commit(make, refresh) == 1
    assert after_commit(make, select_again) == 1
    assert after_commit(make, set_it) == "b"


@pytest.mark.parametrize("make", MAKERS)
def test_the_end_of_begin_commits(make: Callable[[], Any]) -> None:
    async def begun(session: AsyncSession, made: Any) -> Any:
        async with session.begin():
            another = make()
            session.add(another)
            await session.flush()
            await session.refresh(another)
            assert another.id == 2
        return another.id

    async def savepoint(session: AsyncSession, made: Any) -> Any:
        async with session.begin_nested():
            another = make()
            session.add(another)
        return another.id

    assert "greenlet_spawn has not been called" in after_commit(make, begun)
    assert after_commit(make, begun, expire_on_commit=False) == 2
    assert after_commit(make, savepoint) == 2


async def scalar(session: AsyncSession, made: Any) -> Any:
    return await session.scalar(select(type(made)))


async def scalar_one(session: AsyncSession, made: Any) -> Any:
    return (await session.execute(select(type(made)))).scalar_one()


async def first(session: AsyncSession, made: Any) -> Any:
    return (await session.execute(select(type(made)))).scalars().first()


async def all_of_them(session: AsyncSession, made: Any) -> Any:
    return (await session.scalars(select(type(made)))).unique().all()[0]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("load", [scalar, scalar_one, first, all_of_them])
def test_what_a_query_loaded_expires_too(make: Callable[[], Any], load: Use) -> None:
    async def read(session: AsyncSession, made: Any) -> Any:
        loaded = await load(session, made)
        assert loaded.id == 1
        await session.commit()
        return loaded.id

    assert "greenlet_spawn has not been called" in after_commit(make, read)
    assert after_commit(make, read, expire_on_commit=False) == 1


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("model", [Read, None])
def test_a_route_cannot_return_an_expired_object(make: Callable[[], Any], model: Any) -> None:
    async def answer(session: AsyncSession, made: Any) -> Any:
        app = FastAPI()

        @app.get("/", response_model=model)
        async def read() -> Any:
            return made

        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/")

    response = after_commit(make, answer)
    assert response.status_code == 500 if model else response.json() == {}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_session_is_of_no_use_once_its_transaction_is_over(at_once: bool) -> None:
    """Within `async with session.begin()` nothing can be asked for behind a commit."""

    async def commit_and_go_on() -> None:
        engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
        maker = async_sessionmaker(engine)
        if at_once:
            async with maker.begin() as session:
                await session.commit()
                await session.execute(select(1))
        async with maker() as session, session.begin():
            await session.commit()
            await session.execute(select(1))

    with pytest.raises(InvalidRequestError, match="closed transaction inside context manager"):
        asyncio.run(commit_and_go_on())
