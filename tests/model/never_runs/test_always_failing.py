"""Functions that always fail, and what stands behind a call of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

SERVICE = """
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

class User: ...
class Sms(User):
    def __init__(self, number): ...

async def legacy(db: AsyncSession):
    return db.query(User).first()
async def modern(db: AsyncSession):
    return await db.get(User, 1)
def plain(db: Session):
    return db.query(User).first()
def too_little():
    return Sms()
def through():
    made = too_little()
    return made
def through_three():
    return one_more()
def one_more():
    return through()
def too_deep():
    return through_four()
def through_four():
    return through_three()
def perhaps(number):
    if number:
        return Sms()
    return None
def caught():
    try:
        return Sms()
    except TypeError:
        return None
def made_later():
    return lambda: Sms()
async def coroutine():
    return Sms()
async def stream():
    yield Sms()
@any_of
def decorated():
    return Sms()
driver = None
late = None
pool: Users | None = None
def start():
    global late
    late = unknown()
def asks_none():
    return driver.session()
def enters_none():
    with driver.session() as session:
        return [each for each in session]
def in_a_block():
    with unknown() as session:
        return session or driver.session()
def asks_declared():
    return pool.session()
def asks_later():
    return late.session()
def circle():
    return around()
def around():
    return circle()

class Users:
    async def load(self, db: AsyncSession):
        return db.query(User).first()
    def make(self):
        return Sms()
    def other(self):
        return Sms()
class Admins(Users):
    def other(self):
        return None
users = Users()
"""
ROUTE = """
from fastapi import FastAPI
from app.service import *

app = FastAPI()

@app.get("/")
async def read(db, given: Users):
    {call}
    here()
"""


@pytest.mark.parametrize(
    ("call", "runs"),
    [
        ("await legacy(db)", False),
        ("legacy(db)", True),  # nothing of it runs
        ("await modern(db)", True),
        ("plain(db)", True),
        ("too_little()", False),
        ("x = through()", False),
        ("through_three()", False),
        ("too_deep()", True),
        ("perhaps(1)", True),
        ("caught()", True),
        ("made_later()", True),
        ("await coroutine()", False),
        ("stream()", True),
        ("decorated()", True),
        ("circle()", True),
        ("asks_none()", False),
        ("enters_none()", False),
        ("in_a_block()", True),
        ("asks_later()", True),
        ("asks_declared()", True),
        ("driver.session()", False),
        ("late.session()", True),
        ("unknown()", True),
        ("await users.load(db)", False),
        ("users.make()", False),
        ("users.other()", True),  # in a derived class it does not fail
        ("given.make()", False),
        ("Users.make(given)", True),
        ("if db: too_little()", True),
        ("try:\n        too_little()\n    except TypeError: ...", True),
    ],
)
def test_behind_a_function_that_always_fails(tmp_path: Path, call: str, runs: bool) -> None:
    text = ROUTE.format(call=call)
    opened = project(tmp_path, {"app/service.py": SERVICE, "app/main.py": text}, "app/main.py")
    line = text.splitlines().index("    here()") + 1
    assert opened.never_runs(line) is not runs


def test_the_same_mistake_is_to_be_mended_in_each_place(tmp_path: Path) -> None:
    more = """
async def again(db: AsyncSession):
    await legacy(db)
    return db.query(User).all()
"""
    text = SERVICE + more + "run(again(1))\n"
    main = "from fastapi import FastAPI\nfrom app import service\napp = FastAPI()\n"
    opened = project(tmp_path, {"app/main.py": main, "app/service.py": text}, "app/service.py")
    assert not opened.never_runs(text.splitlines().index("    return db.query(User).all()") + 1)


EARLY = """
from fastapi import Depends, FastAPI

app = FastAPI()

def early(name: str = ""):
    {body}
    return item

@app.get("/")
async def read(item=Depends(early)):
    here()

@app.post("/")
def make():
    early("ada")
    here_too()
"""


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("item = find(item)", False),
        ("item = find(name)", True),
        ("if name: item = find(item)", True),
        ("if name: return None\n    item = find(item)", True),
    ],
)
def test_a_name_that_is_read_too_early(tmp_path: Path, body: str, runs: bool) -> None:
    text = EARLY.format(body=body)
    opened = project(tmp_path, {"app/main.py": text}, "app/main.py")
    lines = text.splitlines()
    for each in ("    here()", "    here_too()"):
        assert opened.never_runs(lines.index(each) + 1) is not runs
