"""What SQLAlchemy refuses, whatever the database holds (`sqlalchemy_refusals`, `unmappable`,
`lost_relations`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any, ClassVar

import pytest
from sqlalchemy import Column, ForeignKey, Integer, Result, String, create_engine, select
from sqlalchemy.exc import ArgumentError, InvalidRequestError, ResourceClosedError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    contains_eager,
    declarative_base,
    defaultload,
    defer,
    immediateload,
    joinedload,
    lazyload,
    load_only,
    mapped_column,
    noload,
    raiseload,
    relationship,
    selectinload,
    subqueryload,
    undefer,
)
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession as ModelSession


class Base(DeclarativeBase):
    """The table of these tests."""


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(User(id=1))
        session.commit()
        yield session
    engine.dispose()


CLOSING: list[Callable[[Result[Any]], object]] = [
    Result.first, Result.one, Result.one_or_none, Result.scalar, Result.scalar_one,
    Result.scalar_one_or_none,
]  # fmt: skip
READING: list[Callable[[Result[Any]], object]] = [
    *CLOSING, Result.all, Result.fetchall, Result.fetchone, Result.fetchmany,
    lambda rows: rows.scalars().all(),
]  # fmt: skip


@pytest.mark.parametrize("first", CLOSING)
@pytest.mark.parametrize("second", READING)
def test_a_result_asked_for_one_row_is_closed(
    session: Session,
    first: Callable[[Result[Any]], object],
    second: Callable[[Result[Any]], object],
) -> None:
    rows = session.execute(select(User))
    assert first(rows) is not None
    with pytest.raises(ResourceClosedError):
        second(rows)


def test_it_is_so_without_a_row_and_for_scalars(session: Session) -> None:
    none = session.execute(select(User).where(User.id == 2))
    assert none.scalar() is None
    with pytest.raises(ResourceClosedError):
        none.scalar()
    users = session.scalars(select(User))
    users.one()
    with pytest.raises(ResourceClosedError):
        users.all()


def test_a_result_of_which_all_is_read_is_only_empty(session: Session) -> None:
    rows = session.execute(select(User))
    assert rows.all()
    assert rows.all() == []
    assert rows.first() is None


@pytest.mark.parametrize(
    "loader",
    [
        contains_eager, defaultload, defer, immediateload, joinedload, lazyload, load_only, noload,
        raiseload, selectinload, subqueryload, undefer,
    ],
)  # fmt: skip
def test_a_loader_takes_no_name(loader: Callable[[Any], object]) -> None:
    with pytest.raises(ArgumentError):
        loader("id")


def test_a_table_needs_a_primary_key() -> None:
    with pytest.raises(ArgumentError, match="primary key"):
        type("Permission", (Base,), {"__tablename__": "permissions", "name": Column(String)})


@pytest.mark.parametrize(
    ("annotation", "make", "is_refused"),
    [
        (str, None, True),
        (str, lambda: mapped_column(String), True),
        (list["User"], lambda: relationship("User"), True),
        (Mapped[str], lambda: mapped_column(String), False),
        (str, lambda: Column(String), False),
        (str, lambda: "a", False),
        (ClassVar[str], lambda: "a", False),
    ],
)
@pytest.mark.parametrize("make_base", [declarative_base, lambda: type("B", (DeclarativeBase,), {})])
def test_what_is_annotated_is_to_be_mapped(
    make_base: Callable[[], Any],
    annotation: Any,
    make: Callable[[], object] | None,
    is_refused: bool,
) -> None:
    body: dict[str, object] = {
        "__tablename__": "unmapped",
        "__annotations__": {"name": annotation},
        "key": mapped_column(Integer, primary_key=True),
    }
    if make is not None:
        body["name"] = make()
    with pytest.raises(ArgumentError) if is_refused else nullcontext():
        type("Unmapped", (make_base(),), body)


def test_it_may_be_allowed() -> None:
    body = {
        "__tablename__": "allowed",
        "__allow_unmapped__": True,
        "__annotations__": {"name": str},
        "key": mapped_column(Integer, primary_key=True),
    }
    assert type("Allowed", (Base,), body)


class Named(DeclarativeBase):
    """The table of the next tests has more than columns."""


class Member(Named):
    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    team: Mapped[Team] = relationship(backref="members")

    @property
    def title(self) -> str:
        return "none"

    @title.setter
    def title(self, title: str) -> None: ...


class Team(Named):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)


def test_an_object_is_made_with_what_its_class_has() -> None:
    with pytest.raises(TypeError, match="'absent' is an invalid keyword argument for Member"):
        Member(absent=1)
    assert Member(id=1, title="a", team=Team(members=[]))
    with pytest.raises(TypeError):
        declarative_base_of_1_4()(absent=1)


def declarative_base_of_1_4() -> Any:
    body = {"__tablename__": "old", "id": Column(Integer, primary_key=True)}
    return type("Old", (declarative_base(),), body)


def test_a_table_of_sqlmodel_takes_anything() -> None:
    namespace = {"__annotations__": {"id": int | None}, "id": Field(None, primary_key=True)}
    make: Any = type(SQLModel)
    hero = make("Hero", (SQLModel,), namespace | {"__module__": __name__}, table=True)
    assert not hasattr(hero(absent=1), "absent")


@pytest.mark.parametrize("is_added", [True, False])
@pytest.mark.parametrize("autoflush", [True, False])
def test_a_refresh_does_not_flush(session: Session, is_added: bool, autoflush: bool) -> None:
    with Session(session.bind, autoflush=autoflush) as other:
        user = User(id=3)
        if is_added:
            other.add(user)
        with pytest.raises(InvalidRequestError, match="not persistent"):
            other.refresh(user)


def test_a_query_flushes_before(session: Session) -> None:
    user = User(id=3)
    session.add(user)
    session.execute(select(User.id))
    session.refresh(user)


@pytest.mark.parametrize("kind", [AsyncSession, ModelSession])
def test_so_it_is_with_an_async_session(kind: type[AsyncSession]) -> None:
    async def refresh() -> None:
        engine = create_async_engine("sqlite+aiosqlite://")
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with kind(engine) as session:
            user = User(id=3)
            session.add(user)
            with pytest.raises(InvalidRequestError):
                await session.refresh(user)
        await engine.dispose()

    asyncio.run(refresh())


def test_a_relation_whose_other_end_is_missing_fails_each_query() -> None:
    class Related(DeclarativeBase):
        """The other classes do not suffer."""

    class Author(Related):
        __tablename__ = "authors"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Book(Related):
        __tablename__ = "books"
        id: Mapped[int] = mapped_column(primary_key=True)
        author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
        author = relationship("Author", back_populates="books")

    class Shop(Related):
        __tablename__ = "shops"
        id: Mapped[int] = mapped_column(primary_key=True)

    engine = create_engine("sqlite://")
    Related.metadata.create_all(engine)
    with Session(engine) as session:
        for each in (Author, Book, Shop):
            with pytest.raises(InvalidRequestError):
                session.query(each).first()
            with pytest.raises(InvalidRequestError):
                session.execute(select(each))
    engine.dispose()
