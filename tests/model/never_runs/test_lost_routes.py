"""Routes that no request gets to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project
from tests.model.never_runs.test_unreached import MAIN, lines

ROUTES = """
from functools import lru_cache
from typing import Annotated
from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel
from library import Routes, unknown
from library.tools import command
from library.work import here

class Item(BaseModel): ...
Id = Annotated[int, Path()]
router = APIRouter(prefix="/users")

@router.get("/{{key}}")
async def read(key: str): ...

{}
    here()
"""


def is_served(
    folder: Path, route: str, more: str = "", files: dict[str, str] | None = None
) -> bool:
    folder.mkdir(exist_ok=True)
    text = ROUTES.format(route) + more
    tools = "def command(function): ...\n"
    files = {"app/tools.py": tools, "app/routes.py": text, "app/main.py": MAIN} | (files or {})
    opened = project(folder, files, "app/routes.py")
    line = lines(opened)["here()"]
    assert not opened.is_unused(line)
    return not opened.never_runs(line)


SHADOWED = '@router.get("/me")\nasync def read_me():'


def test_a_route_whose_requests_another_one_takes(tmp_path: Path) -> None:
    assert not is_served(tmp_path, SHADOWED)
    assert not is_served(tmp_path, f'@router.get("/you")\n{SHADOWED}')
    assert not is_served(tmp_path, SHADOWED + "\n    users.read_me()")
    assert is_served(tmp_path, SHADOWED.replace("get", "post"))
    assert is_served(tmp_path, SHADOWED.replace("/me", "/me/items"))


@pytest.mark.parametrize(
    ("route", "more"),
    [
        (f'@router.get("/me/items")\n{SHADOWED}', ""),
        (f"@command\n{SHADOWED}", ""),
        (f"@unknown()\n{SHADOWED}", ""),
        (SHADOWED, "\nrouter.add_api_route('/you/items', read_me)"),
        (SHADOWED, "\nasync def use():\n    await read_me()"),
    ],
)
def test_a_shadowed_route_that_something_else_calls(tmp_path: Path, route: str, more: str) -> None:
    assert is_served(tmp_path, route, more)


def test_a_shadowed_route_that_other_files_call(tmp_path: Path) -> None:
    texts = [
        "from app.routes import read_me\nprint(read_me())",
        "from app import routes\nprint(routes.read_me())",
        "import app.routes\nprint(app.routes.read_me())",
    ]
    for number, text in enumerate(texts):
        for name in ("app/more.py", "tests/test_routes.py"):
            assert is_served(tmp_path / f"{number}{name[0]}", SHADOWED, files={name: text})
    other = {"app/more.py": "from app import users\nusers.read_me()"}
    assert not is_served(tmp_path / "other", SHADOWED, files=other)


def test_what_is_no_body_of_a_shadowed_route_stays(tmp_path: Path) -> None:
    text = ROUTES.format(SHADOWED)
    opened = project(tmp_path, {"app/routes.py": text, "app/main.py": MAIN}, "app/routes.py")
    assert opened.never_runs(lines(opened)["here()"])
    assert not opened.never_runs(lines(opened)['@router.get("/me")'])
    assert not opened.never_runs(lines(opened)["async def read_me():"])


def test_a_route_whose_router_is_in_no_application(tmp_path: Path) -> None:
    main = MAIN.replace("app.include_router(routes.router)", "print(routes.Item)")
    route = '@router.get("/me/items")\nasync def read_items():'
    assert not is_served(tmp_path, route, files={"app/main.py": main})
    assert is_served(tmp_path / "other", route)
    tested = {"app/main.py": main, "tests/test_routes.py": MAIN}
    assert is_served(tmp_path / "tested", route, files=tested)
    by_name = f"import importlib\n{main}\nimportlib.import_module('app.' + name).router"
    assert is_served(tmp_path / "loading", route, files={"app/main.py": by_name})
    text = ROUTES.format(route)
    folder = tmp_path / "decorator"
    folder.mkdir()
    opened = project(folder, {"app/routes.py": text, "app/main.py": main}, "app/routes.py")
    assert opened.never_runs(lines(opened)['@router.get("/me/items")'])
    for text, expected in (("# from app.gone import router", False), ("from . import gone", True)):
        gone = {"app/__init__.py": text, "app/more.py": "from app.gone import router\nuse(router)"}
        files = {"app/main.py": main, **gone}
        assert is_served(tmp_path / f"gone {expected}", route, files=files) is expected
    (tmp_path / ".git").mkdir()
    assert is_served(tmp_path / "one-of-many", route, files={"app/main.py": main})
    library = {"app/main.py": "from app import routes\nprint(routes.Item)"}
    assert is_served(tmp_path / "library", route, files=library)


@pytest.mark.parametrize(
    ("including", "more", "expected"),
    [
        ("router.include_router(routes.router)", "", False),
        ("router.include_router(routes.router, prefix='/a')", "", False),
        ("router.include_router(routes.router)", "app.include_router(parts.router)", True),
        ("router.include_router(routes.router)", "mount(parts.router)", True),
        ("keep(routes.router)", "", True),
        ("make().include_router(routes.router)", "", True),
        ("routers = [routes.router]", "", True),
        ("mount(app, [routes])", "", True),
        ("print(routes.Item)", "", False),
        ("routes.router.include_router(router)", "", True),
        ("router.include_router(routes.router); routes.router.include_router(router)", "", True),
    ],
)
def test_a_router_that_another_one_includes(
    tmp_path: Path, including: str, more: str, expected: bool
) -> None:
    main = f"from fastapi import FastAPI\nfrom app import parts\napp = FastAPI()\n{more}\n"
    parts = "from fastapi import APIRouter\nfrom app import routes\nrouter = APIRouter()\n"
    route = '@router.get("/me/items")\nasync def read_items():'
    files = {"app/main.py": main, "app/parts.py": f"{parts}{including}\n"}
    assert is_served(tmp_path, route, files=files) is expected


def declared(parameters: str, path: str = "/you/items") -> str:
    return f'@router.get("{path}")\nasync def read_item({parameters}):'


@pytest.mark.parametrize(
    ("between", "again", "expected"),
    [
        ("", "FastAPI()", True),
        ("app.state.a = 1", "FastAPI(title=key)", True),
        ("outer.mount('/a', app)", "FastAPI()", False),
        ("first = app", "FastAPI()", False),
        ("", "wrap(app)", False),
        ("def later(): return app", "FastAPI()", True),  # it is the second one that this finds
        ("", "FastAPI() if key else app", False),
    ],
)
def test_an_application_whose_name_another_one_gets(
    tmp_path: Path, between: str, again: str, expected: bool
) -> None:
    text = "from fastapi import FastAPI\nfrom library import here, key, outer, wrap\n"
    text += "app = FastAPI()\n@app.get('/')\nasync def read():\n    here()\n"
    text += "@app.on_event('startup')\nasync def start(): ...\n"
    opened = project(tmp_path, {"app/main.py": f"{text}{between}\napp = {again}\n"})
    assert opened.never_runs(lines(opened)["here()"]) is expected
    assert opened.never_runs(lines(opened)["@app.on_event('startup')"]) is expected


@pytest.mark.parametrize(
    "parameters",
    [
        "item: int = Path(...)",
        "item: int = Path(description='which')",
        "item=Path()",
        "key: int, item: Annotated[int, Path()]",
        "item: Id",
        "item: int = Path(alias='you')",
    ],
)
def test_a_parameter_that_is_to_be_in_the_path_but_is_not(tmp_path: Path, parameters: str) -> None:
    assert not is_served(tmp_path, declared(parameters))
    assert is_served(tmp_path, declared(parameters, "/{item}/{you}"))


@pytest.mark.parametrize(
    "parameters",
    [
        "item: int",
        "item: int = Query()",
        "item: Item = Path()",
        "item: Unknown = Path()",
        "item: int = Path(**more)",
        "item: int = Path(alias=more)",
        "item: int = Path(validation_alias=more)",
        "item: int = Depends(Path)",
    ],
)
def test_a_parameter_that_need_not_be_in_the_path(tmp_path: Path, parameters: str) -> None:
    assert is_served(tmp_path, declared(parameters))


@pytest.mark.parametrize(
    "including",
    [
        "app.include_router(routes.router, prefix='/{item}')",
        "app.include_router(routes.router, prefix=prefix())",
        "app.include_router(routes.router)\napp.include_router(routes.router, prefix='/{item}')",
        "inner = FastAPI()\ninner.include_router(routes.router)\napp.mount('/{item}', inner)",
        "for each, at in [(routes.router, '/{item}')]:\n    app.include_router(each, prefix=at)",
        "print(routes.router)",
    ],
)
def test_where_the_path_has_it_or_is_not_known(tmp_path: Path, including: str) -> None:
    main = MAIN.replace("app.include_router(routes.router)", including)
    route = declared("item: int = Path()")
    assert is_served(tmp_path, route, files={"app/main.py": main})
    assert not is_served(tmp_path / "plain", route)


def test_other_places_of_what_a_path_lacks(tmp_path: Path) -> None:
    route = declared("item: int = Path()")
    assert is_served(tmp_path, f'@router.get("/x/{{item}}")\n{route}')
    assert not is_served(tmp_path, f'@router.get("/x/{{other}}")\n{route}')
    assert not is_served(tmp_path, f'@router.get("/me")\n{route}')  # which is shadowed
    assert is_served(tmp_path, f"@unknown\n{route}")
    assert is_served(tmp_path, route, "\nread_item(1)")
    main = MAIN.replace("(routes.router)", "(routes.router, prefix='/{other}')")
    assert not is_served(tmp_path, route, files={"app/main.py": main})


def test_a_route_class_may_fill_it_in(tmp_path: Path) -> None:
    text = ROUTES.replace('prefix="/users"', "route_class=Routes")
    files = {"app/routes.py": text.format(declared("item: int = Path()")), "app/main.py": MAIN}
    opened = project(tmp_path, files, "app/routes.py")
    assert not opened.never_runs(lines(opened)["here()"])


REPEATED = """@router.get("/me/items")
async def first(): ...

