"""Routes that no request gets into: what they depend on always fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

STORES = """
from typing import Annotated
from fastapi import Depends
from sqlalchemy.orm import sessionmaker

class Store:
    def __init__(self, db): ...

class Ready:
    def __init__(self, db=None): ...

def make():
    return Store()

def make_ready():
    return Ready()

def open_store():
    store = Store()
    yield store

def in_a_branch():
    if Ready():
        return Store()
    return None

def behind_a_branch(kind: str):
    if kind == "none":
        return None
    return Store()

def behind_an_error():
    if Ready():
        raise ValueError
    return Store()

def perhaps():
    return Ready() or Store()

def caught():
    try:
        return Store()
    except TypeError:
        return None

def through(store=Depends(make)):
    return store

def through_a_lambda(store=Depends(lambda: Store())):
    return store

class Service:
    def __init__(self, store=Depends(make)): ...

Session = sessionmaker()

class Guard:
    def check(self): ...
    def admit(self, checked=Depends(check)): ...

guard = Guard()
Made = Annotated[Ready, Depends(make_ready)]
"""
ROUTE = """
from fastapi import Depends, FastAPI
from app.stores import *

app = FastAPI()

@app.get("/")
def read(store={given}):
    here()
{more}
"""


def runs(folder: Path, given: str, more: str = "") -> bool:
    files = {"app/stores.py": STORES, "app/main.py": ROUTE.format(given=given, more=more)}
    return not project(folder, files, "app/main.py").never_runs(9)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Depends(make)", False),
        ("Depends(make_ready)", True),
        ("Depends(open_store)", False),
        ("Depends(in_a_branch)", True),
        ("Depends(behind_a_branch)", True),
        ("Depends(behind_an_error)", False),
        ("Depends(perhaps)", True),
        ("Depends(caught)", True),
        ("Depends(through)", False),
        ("Depends(through_a_lambda)", False),
        ("Depends(lambda: Store())", False),
        ("Depends(lambda: Ready())", True),
        ("Depends(lambda: Ready() or Store())", True),
        ("Depends(Service)", False),
        ("Depends(Session)", False),  # 422 for `local_kw`
        ("Depends(lambda: Session())", True),
        ("Depends(guard.admit)", False),  # 422 for `self`
        ("Depends(Guard.check)", False),
        ("Depends(guard.check)", True),
        ("Depends(Made)", False),  # 422 for `args`
        ("Depends(lambda: Made)", True),
        ("Depends(unknown)", True),
        ("make()", True),
    ],
)
def test_a_dependency_that_always_fails(tmp_path: Path, given: str, expected: bool) -> None:
    assert runs(tmp_path, given) is expected


def test_a_route_that_others_call_as_well(tmp_path: Path) -> None:
    more = "\n@app.get('/more')\ndef read_more():\n    return read(Ready())"
    assert runs(tmp_path, "Depends(make)", more)


def test_dependencies_that_depend_on_each_other(tmp_path: Path) -> None:
    more = "def one(x=Depends(lambda: two)): ...\ndef two(x=Depends(one)): ..."
    assert runs(tmp_path, "Depends(one)", more)


def test_what_the_application_puts_in_its_place(tmp_path: Path) -> None:
    assert runs(tmp_path, "Depends(make)", "app.dependency_overrides[make] = Ready")
