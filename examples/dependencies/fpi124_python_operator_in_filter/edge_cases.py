from typing import Any, ClassVar

import sqlalchemy
from sqlalchemy import Column, ColumnElement, ForeignKey, Integer, String, and_, func, or_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    declarative_base,
    mapped_column,
    relationship,
)
from sqlmodel import Field, SQLModel

Old: Any = declarative_base()


class Base(DeclarativeBase):
    pass


class Stamped:
    created_at: Mapped[int] = mapped_column()


class Team(Old):
    __tablename__ = "teams"

    id = Column(Integer, primary_key=True)
    name = Column(String)


class User(Stamped, Base):
    __tablename__ = "users"
    limit = 10

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    active: Mapped[bool]
    parent_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    parent: Mapped["User"] = relationship(remote_side=[id])

    @hybrid_property
    def known(self) -> bool:
        return self.email is not None


class Hero(SQLModel, table=True):
    registry: ClassVar[dict[str, int]] = {}

    id: int | None = Field(default=None, primary_key=True)
    name: str
    age: int | None = None


# Alarms


def alarms(session: Session, ids: list[int], email: str | None) -> Any:
    session.query(Team).filter(Team.name is None)  # error: FPI124
    session.query(Team).filter(Team.id == 1, Team.name is not None)  # error: FPI124
    session.query(Team).filter(Team.id not in ids).first()  # error: FPI124
    session.query(User).filter(User.parent is None)  # todo: FPI124
    session.query(User).filter(not User.active)  # error: FPI124
    select(User).where(User.created_at is None)  # error: FPI124
    select(User).where(not User.id == 3)  # error: FPI124
    select(User).where(User.id == 1 or User.email == email)  # error: FPI124
    select(User).where(User.id != 1 and User.email == email)  # error: FPI124
    select(User).where(User.active and User.email == email)  # error: FPI124
    select(User).where(User.email == email or email is None)  # error: FPI124
    select(User).where((User.email is None) | (User.id == 1))  # error: FPI124
    select(User).where(or_(User.email == email, User.email is None))  # error: FPI124
    select(User.active).group_by(User.active).having(User.active is True)  # error: FPI124
    select(Hero).where(Hero.age is None)  # error: FPI124
    select(Hero).where(Hero.name == "Deadpond" and Hero.id == 1)  # error: FPI124
    parent = aliased(User)
    select(User).join(parent).where(parent.id is None)  # error: FPI124
    return and_(User.active is True, User.id == 1)  # error: FPI124


def kept(session: Session, ids: list[int], email: str | None) -> Any:
    condition = User.email is None  # error: FPI124
    select(User).where(condition)
    conditions = [User.id == 1, User.id in ids]  # error: FPI124
    if email is not None:
        conditions.append(User.email == email and User.active)  # error: FPI124
    select(User).where(*conditions)
    select(User).where(*[User.id == 1 and User.active])  # error: FPI124
    select(User).where(User.id == 1 if email else User.email is None)  # error: FPI124
    others = [User.id == 1, not User.active]  # error: FPI124
    return session.query(User).filter(and_(*others))


def functions(session: Session, names: list[str]) -> Any:
    select(User.active).having(func.count(User.id) > 1 and func.max(User.id) < 9)  # error: FPI124
    select(User.active).having(func.count() is not None)  # error: FPI124
    select(User).where(User.active is not False)  # error: FPI124
    select(Hero).where(func.lower(Hero.name) in names)  # error: FPI124
    return session.query(Hero).filter(not func.length(Hero.name))  # error: FPI124


def raising(email: str) -> Any:
    select(User).where(User.id > 1 and User.email == email)  # error: FPI124
    select(User).where(User.email.like("a%") or User.id == 1)  # error: FPI124
    select(User).where(User.email != "a" or User.email != email)  # error: FPI124
    select(User).where(User.id == 1 and User.id == 2)  # error: FPI124
    # it is done with the first, or fails at the second
    select(User).where(User.email == email and User.id < 9 and User.active)  # error: FPI124
    select(User).where(User.email != email and User.id < 9 and User.active)  # error: FPI124
    select(User).where(not User.email.is_(None))  # error: FPI124
    select(Hero).join(User, User.id == Hero.id and User.active)  # error: FPI124
    select(Hero).outerjoin(User, User.id == Hero.id and User.email == email)  # error: FPI124
    return select(User).where(User.email == None and User.id == 1)  # error: FPI124  # noqa: E711


def compared(minimum: int | None) -> Any:
    select(Hero).where((Hero.age or 0) < 18)  # error: FPI124
    select(Hero).where(Hero.id == 1, 18 > (Hero.age or 99) + 1)  # error: FPI124
    select(Hero).having((func.max(Hero.age) or 0) < 18)  # error: FPI124
    select(User).where(User.active == (User.email is None))  # error: FPI124
    select(User).where((User.id == 1 or User.id == 2) == True)  # error: FPI124  # noqa: E712
    select(Hero).where(func.coalesce(Hero.age, 0) < 18)
    return select(Hero).where(Hero.id > 1 if (minimum or 0) < 3 else Hero.id < (minimum or 9))


# Innocent


def innocent(session: Session, user: User, email: str | None, ids: list[int]) -> Any:
    select(User).where(User.email == None)  # noqa: E711
    select(User).where(User.email.is_(None), ~User.active, User.id.in_(ids))
    select(User).where(email is None or User.email == email)
    select(User).where(email is not None and User.email == email)
    select(User).where(User.id == 1 if email is None else User.email == email)
    select(User).where((User.id == 1) & (User.email == email))
    select(User).where(User.id == 1 if user.email is None and user.active else User.id == 2)
    select(User).where(user.email is None)
    select(User).where(not user.active)
    select(User).where(user.email is None and User.id == 1)
    select(User).where(User.limit is None or User.id == 1)
    select(User).where(User.email == (email or User.email), User.id < (user.id or 9))
    select(User).where((User.limit or 3) < User.id)
    select(User).where(not User.known)
    select(Hero).where("batman" in Hero.registry or Hero.id == 1)
    other = aliased(User)
    select(other).where(other.parent_id == User.id)
    select(Hero).join(User, (User.id == Hero.id) & User.active)
    ", ".join(email and "a" or "b")
    condition = User.email.is_(None)
    select(User).where(condition)
    flags = [user.email is None, User.limit is None]
    select(User).where(*flags)
    unused = User.email is None
    is_known = email is not None and User.email == email
    select(User).where(is_known, func.lower(User.email) == email, ~func.length(User.email))
    select(User).having(func.count() > 1, email is None or func.max(User.id) < 9)
    list(filter(lambda each: each.email is None, session.scalars(select(User))))
    if User.email is None or email in ids:
        return None
    return [each for each in session.scalars(select(User)) if each.id in ids and User.limit]


def given_by_a_function(email: str) -> list[ColumnElement[bool]]:
    return [User.email == email, User.email is None]  # error: FPI124


def given_if_at_all(email: str) -> sqlalchemy.BinaryExpression[bool] | None:
    return User.email == email and User.id == 1  # error: FPI124


def left_out(email: str | None) -> ColumnElement[bool]:
    return email is None or User.email == email  # type: ignore[return-value]


def given_twice(user: User, email: str) -> tuple[bool, ColumnElement[bool]]:
    return user.email is None, User.email.is_(None)


def no_conditions() -> list[bool]:
    return [User.email is None, User.id is not None]


def undeclared():
    return User.email is None