@router.get("/me/items")
async def read_me():
    here()
"""


def test_a_route_whose_path_another_one_has(tmp_path: Path) -> None:
    assert not is_served(tmp_path / "same", REPEATED)
    assert is_served(tmp_path / "alone", REPEATED.replace("/me", "/you", 1))
    assert is_served(tmp_path / "methods", REPEATED.replace("get", "post", 1))
    both = REPEATED.replace("\nasync def read_me", '\n@router.get("/you/items")\nasync def read_me')
    assert is_served(tmp_path / "both", both)
    branch = REPEATED.replace('@router.get("/me/items")\nasync def first', "async def first", 1)
    branch = branch.replace(": ...\n", ": ...\n\nif FLAG:\n    router.get('/me/items')(first)\n", 1)
    assert is_served(tmp_path / "branch", branch)


FIRST = """
from fastapi import APIRouter
router = APIRouter({})

@router.get("/{{key}}/items")
async def read_items(key: str): ...
"""
BOTH = """
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from app import first, routes

app = FastAPI()
{}
"""
ONE_AFTER_THE_OTHER = "app.include_router(first.router)\napp.include_router(routes.router)"
ITEMS = '@router.get("/{key}/items")\nasync def read_items(key: str):'


@pytest.mark.parametrize(
    ("included", "prefix", "served"),
    [
        (ONE_AFTER_THE_OTHER, "prefix='/users'", False),
        ("for each in (first, routes): app.include_router(each.router)", "prefix='/users'", True),
        (ONE_AFTER_THE_OTHER, "prefix='/people'", True),
        (ONE_AFTER_THE_OTHER, "", True),
        (
            "app.include_router(first.router, prefix='/users')\napp.include_router(routes.router)",
            "",
            False,
        ),
        (
            "app.include_router(routes.router)\napp.include_router(first.router)",
            "prefix='/users'",
            True,
        ),
        (
            "if FLAG: app.include_router(first.router)\napp.include_router(routes.router)",
            "prefix='/users'",
            True,
        ),
        (
            f"{ONE_AFTER_THE_OTHER}\napp.include_router(routes.router, prefix='/v1')",
            "prefix='/users'",
            True,
        ),
        ("app.mount('/', StaticFiles())\napp.include_router(routes.router)", "", False),
        ("app.mount('', StaticFiles())\napp.include_router(routes.router)", "", False),
        ("app.mount('/static', StaticFiles())\napp.include_router(routes.router)", "", True),
        ("app.include_router(routes.router)\napp.mount('/', StaticFiles())", "", True),
        ("if FLAG: app.mount('/', StaticFiles())\napp.include_router(routes.router)", "", True),
        (
            "sub = FastAPI()\nsub.include_router(first.router)\napp.mount('', sub)\n"
            "app.include_router(routes.router)",
            "prefix='/users'",
            True,
        ),
    ],
)
def test_a_route_whose_path_the_router_of_another_file_has(
    tmp_path: Path, included: str, prefix: str, served: bool
) -> None:
    files = {"app/first.py": FIRST.format(prefix), "app/main.py": BOTH.format(included)}
    assert is_served(tmp_path, ITEMS, files=files) is served


@pytest.mark.parametrize(
    ("body", "served"),
    [("get_route_handler(self): ...", False), ("matches(self, scope): ...", True)],
)
@pytest.mark.parametrize("everywhere", [True, False])
def test_a_route_class_of_what_comes_first(
    tmp_path: Path, body: str, served: bool, everywhere: bool
) -> None:
    kinds = "from fastapi.routing import APIRoute\nclass Routes(APIRoute):\n    def " + body
    given = "prefix='/users', route_class=Routes"
    files = {
        "app/kinds.py": kinds,
        "app/first.py": "from app.kinds import Routes\n" + FIRST.format(given),
        "app/main.py": BOTH.format(ONE_AFTER_THE_OTHER),
    }
    if everywhere:
        routes = ROUTES.format(ITEMS).replace(
            "library import Routes,", "app.kinds import Routes\nfrom library import"
        )
        files["app/routes.py"] = routes.replace('prefix="/users"', given)
    assert is_served(tmp_path, ITEMS, files=files) is served


def test_the_decorator_of_such_a_route(tmp_path: Path) -> None:
    files = {
        "app/first.py": FIRST.format("prefix='/users'"),
        "app/main.py": BOTH.format(ONE_AFTER_THE_OTHER),
        "app/routes.py": ROUTES.format(ITEMS),
    }
    opened = project(tmp_path, files, "app/routes.py")
    assert opened.never_runs(lines(opened)['@router.get("/{key}/items")'])
    assert not opened.never_runs(lines(opened)['@router.get("/{key}")'])
