"""What a class reads of its own object that only the classes which mix it in have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project, receiver_class

BASE = """
    import httpx
    class Base:
        def __init__(self):
            self.client = httpx.Client()
        @property
        def session(self):
            return self.opened()
        def opened(self):
            return httpx.Client()
    class Other:
        session = None
"""
MIXIN = """
    class Reads:
        def read(self):
            return {asked}.send()
"""
SHOP = """
    from app.base import Base, Other
    from app.reads import Reads
    {classes}
"""


def read_as(folder: Path, classes: str, asked: str = "self.session") -> str | None:
    files = {"app/base.py": BASE, "app/reads.py": MIXIN.format(asked=asked)}
    files["app/shop.py"] = SHOP.format(classes=classes)
    return receiver_class(project(folder, files, check="app/reads.py"), "send")


@pytest.mark.parametrize("asked", ["self.session", "self.client", "self.opened()"])
@pytest.mark.parametrize(
    "classes",
    [
        "class Shop(Base, Reads): ...",
        "class Shop(Reads, Base): ...",
        "class Narrow(Reads): ...\n    class Shop(Narrow, Base): ...",
        "class Shop(Base, Reads): ...\n    class Stall(Reads, Base): ...",
    ],
)
def test_what_all_have_that_mix_it_in(tmp_path: Path, classes: str, asked: str) -> None:
    assert read_as(tmp_path, classes, asked) == "httpx.Client"


@pytest.mark.parametrize(
    "classes",
    [
        "class Shop(Reads): ...",
        "class Shop(Reads, Unheard): ...",
        "class Shop(Reads, Base):\n        session = None",
        "class Shop(Base, Reads): ...\n    class Stall(Other, Reads): ...",
        "class Shop(Base, Reads): ...\n    class Stall(Unheard, Reads): ...",
        "class Shop(Base): ...",
    ],
)
def test_what_only_some_may_have(tmp_path: Path, classes: str) -> None:
    assert read_as(tmp_path, classes) is None
