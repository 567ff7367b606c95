"""Mapped classes that relate to others which say nothing of it: none of them can be queried."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

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


ROUTES = """
import time
from fastapi import APIRouter
from sqlalchemy import select
from app.alert import Alert
router = APIRouter()
@router.get("/")
async def read(db):
    {}
    time.sleep(1)
"""
MAIN = "from fastapi import FastAPI\nfrom app import routes, search, user\napp = FastAPI()\n"
MAIN += "app.include_router(routes.router)\n"


def is_lost(
    folder: Path,
    search: str,
    user: str,
    asking: str = "db.query(Alert)",
    line: int = 10,
    **more: str,
) -> bool:
    files = {"base": BASE, "alert": ALERT, "user": user, "search": search, "main": MAIN, **more}
    files["routes"] = ROUTES.format(asking)
    written = {f"app/{name}.py": text for name, text in files.items()}
    return project(folder, written, "app/routes.py").never_runs(line)


@pytest.mark.parametrize(
    "asking",
    [
        "db.query(Alert).filter(Alert.id == 1).first()",
        "db.execute(select(Alert).where(Alert.id == 1))",
        "await db.scalars(select(Alert))",
        "db.get(Alert, 1)",
        "db.add(Alert(id=1))",
    ],
)
def test_what_asks_for_a_class(tmp_path: Path, asking: str) -> None:
    assert is_lost(tmp_path, SEARCH, USER, asking)


@pytest.mark.parametrize(
    ("main", "lost"),
    [
        (MAIN.replace(", search", ""), False),
        (MAIN.replace("search", "searching"), True),
    ],
)
def test_a_class_that_no_application_imports(tmp_path: Path, main: str, lost: bool) -> None:
    searching = "from app.search import Search\n"
    assert is_lost(tmp_path, SEARCH, USER, main=main, searching=searching) is lost


@pytest.mark.parametrize(
    ("imported", "lost"), [("models.plain", True), ("models", True), ("alert", False)]
)
def test_a_class_that_its_package_imports(tmp_path: Path, imported: str, lost: bool) -> None:
    files = {"models/plain": "", "models/searches": SEARCH}
    files["models/__init__"] = "from app.models.searches import Search\n"
    main = MAIN.replace(", search", "") + f"import app.{imported}\n"
    assert is_lost(tmp_path, "", USER, "db.query(Alert)", 10, main=main, **files) is lost


def test_what_is_asked_of_it_at_once(tmp_path: Path) -> None:
    asking = "db.query(Alert).first()"
    assert is_lost(tmp_path, SEARCH, USER, asking, line=9)


@pytest.mark.parametrize(
    "asking", ["db.query(Alert.id)", "db.execute(select(Alert.id))", "db.get(1)", "str(Alert)"]
)
def test_what_asks_for_none(tmp_path: Path, asking: str) -> None:
    assert not is_lost(tmp_path, SEARCH, USER, asking)


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
    assert not is_lost(tmp_path, SEARCH, USER, base=base)


def test_another_class_of_that_name(tmp_path: Path) -> None:
    assert not is_lost(tmp_path, SEARCH, USER, person=USER + SAID)
