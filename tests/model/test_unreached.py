"""Lines that never run: behind a call that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import Module
from tests.model.build import project

USERS = """
from abc import ABC
from functools import lru_cache

def find(db, key): ...
async def load(db, key): ...
def any_of(*args): ...
@lru_cache
def kept(db, key): ...
class Users:
    def __init__(self, db): ...
    def find(self, key): ...
    def get(self, key): ...
class Admins(Users):
    def get(self): ...
if Users:
    def either(db, key): ...
else:
    def either(key): ...
"""
FAILING = """
from contextlib import suppress
from fastapi import FastAPI
from app import users
from app.users import Users, any_of, either, find, kept, load

app = FastAPI()

@app.get("/")
async def read(key, db, service: Users):
    {}
    here()
"""


def lines(opened: Module) -> dict[str, int]:
    """The lines with `here`, `before` and the like, by what stands there."""
    return {text.strip(): number for number, text in enumerate(opened.lines, 1)}


def runs(folder: Path, body: str, line: str = "here()") -> bool:
    text = FAILING.format(body.replace("\n", "\n    "))
    opened = project(folder, {"app/users.py": USERS, "app/main.py": text})
    return not opened.never_runs(lines(opened)[line])


@pytest.mark.parametrize(
    "call",
    [
        "find(key)",
        "user = find(key)",
        "user = users.find(key)",
        "find(db, key, 1)",
        "find(db, name=key)",
        "user: int = await load(key)",
        "load(key)",
        "service.find()",
        "Users()",
        "print(f'{Users().name}')",
        "before()\nwith db:\n    print()\nfind(key)",
        "async with load(key) as user:\n    print()\n    here()\nfind(key)",
        "if key:\n    return before()\nfind(key)",
    ],
)
def test_behind_a_call_that_fails(tmp_path: Path, call: str) -> None:
    assert not runs(tmp_path, call)


@pytest.mark.parametrize(
    "call",
    [
        "find(db, key)",
        "find(*key)",
        "find(**key)",
        "any_of(key)",
        "kept(key)",
        "either(key)",
        "service.get()",  # of an Admins, perhaps
        "unknown(key)",
        "if key:\n    find(key)",
        "user = find(key) if key else None",
        "user = key and find(key)",
        "user = 1 < db < find(key)",
        "for each in key:\n    find(each)",
        "while key:\n    find(key)",
        "match key:\n    case 1:\n        find(key)",
        "try:\n    find(key)\nexcept TypeError: ...",
        "with suppress(TypeError):\n    find(key)",
        "with db.ignoring():\n    find(key)",
        "user = [find(each) for each in key]",
        "user = lambda: find(key)",
        "def inner():\n    find(key)",
        "@find(key)\ndef inner(): ...",
        "assert find(key)",
        "user: find(key) = 1",
        "class Inner:\n    find(key)",
    ],
)
def test_behind_a_call_that_may_go_on(tmp_path: Path, call: str) -> None:
    assert runs(tmp_path, call)


def test_what_stands_before_the_call_or_in_it(tmp_path: Path) -> None:
    body = "before()\nfind(\n    given(),\n)\nwith db:\n    inside()\ndef later():\n    nested()"
    assert runs(tmp_path, body, "before()")
    assert runs(tmp_path, body, "find(")
    assert runs(tmp_path, body, "given(),")
    assert not runs(tmp_path, body, "inside()")
    assert not runs(tmp_path, body, "nested()")
    assert runs(tmp_path, f"def earlier():\n    before()\n{body}", "before()")
    assert not runs(tmp_path, "with db:\n    find(key)\n    inside()", "inside()")


def test_a_test_may_patch_what_it_calls(tmp_path: Path) -> None:
    text = "from app.users import find\ndef test_it(patched):\n    find(1)\n    here()\n"
    opened = project(
        tmp_path, {"app/users.py": USERS, "tests/test_it.py": text}, "tests/test_it.py"
    )
    assert not opened.never_runs(4)
