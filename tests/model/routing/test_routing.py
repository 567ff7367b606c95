"""What a file registers: routes, dependencies, middleware, handlers, tasks, clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import (
    BackgroundTask,
    Dependency,
    Endpoint,
    EventHandler,
    ExceptionHandler,
    Include,
    Middleware,
    Module,
    Parameter,
    Router,
    TestClient,
)
from tests.model.build import function, module, project

IMPORTS = """
from typing import Annotated
from enum import Enum
from uuid import UUID
import fastapi
from fastapi import (APIRouter, BackgroundTasks, Body, Depends, FastAPI, File, Form, Header, Path,
                     Query, Request, Response, Security, UploadFile, WebSocket)
from pydantic import BaseModel
"""


def routes(opened: Module) -> list[tuple[str | None, list[str] | None]]:
    return [
        (e.path, None if e.methods is None else sorted(e.methods)) for e in opened.each(Endpoint)
    ]


def test_routes_by_decorator_and_by_call() -> None:
    opened = module(
        IMPORTS
        + """
app = FastAPI()
router = fastapi.APIRouter()
PREFIX = "/v1"

@app.get("/a")
def a(): ...

@router.api_route(path=f"{PREFIX}/b", methods=["GET", "post"])
async def b(): ...

@app.websocket("/ws")
async def ws(socket: WebSocket): ...

def c(): ...
app.add_api_route("/c", c, methods=["PUT"])
"""
    )
    assert routes(opened) == [
        ("/a", ["GET"]),
        ("/v1/b", ["GET", "POST"]),
        ("/ws", ["GET"]),
        ("/c", ["PUT"]),
    ]
    endpoints = list(opened.each(Endpoint))
    assert [e.websocket for e in endpoints] == [False, False, True, False]
    assert [e.decorates for e in endpoints] == [True, True, True, False]
    assert endpoints[3].function is function(opened, "c")
    assert [r.is_app for r in opened.each(Router)] == [True, False]


def test_routes_by_a_decorator_that_is_called() -> None:
    opened = module(
        IMPORTS
        + """
app = FastAPI()
def a(): ...
app.get("/a")(a)
app.websocket("/ws")(a)
app.api_route("/b", methods=["PUT"])(a)
app.get("/c")(unknown)
{}.get("/d")(a)
app.exception_handler(KeyError)(a)
"""
    )
    assert routes(opened) == [("/a", ["GET"]), ("/ws", ["GET"]), ("/b", ["PUT"])]
    assert {each.function for each in opened.each(Endpoint)} == {function(opened, "a")}
    assert not any(each.decorates for each in opened.each(Endpoint))


def test_a_name_proves_nothing() -> None:
    opened = module(
        """
        import flask
        app = flask.Flask(__name__)
        router = make_router()

        @app.get("/a")
        def a(): ...

        @router.get("/b")
        def b(): ...

        def build(app):
            @app.get("/c")
            def c(): ...
        """
    )
    assert routes(opened) == []


def test_routers_as_attributes_parameters_factories_and_subclasses() -> None:
    opened = module(
        IMPORTS
        + """
class Special(APIRouter): ...
special = Special()

@special.get("/special")
def read(): ...

def create_app() -> FastAPI: ...
app = create_app()

@app.get("/factory")
def made(): ...

def build(app: FastAPI):
    @app.get("/parameter")
    def inner(): ...

class Service:
    def __init__(self):
        self.router = APIRouter()
        self.router.add_api_route("/attribute", self.handle)
    def handle(self): ...
"""
    )
    assert [path for path, _ in routes(opened)] == [
        "/special", "/factory", "/parameter", "/attribute",
    ]  # fmt: skip


def test_the_same_router_is_told_from_another(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                from fastapi import APIRouter
                from app.routes import router, router as again, other
                from app import routes
                @router.get("/1")
                def a(): ...
                @again.get("/2")
                def b(): ...
                @routes.router.get("/3")
                def c(): ...
                @other.get("/4")
                def d(): ...
            """,
            "app/routes.py": """
                from fastapi import APIRouter
                router, other = APIRouter(), APIRouter()
            """,
        },
    )
    keys = [e.router.key for e in opened.each(Endpoint)]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert not any(e.router.own for e in opened.each(Endpoint))


