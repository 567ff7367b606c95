"""Methods that never run, for every derived class has its own, and nobody makes the base."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

BASE = """
from typing import Generic, TypeVar

from fastapi import APIRouter, Depends

Item = TypeVar("Item")

class Routes(Generic[Item]):
    def __init__(self) -> None:
        self.router = APIRouter()
        self.register()

    def register(self) -> None:
        @self.router.get("/")
        def read(db = Depends(int)): return db  # body
"""
DERIVED = """
from app.base import Routes

class Users(Routes[int]):
    def register(self) -> None:
        {users}

class Teams(Routes[str]):
    {teams}

users, teams = Users(), Teams()
{after}
"""
MAIN = """
from fastapi import FastAPI
from app.routes import teams, users

app = FastAPI()
app.include_router(users.router)
app.include_router(teams.router)
"""
OWN = "def register(self) -> None: ..."


def never_runs(folder: Path, users: str, teams: str, after: str) -> bool:
    (folder / ".git").mkdir()
    routes = DERIVED.format(users=users, teams=teams, after=after)
    files = {"app/base.py": BASE, "app/routes.py": routes, "app/main.py": MAIN}
    module = project(folder, files, "app/base.py")
    line = next(n for n, text in enumerate(BASE.splitlines(), 1) if text.endswith("# body"))
    return module.never_runs(line)


def test_no_object_has_the_method_of_its_base(tmp_path: Path) -> None:
    assert never_runs(tmp_path, "pass", OWN, "")


@pytest.mark.parametrize(
    ("users", "teams", "after"),
    [
        ("super().register()", OWN, ""),
        ("Routes.register(self)", OWN, ""),
        ("pass", "size = 3", ""),
        ("pass", OWN, "plain = Routes()"),
        ("pass", OWN, "kinds = [Users, Routes]"),
    ],
)
def test_somebody_has_or_asks_for_it(tmp_path: Path, users: str, teams: str, after: str) -> None:
    assert not never_runs(tmp_path, users, teams, after)
