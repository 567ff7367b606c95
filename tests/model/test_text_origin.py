from __future__ import annotations

import ast

import pytest

from tests.model.build import module

HEAD = """
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID
from fastapi import APIRouter, Body, Depends, Path, Query, Request, UploadFile
from pydantic import BaseModel, Field

class Order(str, Enum):
    up = "up"

class Item(BaseModel):
    name: str
    age: int
    order: Order

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


def test_other_functions_are_filled_by_their_callers() -> None:
    source = """
def declared(name: str):
    use(name)

def undeclared(name):
    use(name)

def of_a_model(item: Item):
    use(item.name)

def number(name: int):
    use(name)
"""
    assert origins(source) == ["caller", None, "caller", None]


def test_calls_tell_what_a_function_is_given() -> None:
    opened = module(
        HEAD
        + """
def helper(name: str, kind: str): ...

@router.get("/")
def route(name: str):
    helper(name, "a")
    helper(name=name, kind="b")
"""
    )
    (helper,) = [f for f in opened.syntax.summary.functions.values() if f.name == "helper"]
    assert opened.text_origins.given_by_client(helper, "name")
    assert not opened.text_origins.given_by_client(helper, "kind")
    assert opened.text_origins.given_constants(helper, "kind")
    assert not opened.text_origins.given_constants(helper, "name")