def test_paths_that_are_not_literal_are_unknown() -> None:
    opened = module(
        IMPORTS + "app = FastAPI()\n@app.get(settings.path)\ndef a(): ...\n"
        "@app.api_route('/b', methods=verbs())\ndef b(): ...\n"
    )
    assert routes(opened) == [(None, ["GET"]), ("/b", None)]


def test_parameters_are_classified_as_fastapi_does() -> None:
    opened = module(
        IMPORTS
        + """
class Item(BaseModel): ...
class Color(str, Enum): ...
app = FastAPI()

def dep(): ...
Limit = Annotated[int, Query(le=100)]

@app.post("/{item_id}")
def create(item_id: int, q: str, flag: bool | None, key: UUID, color: Color, item: Item,
           tags: list[str], request: Request, response: Response, tasks: BackgroundTasks,
           file: UploadFile, files: list[UploadFile], limit: Limit,
           agent: Annotated[str, Header(alias="User-Agent")],
           name: str = Form(), data: bytes = File(), value: int = Body(), d=Depends(dep),
           e: Annotated[int, Security(dep)] = 0, strange: unknown.Thing = None, bare=None): ...
"""
    )
    kinds = {p.name: p.kind for p in opened.each(Parameter)}
    assert kinds == {
        "item_id": "path", "q": "query", "flag": "query", "key": "query", "color": "query",
        "item": "body", "tags": "body", "request": "injected", "response": "injected",
        "tasks": "injected", "file": "file", "files": "file", "limit": "query", "agent": "header",
        "name": "form", "data": "file", "value": "body", "d": "dependency",
        "e": "dependency", "strange": None, "bare": "query",
    }  # fmt: skip
    parameters = {p.name: p for p in opened.each(Parameter)}
    assert parameters["agent"].alias == "User-Agent"
    assert parameters["name"].required
    assert not parameters["e"].required


def test_signatures_follow_dependencies(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                from typing import Annotated
                from fastapi import APIRouter, Depends
                from app.deps import UserDep, Page, check
                router = APIRouter(dependencies=[Depends(check)])
                @router.get("/{user_id}/{item_id}")
                def read(user: UserDep, page: Annotated[Page, Depends()]): ...
            """,
            "app/deps.py": """
                from typing import Annotated
                from fastapi import Depends, Path
                def inner(user_id: int): ...
                class User:
                    def __init__(self, inner=Depends(inner)): ...
                UserDep = Annotated[User, Depends(User)]
                class Page:
                    def __init__(self, limit: int = 10): ...
                async def check(item: Annotated[int, Path(alias="item_id")]): ...
            """,
        },
    )
    (endpoint,) = opened.each(Endpoint)
    found = opened.signature(endpoint)
    assert found is not None
    assert found.complete
    assert found.takes("user_id")
    assert found.takes("item_id")
    assert found.takes("limit")
    assert not found.takes("other")


def test_signatures_that_may_take_anything_are_incomplete() -> None:
    for declared in ("request: Request", "**kwargs", "x=Depends(unknown)", "x=Depends(make())"):
        opened = module(
            IMPORTS
            + f"app = FastAPI()\n@app.get('/{{a}}')\ndef read({declared}):\n    use(request)\n"
        )
        (endpoint,) = opened.each(Endpoint)
        found = opened.signature(endpoint)
        assert found is not None
        assert not found.complete, declared


def test_dependencies_of_every_kind() -> None:
    opened = module(
        IMPORTS
        + """
def one(): ...
def two(): ...
def three(x: Annotated[int, Depends(one)]): ...
class Four:
    def __call__(self): ...
four = Four()
app = FastAPI(dependencies=[Depends(two)])
app.include_router(APIRouter(), dependencies=[Security(three, scopes=[])])
@app.get("/", dependencies=[Depends(four, use_cache=False)])
def read(x=Depends(lambda: 1)): ...
"""
    )
    names = sorted(d.function.name for d in opened.each(Dependency) if d.function)
    assert names == ["<lambda>", "__call__", "one", "three", "two"]


def test_middleware_in_its_three_forms(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                from fastapi import FastAPI
                from fastapi.middleware import Middleware
                from fastapi.middleware.cors import CORSMiddleware
                from app.auth import Auth
                FIRST = Middleware(CORSMiddleware, allow_origins=["*"])
                app = FastAPI(middleware=[FIRST, Middleware(Auth)])
                app.add_middleware(Auth, key=1)
                @app.middleware("http")
                async def log(request, call_next): ...
            """,
            "app/auth.py": """
                from starlette.middleware.base import BaseHTTPMiddleware
                class Auth(BaseHTTPMiddleware): ...
            """,
        },
    )
    found = {
        (m.form, m.cls, m.position if m.form == "list" else 0) for m in opened.each(Middleware)
    }
    assert found == {
        ("list", "starlette.middleware.cors.CORSMiddleware", 0),
        ("list", "app.auth.Auth", 1),
        ("add", "app.auth.Auth", 0),
        ("decorator", None, 0),
    }
    (log,) = [m for m in opened.each(Middleware) if m.form == "decorator"]
    assert log.function is function(opened, "log")
    assert log.app is not None
    assert log.app.name == "app"


