"""What a method does for the objects that the project makes, and on which it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import project

STORE = """
    import time
    from abc import ABC
    class Base(ABC):
        seals: bool = True
        def seal(self, text):
            if self.seals:
                time.sleep(1)
            return text
    class Store(Base):
        def __init__(self, seals: bool = False):
            self.seals = seals
        async def put(self, text):
            self.kept = self.seal(text) if self.seals else text
            self.kept = self.seal(text)
    def load(path=None):
        if path is not None:
            time.sleep(1)
    class Reader:
        def __init__(self, path=None):
            self.path = path
        async def check(self):
            load(self.path)
        async def read(self):
            load(self.path)
"""
MAIN = """
    from fastapi import FastAPI
    from app.store import Base, Reader, Store
    app = FastAPI()
    store: Base = Store()
    @app.put("/")
    async def put():
        await store.put("text")
        await store_given(store)
    async def store_given(store: Store):
        await store.put("text")
    @app.get("/")
    async def read(path: str):
        reader = Reader(path)
        await reader.read()
    @app.get("/check")
    async def check():
        reader = Reader()
        await reader.check()
"""


def blocking(tmp_path: Path, main: str = MAIN, store: str = STORE, other: str = "") -> list[str]:
    """The methods of the file with the classes that block, for each call that does."""
    files = {"app/main.py": main, "app/store.py": store, "app/other.py": other}
    opened = project(tmp_path, files, "app/store.py")
    return [each.function.name for each in opened.each(BlockingCall)]


def test_attributes_that_decide(tmp_path: Path) -> None:
    assert blocking(tmp_path) == ["read"]


@pytest.mark.parametrize(
    "other",
    [
        "from app.store import Store\nstore = Store(True)",
        "from app.store import Store\nstore = Store(*given)",
        "from app.store import Store as Given\nstore = Given(True)",
        "from app.store import Store\nKINDS = {'plain': Store}",
        "from app.store import Store\nclass Sealed(Store): pass",
        "KINDS = {'plain': 'app.store.Store'}",
        "import app.store\nstore = app.store.Store(seals=True)",
        "from app.main import store\nstore.seals = True",
        "from app.store import Store\ndef f(store: Store = Depends()): pass",
        "from app.store import Store\ndef f(store=Depends(Store)): pass",
    ],
)
def test_other_objects(tmp_path: Path, other: str) -> None:
    assert blocking(tmp_path, other=other) == ["put", "put", "read"]


@pytest.mark.parametrize(
    "other",
    [
        "from app.store import Store\nstore = Store(seals=False)",
        "from app.store import Store\ndef f(store: Store | None) -> list[Store]: pass",
        "from app.store import Store\ndef f(it): return isinstance(it, Store)",
        "from app.store import Store\n__all__ = ['Store']",
    ],
)
def test_what_makes_no_others(tmp_path: Path, other: str) -> None:
    assert blocking(tmp_path, other=other) == ["read"]


@pytest.mark.parametrize(
    "store",
    [
        STORE.replace("bool = False", "bool = True"),
        STORE.replace("self.seals = seals", "self.seals = seals or MUST_SEAL"),
        STORE.replace("self.seals = seals", "if seals is not None: self.seals = seals"),
        STORE + "    def seal_all(store): store.seals = True\n",
        STORE.replace("def seal(", "def turn_on(self): self.seals = True\n        def seal("),
    ],
)
def test_other_attributes(tmp_path: Path, store: str) -> None:
    assert len(blocking(tmp_path, store=store)) == 3


@pytest.mark.parametrize(
    "other",
    [
        "from app.store import Reader\nasync def check(p): await Reader(p).check()",
        "async def check(reader): await reader.check()",
        "async def check(reader): await run(reader.check)",
        "async def check(reader): await getattr(reader, 'check')()",
    ],
)
def test_other_calls_of_a_method(tmp_path: Path, other: str) -> None:
    assert blocking(tmp_path, other=other) == ["check", "read"]
