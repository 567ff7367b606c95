"""Mapped classes that relate to others which say nothing of it: none of them can be queried."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.fails_at_import.test_missing import fails

BASE = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n"
USER = """from sqlalchemy.orm import relationship
from app.base import Base
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    alerts = relationship("Alert", back_populates="user")
"""
SEARCH = """from sqlalchemy.orm import relationship
from app.base import Base
class Search(Base):
    __tablename__ = "searches"
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey("users.id"))
    user = relationship("User", back_populates="searches")
"""
ALERT = SEARCH.replace("Search", "Alert").replace("searches", "alerts")
SAID = "    searches = relationship('Search', back_populates='user')\n"


def is_lost(folder: Path, search: str, user: str, **more: str) -> bool:
    more = {"app__base": BASE, "app__alert": ALERT, "app__user": user, **more}
    return fails(folder, "from app import items", search, **more)


@pytest.mark.parametrize(
    ("search", "user"),
    [
        (SEARCH, USER),
        (SEARCH.replace("user =", "user: Mapped['User'] ="), USER),
        (SEARCH.replace('"User",', "'User',\n        foreign_keys=[user_id],\n       "), USER),
        (SEARCH, f"{USER}class Unit(Base):\n    __tablename__ = 'units'\n{SAID}"),
        (SEARCH, f"class Schema(BaseModel):\n{SAID}{USER}"),
    ],
)
def test_the_other_end_is_missing(tmp_path: Path, search: str, user: str) -> None:
    assert is_lost(tmp_path, search, user)


@pytest.mark.parametrize(
    ("search", "user"),
    [
        (SEARCH, USER + SAID),
        (SEARCH, USER.replace("(Base)", "(Base, Searching)")),
        (SEARCH, USER.replace("(Base)", "(Other)")),
        (SEARCH, USER + USER.partition("\n")[2]),
        (SEARCH, USER.replace("    __tablename__ = 'users'\n", "").replace("__tablename__", "of")),
        (SEARCH, f"{USER}User.searches = relationship('Search', back_populates='user')\n"),
        (SEARCH, USER + "    many = relationship('Many', backref=backref('searches'))\n"),
        (SEARCH.replace("    user = ", "    # user = "), USER),
        (SEARCH.replace('"User"', "lambda: User"), USER),
        (SEARCH.replace('"User"', '"Person"'), USER),
        (SEARCH.replace("back_populates", "backref"), USER),
        ('def related(): return relationship("User", back_populates="searches")', USER),
    ],
)
def test_it_may_be_there(tmp_path: Path, search: str, user: str) -> None:
    assert not is_lost(tmp_path, search, user)


def test_the_base_may_have_it(tmp_path: Path) -> None:
    base = BASE.replace("pass", "searches = declared_attr(related)")
    assert not is_lost(tmp_path, SEARCH, USER, app__base=base)


def test_another_class_of_that_name(tmp_path: Path) -> None:
    assert not is_lost(tmp_path, SEARCH, USER, app__person=USER + SAID)
