"""What stands behind a refresh of a row that is not yet in the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

MAIN = """
from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

class Base(DeclarativeBase): ...

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

class Saved(Base):
    __tablename__ = "saved"
    id: Mapped[int] = mapped_column(primary_key=True)
    def __init__(self, db):
        db.add(self)
        db.flush()

class Filled(User):
    def __init__(self, **given):
        given["name"] = str(given["name"])
        super().__init__(**given)

class Flushing(Session):
    def refresh(self, row): ...

app = FastAPI()

@app.get("/")
async def read(
    db: AsyncSession, plain: Session, given: User, log, flushing: Flushing, name: str = "a"
):
    {}
    here()
"""


@pytest.mark.parametrize(
    ("statements", "runs"),
    [
        ("user = User(); db.add(user); await db.refresh(user)", False),
        ("user = User(); plain.add(user); plain.refresh(user)", False),
        ("user = User(); user.name = name; db.add(user); await db.refresh(user)", False),
        ("user = User(); await db.refresh(user)", False),
        ("user = User(); db.add(user); await db.refresh(user, ['id'])", False),
        ("user = User(); db.add(user); db.add(given); await db.refresh(user)", False),
        ("user = Filled(name='a'); db.add(user); await db.refresh(user)", False),
        ("user = User(); db.add(user); await db.commit(); await db.refresh(user)", True),
        ("user = User(); db.add(user); await db.flush(); await db.refresh(user)", True),
        ("user = User(); plain.add(user); plain.flush(); plain.refresh(user)", True),
        ("user = User(); plain.add(user); plain.get(User, 1); plain.refresh(user)", True),
        ("user = User(); plain.add(user); given.team; plain.refresh(user)", True),
        ("user = User(); db.add(user); user.name = given.name; await db.refresh(user)", True),
        ("user = User(); db.add(user); log(db); await db.refresh(user)", True),
        ("user = User(); db.add(user); db.refresh(user)", True),  # nobody awaits it
        ("user = await db.merge(User()); await db.refresh(user)", True),
        ("user = log(User()); db.add(user); await db.refresh(user)", True),
        ("db.add(given); await db.refresh(given)", True),
        ("user = Saved(plain); plain.refresh(user)", True),
        ("user = User(); flushing.add(user); flushing.refresh(user)", True),
        ("if name: user = User()\n    else: user = given\n    await db.refresh(user)", True),
    ],
)
def test_behind_a_refresh(tmp_path: Path, statements: str, runs: bool) -> None:
    text = MAIN.format(statements)
    opened = project(tmp_path, {"app/main.py": text})
    assert opened.never_runs(text.splitlines().index("    here()") + 1) is not runs
