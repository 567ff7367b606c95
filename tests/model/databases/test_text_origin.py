from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.model.build import module, project

HEAD = """
from enum import Enum
from typing import Annotated, Any, List, Literal, Optional
from uuid import UUID
from fastapi import APIRouter, Body, Depends, Path, Query, Request, UploadFile
from pydantic import BaseModel, Field

class Order(str, Enum):
    up = "up"

class Item(BaseModel):
    name: str
    age: int
    order: Order
    names: Optional[List[str]] = None
    kinds: Optional[List[Literal["a"]]] = None

class Store: ...

def get_store() -> Store: ...

def use(x): ...

router = APIRouter()
"""


def origins(source: str) -> list[str | None]:
    """Where each argument of a call of `use` comes from."""
    opened = module(HEAD + source)
    return [
        opened.text_origins.origin(opened.syntax.expr(node.args[0]))
        for node in opened.syntax.tree.nodes(ast.Call)
        if ast.unparse(node.func) == "use"
    ]


def of_route(parameters: str, expression: str) -> str | None:
    source = f'@router.post("/{{path}}")\nasync def route({parameters}):\n    use({expression})\n'
    (origin,) = origins(source)
    return origin


@pytest.mark.parametrize(
    ("parameters", "expression"),
    [
        ("path: str", "path"),
        ("path", "path"),
        ("x: str = 'a'", "x"),
        ("x: str | None = None", "x"),
        ("x: Annotated[str, Query(max_length=9)]", "x"),
        ("x: list[str] = Query()", "x"),
        ("x: str = Body()", "x"),
        ("x: Item", "x.name"),
        ("x: dict[str, Any]", "x['name']"),
        ("x: dict = Body()", "x.get('name')"),
        ("request: Request", "request.query_params['a']"),
        ("request: Request", "request.path_params.get('a')"),
        ("request: Request", "request.headers['a']"),
        ("request: Request", "(await request.json())['a']"),
    ],
)
def test_texts_of_the_client(parameters: str, expression: str) -> None:
    assert of_route(parameters, expression) == "client"


@pytest.mark.parametrize(
    ("parameters", "expression"),
    [
        ("x: int", "x"),
        ("x: UUID", "x"),
        ("x: Order", "x"),
        ("x: Order", "x.value"),
        ("x: Literal['a', 'b']", "x"),
        ("x: Annotated[str, Query(pattern='^a$')]", "x"),
        ("path: str = Path(regex='^a$')", "path"),
        ("x: Item", "x.age"),
        ("x: Item", "x.order"),
        ("x: Annotated[Store, Depends(get_store)]", "x.name"),
        ("request: Request", "request.app"),
        ("request: Request", "request.url.path"),
        ("x: str", "'constant'"),
        ("x: str", "other(x)"),
        ("x: Unknown", "x"),
    ],
)
def test_what_is_no_free_text_of_the_client(parameters: str, expression: str) -> None:
    assert of_route(parameters, expression) is None


def test_a_dependency_is_filled_by_the_client() -> None:
    source = """
def current(token: str):
    use(token)

@router.get("/")
def route(user: Annotated[str, Depends(current)]): ...
"""
    assert origins(source) == ["client"]


HELPERS = """
def declared(name: str):
    use(name)

def undeclared(name):
    use(name)

def of_a_model(item: Item):
    use(item.name)

def number(name: int):
    use(name)

class Finder:
    def find(self, names: list[str], kind: str = "a"):
        for name in names:
            declared(name)
"""
NOBODY = [None, None, None, None]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", NOBODY),
        ("def route(name: str):\n    declared(name)\n    undeclared(name)", NOBODY),
        (
            '@router.get("/")\ndef route(name: str):\n    declared(name=name)',
            ["caller", None, None, None],
        ),
        (
            '@router.get("/")\ndef route(name: str):\n    undeclared(name)',
            [None, "caller", None, None],
        ),
        ('@router.get("/")\ndef route(name: int):\n    undeclared(name)', NOBODY),
        (
            '@router.get("/")\ndef route(name: Literal["a"]):\n    undeclared(name)',
            NOBODY,
        ),
        (
            '@router.get("/")\ndef route(name: Literal["a"], number: int):\n'
            "    declared(name)\n    declared(number)",
            NOBODY,
        ),
        (
            "def between(name):\n    undeclared(name)\n"
            '@router.get("/")\ndef route(name: str):\n    between(name)',
            [None, "caller", None, None],
        ),
        (
            '@router.get("/")\ndef route(item: Item):\n    declared(item.name)\n'
            "    of_a_model(item)\n    number(item.age)",
            ["caller", None, "caller", None],
        ),
        (
            '@router.get("/")\ndef route(names: list[str] = Query()):\n    Finder().find(names)',
            ["caller", None, None, None],
        ),
        (
            '@router.post("/")\ndef route(item: Item):\n    Finder().find(item.names)',
            ["caller", None, None, None],
        ),
        ('@router.post("/")\ndef route(item: Item):\n    Finder().find(item.kinds)', NOBODY),
        ('@router.get("/")\ndef route(name: str):\n    declared("constant")', NOBODY),
        (
            '@router.get("/")\ndef route(store=Depends(get_store)):\n    declared(store.name)',
            NOBODY,
        ),
        (
            '@router.get("/")\ndef route(name: str):\n    if name == "a":\n        declared(name)',
            NOBODY,
        ),
        (
            '@router.get("/")\ndef route(name: str):\n    check(name)\n    declared(name)',
            NOBODY,
        ),
        (
            "def first(name: str):\n    second(name)\ndef second(name: str):\n    first(name)\n"
            "    declared(name)",
            NOBODY,
        ),
        ("def again(name: str):\n    declared(name)\n    again(name)", NOBODY),
    ],
)
def test_other_functions_are_filled_by_their_callers(
    source: str, expected: list[str | None]
) -> None:
    assert origins(HELPERS + source) == expected


def test_callers_are_looked_for_in_other_files(tmp_path: Path) -> None:
    files = {
        "app/store.py": "def find(name: str):\n    use(name)\ndef use(x): ...\n",
        "app/service.py": """
            from app.store import find
            class Service:
                def by_name(self, name: str):
                    return find(name)
        """,
        "app/main.py": """
            from fastapi import Depends, FastAPI
            from app.service import Service
            app = FastAPI()
            @app.get("/{name}")
            def read(name: str, service: Service = Depends()):
                return service.by_name(name)
        """,
    }
    opened = project(tmp_path, files, check="app/store.py")
    ((call, _),) = opened.routing.calls_named("use")
    assert opened.text_origins.origin(call.args[0]) == "caller"


ALIAS = """
    from typing import Annotated
    from fastapi import Depends
    from app.store import Store
    def get_store() -> Store:
        return Store()
    StoreDep = Annotated[Store, Depends(get_store)]
"""


def test_callers_of_a_method_need_not_import_its_class(tmp_path: Path) -> None:
    files = {
        "app/store.py": """
            class Store:
                def find(self, name: str):
                    use(name)
            def use(x): ...
        """,
        "app/deps.py": ALIAS,
        "app/main.py": """
            from fastapi import FastAPI
            from app.deps import StoreDep
            app = FastAPI()
            @app.get("/{name}")
            def read(name: str, store: StoreDep):
                return store.find(name)
        """,
    }
    opened = project(tmp_path, files, check="app/store.py")
    ((call, _),) = opened.routing.calls_named("use")
    assert opened.text_origins.origin(call.args[0]) == "caller"
