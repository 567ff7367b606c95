"""Files that cannot be imported, as another file has not what they import from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import project

ROUTES = """
import time
{}
from fastapi import APIRouter
router = APIRouter()
@router.get("/")
async def read(): time.sleep(1)
"""
MAIN = "from fastapi import FastAPI\nfrom app import routes\napp = FastAPI()\n"
MAIN += "app.include_router(routes.router)\n"


def fails(folder: Path, imports: str, items: str, **more: str) -> bool:
    files = {"app/items.py": items, "app/routes.py": ROUTES.format(imports), "app/main.py": MAIN}
    files |= {name.replace("__", "/") + ".py": text for name, text in more.items()}
    opened = project(folder, files, "app/routes.py")
    assert [each.name for each in opened.each(BlockingCall)] == ["time.sleep"]
    return opened.is_unused(8)


@pytest.mark.parametrize(
    "imports",
    [
        "from app.items import make",
        "from .items import make as made",
        "from app.items import (\n    Items,\n    make,\n)",
        "from app import items, users",
        "from app.items import Items, make; print(make)",
    ],
)
def test_a_name_that_is_not_there(tmp_path: Path, imports: str) -> None:
    assert fails(tmp_path, imports, "class Items: ...\n")


@pytest.mark.parametrize(
    ("imports", "items"),
    [
        ("from app.items import make", "def make(): ..."),
        ("from app.items import make", "if True:\n    from os import path as make"),
        ("from app.items import make", "for make in range(3): ..."),
        ("from app.items import make", "from os.path import *"),
        ("from app.items import make", "def __getattr__(name): ..."),
        ("from app.items import make", "globals()['ma' + 'ke'] = 1"),
        ("from app.items import *", ""),
        ("from app.items import __doc__", ""),
        ("from app import items", ""),
        ("from app import inner", ""),
        ("from app.inner import deep", ""),
        ("import app.items", ""),
        ("from app.other import make", ""),  # perhaps generated
        ("from library import make", ""),
        ("from .... import make", ""),
        ("try:\n    from app.items import make\nexcept ImportError: ...", ""),
        ("if router:\n    from app.items import make", ""),
        ("def later():\n    from app.items import make", ""),
    ],
)
def test_what_may_be_there(tmp_path: Path, imports: str, items: str) -> None:
    assert not fails(tmp_path, imports, items, app__inner__deep="")


def test_a_compiled_module(tmp_path: Path) -> None:
    assert fails(tmp_path, "from app import fast", "")
    (tmp_path / "app/fast.cpython-311-x86_64-linux-gnu.so").touch()
    assert not fails(tmp_path, "from app import fast", "")
