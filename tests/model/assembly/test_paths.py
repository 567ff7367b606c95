from __future__ import annotations

import pytest

from flake8_fastapi.model.assembly.paths import PathParameter, covers, path_parameters


def test_parameters_of_a_path() -> None:
    assert path_parameters("/shops/{shop}/items/{item_id:int}") == (
        PathParameter("shop", "str"),
        PathParameter("item_id", "int"),
    )
    assert path_parameters("/{{id}}/{item id}/{1}") == (PathParameter("id", "str"),)


@pytest.mark.parametrize(
    ("first", "second", "back"),
    [
        ("/users/{name}", "/users/me", False),
        ("/users/{name}", "/users/{number:int}", False),
        ("/users/{name}", "/users/{id:uuid}", False),
        ("/users/{name}", "/users/x-{name}.json", False),
        ("/users/{number:int}", "/users/12", False),
        ("/users/{number:int}", "/users/1{number:int}", False),
        ("/users/{number:float}", "/users/1.5", False),
        ("/users/{number:float}", "/users/{number:int}", False),
        ("/users/{id:uuid}", "/users/7b1e4c1e-7d0e-4d5a-9a51-0c2a3f1d9c11", False),
        ("/{path:path}", "/", False),
        ("/{path:path}", "/a/{b}/{c:path}", False),
        ("/{path:path}/raw", "/a/{b}/raw", False),
        ("/x-{a}", "/x-{b}", True),
        ("/{a}/{b}", "/users/{name}", False),
        ("/a+b", "/a+b", True),
    ],
)
def test_path_that_covers_another(first: str, second: str, back: bool) -> None:
    assert covers(first, second) is True
    assert covers(second, first) is back


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/users/{name}", "/users/"),
        ("/users/{name}", "/users/me/"),
        ("/users/{name}", "/users/{name:path}"),
        ("/users/{number:int}", "/users/me"),
        ("/users/{number:int}", "/users/{name}"),
        ("/users/{number:int}", "/users/{number:float}"),
        ("/users/{number:int}", "/users/"),
        ("/users/{id:uuid}", "/users/{name}"),
        ("/{path:path}/raw", "/{path:path}"),
        ("/{a}/{b}", "/{path:path}"),
        ("/a.b", "/a-b"),
    ],
)
def test_path_that_does_not_cover_another(first: str, second: str) -> None:
    assert covers(first, second) is False


def test_unknown_converter_says_nothing() -> None:
    assert covers("/{a:hex}", "/ff") is None
    assert covers("/{path:path}", "/{a:hex}") is None