def test_exception_handlers_events_and_lifespan() -> None:
    opened = module(
        IMPORTS
        + """
from contextlib import asynccontextmanager

@asynccontextmanager
async def lifespan(app: FastAPI):
    yield

async def on_start(): ...
async def by_dict(request, exc): ...
app = FastAPI(lifespan=lifespan, on_startup=[on_start], exception_handlers={404: by_dict})

@app.exception_handler(ValueError)
async def by_decorator(request, exc): ...

def by_call(request, exc): ...
app.add_exception_handler(KeyError, by_call)

@app.on_event("shutdown")
def stop(): ...
"""
    )
    handlers = {h.function.name for h in opened.each(ExceptionHandler) if h.function}
    assert handlers == {"by_dict", "by_decorator", "by_call"}
    events = [(e.how, e.kind, [f.name for f in e.functions]) for e in opened.each(EventHandler)]
    assert events == [
        ("on_event", "shutdown", ["stop"]),
        ("on_startup", "startup", ["on_start"]),
    ]
    assert [f.name for f in opened.routing.lifespans] == ["lifespan"]


def test_includes_and_mounts() -> None:
    opened = module(
        IMPORTS
        + """
app, sub, router = FastAPI(), FastAPI(), APIRouter()
app.include_router(router, prefix="/api")
app.mount("/sub", sub)
app.mount("/static", unknown())
"""
    )
    found = [(i.prefix, i.is_mount, i.included is not None) for i in opened.each(Include)]
    assert found == [("/api", False, True), ("/sub", True, True), ("/static", True, False)]


def test_background_tasks() -> None:
    opened = module(
        IMPORTS
        + """
from starlette.background import BackgroundTask
def work(): ...
app = FastAPI()
@app.get("/")
def read(tasks: BackgroundTasks, annotated: Annotated[BackgroundTasks, "note"], other):
    tasks.add_task(work, 1)
    annotated.add_task(func=work)
    other.add_task(work)
    return Response(background=BackgroundTask(work))
"""
    )
    tasks = list(opened.each(BackgroundTask))
    assert len(tasks) == 3
    assert {t.function for t in tasks} == {function(opened, "work")}


def test_test_clients() -> None:
    opened = module(
        """
        import httpx
        from fastapi.testclient import TestClient
        from elsewhere import AsyncClient
        a = TestClient(app)
        b = httpx.AsyncClient(app=app)
        c = AsyncClient(app=app)
        """
    )
    found = [(c.cls, c.app is not None) for c in opened.each(TestClient)]
    assert sorted(found) == [("httpx.AsyncClient", True), ("starlette.testclient.TestClient", True)]


