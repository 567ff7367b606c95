"""Neighbours in the syntax of Python 3.12, whichever version checks them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_fastapi.model.syntax.newer_syntax import in_older_words
from tests.model.build import class_of, project

MAIN = """
from app.store import Store, Loader, make, load
store = Store()
made = make(1)
loaded = load()
"""
STORE = """
from collections.abc import Callable

type Loader = Callable[[str], Store]
type Loaders[T: Store] = dict[str, T]

class Store[T: (str, bytes)]:
    def get[K](self, key: K) -> T: ...

def make[T](item: T) -> Store[T]:
    return Store()

async def later[*Ts](*items: *Ts) -> None: ...

loader: Loader = Store
type = Store
def load() -> Store:
    return type()
"""


def test_what_a_neighbour_defines(tmp_path: Path) -> None:
    opened = project(tmp_path, {"app/main.py": MAIN, "app/store.py": STORE})
    found = [class_of(opened, name) for name in ("store", "made", "loaded")]
    assert found == ["app.store.Store"] * 3


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("type A = int", "A      = int"),
        ("if a:\n  type  A[T] =int", "if a:\n  A          =int"),
        ("def f[T](x: T): ...", "def f   (x: T): ..."),
        ("class A[T: list[int]](B): ...", "class A              (B): ..."),
        ("  async def f [*Ts](): ...", "  async def f      (): ..."),
        ("def f[\n  T\n](): ...", None),
        ("def f[T", None),
        ("type = 1\ntype (A) == 2", None),
        ("x = f[0]", None),
        ("try: ...\nexcept A, b.C:\n  ...", "try: ...\nexcept(A, b.C):\n  ..."),
        ("try: ...\nexcept (A, B): ...", None),
        ('f"{a["b"]} {c}" + d["e"]', 'f"{a[\'b\']} {c}" + d["e"]'),
        ("rf'{{' + F'{a['b']}'", "rf'{{' + F'{a[\"b\"]}'"),
        ('f"{a(f"{b}-{c}".d(" "))}.{e}"', "f\"{a(f'{b}-{c}'.d(' '))}.{e}\""),
        ('f"{a:{b["c"]}}" "{"', 'f"{a:{b[\'c\']}}" "{"'),
        (r"""f'a\n{"\n".join(b)}'""", r"""f'a\n{" n".join(b)}'"""),
        (r"""f"\"{a['b']}" + f'''{a['b']}'''""", None),
        ('a["f"] = "{" + f"{b}" + "}"', None),
        ('f"{a("', None),
    ],
)
def test_every_character_stays_where_it_is(newer: str, older: str | None) -> None:
    assert in_older_words(newer) == older


def test_several_exceptions(tmp_path: Path) -> None:
    store = "class Store:\n    def get(self): ...\ndef make(key):\n    try:\n        key()\n"
    store += "    except KeyError, ValueError:\n        raise\n    return Store()\n"
    opened = project(tmp_path, {"app/main.py": MAIN, "app/store.py": store})
    assert class_of(opened, "made") == "app.store.Store"


def test_texts_in_texts(tmp_path: Path) -> None:
    store = "class Store: ...\ndef make(key):\n    print(f'{key['id']} {'\\n'.join(key)}')\n"
    store += "    return Store()\n"
    opened = project(tmp_path, {"app/main.py": MAIN, "app/store.py": store})
    assert class_of(opened, "made") == "app.store.Store"


def test_what_is_no_python_at_all(tmp_path: Path) -> None:
    opened = project(tmp_path, {"app/main.py": MAIN, "app/store.py": "type A = )\n" + STORE})
    assert class_of(opened, "made") is None
    with pytest.raises(SyntaxError):
        ast.parse("type A = )")
