"""A function that commits if it is told to, and routes that tell it not to."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

router = APIRouter()
SessionLocal = sessionmaker(create_engine("sqlite:///users.db"))


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)


def store(session: Session, user: User, commit: bool = True) -> None:
    session.add(user)
    if commit:
        session.commit()


# Alarms


def told_not_to() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        session.commit()  # error: FPI114


@router.post("/users")
def create_user(session: Annotated[Session, Depends(told_not_to)]) -> None:
    store(session, User(), commit=False)


# Innocent


def told_nothing() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        session.commit()


@router.post("/guests")
def create_guest(session: Annotated[Session, Depends(told_nothing)]) -> None:
    store(session, User())


def told_by_the_client() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        session.commit()


@router.post("/others")
def create_other(now: bool, session: Annotated[Session, Depends(told_by_the_client)]) -> None:
    store(session, User(), commit=now)