def test_is_dependency_also_where_another_file_says_so(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/database.py": "def get_db():\n    yield 1\ndef helper(): ...\ndef aliased(): ...",
            "app/main.py": """
                from fastapi import Depends, FastAPI
                from app import database
                from app.other import helper
                app = FastAPI()
                @app.get("/")
                def read(db=Depends(database.get_db), x=Depends(helper)): ...
            """,
            "app/other.py": "def helper(): ...",
        },
        check="app/database.py",
    )
    assert opened.is_dependency(function(opened, "get_db")) is True
    assert opened.is_dependency(function(opened, "helper")) is False  # another one of that name
    alone = module("def get_db():\n    yield 1")
    assert alone.is_dependency(function(alone, "get_db")) is None


@pytest.mark.parametrize(("application", "is_one"), [("app/main.py", False), (None, True)])
def test_what_tests_alone_depend_on(tmp_path: Path, application: str | None, is_one: bool) -> None:
    """They show how a library is meant, and try out what an application no longer does."""
    uses = """
        from fastapi import Depends, FastAPI
        from app.database import get_db, get_settings
        app = FastAPI()
        @app.get("/")
        def read(db=Depends(get_db)): ...
    """
    opened = project(
        tmp_path,
        {
            "app/__init__.py": "",
            "app/database.py": "def get_db():\n    yield 1\ndef get_settings(): ...",
            "tests/test_app.py": uses,
        }
        | ({application: uses.replace("get_db)", "get_settings)")} if application else {}),
        check="app/database.py",
    )
    assert opened.is_dependency(function(opened, "get_db")) is is_one
    assert opened.is_dependency(function(opened, "get_settings")) is not is_one


def test_an_object_of_another_file_makes_its_call_a_dependency(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/limits.py": """
                class Limit:
                    def __call__(self): yield 1

                class Unused:
                    def __call__(self): yield 1
            """,
            "app/shared.py": """
                from app.limits import Limit, Unused
                heavy = Limit()
                unused = Unused()
            """,
            "app/main.py": """
                from fastapi import Depends, FastAPI
                from app.shared import heavy
                app = FastAPI()

                @app.get("/", dependencies=[Depends(heavy)])
                def read(): ...
            """,
        },
        check="app/limits.py",
    )
    functions = opened.syntax.summary.functions
    assert opened.is_dependency(functions["app.limits.Limit.__call__"]) is True
    assert opened.is_dependency(functions["app.limits.Unused.__call__"]) is False


def test_what_another_file_has_made_is_a_dependency(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/sessions.py": """
                def session_for(role):
                    def dependency():
                        yield role
                    return dependency
                def unused_for(role):
                    def dependency():
                        yield role
                    return dependency
                class Guard:
                    def asking(self, role):
                        async def check():
                            def helper(): ...
                            yield role
                        return check
            """,
            "app/main.py": """
                from fastapi import Depends, FastAPI
                from app.sessions import Guard, session_for, unused_for
                app, guard, made = FastAPI(), Guard(), unused_for("admin")
                @app.get("/", dependencies=[Depends(guard.asking("admin"))])
                def read(session=Depends(session_for(role="admin"))): ...
            """,
        },
        check="app/sessions.py",
    )
    found = {
        name: opened.is_dependency(each) for name, each in opened.syntax.summary.functions.items()
    }
    assert {name.removeprefix("app.sessions.") for name in found if found[name]} == {
        "session_for.<locals>.dependency",
        "Guard.asking.<locals>.check",
    }


def test_unions_that_lead_back_to_themselves_end() -> None:
    opened = module(
        IMPORTS + "X = int\nX = X | None\napp = FastAPI()\n@app.get('/')\ndef read(x: X): ..."
    )
    (parameter,) = opened.each(Parameter)
    assert parameter.kind is None
