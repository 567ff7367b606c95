"""How an application is put together, across files."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from flake8_fastapi.model import Endpoint, Function, Module, Place, Ref, Router
from flake8_fastapi.model.project import listing
from tests.model.build import project as build

USERS = """
    from fastapi import APIRouter, Depends
    from app.deps import of_router, of_route
    router = APIRouter(prefix="/users", tags=["users"], dependencies=[Depends(of_router)])
    @router.get("/{user_id}", dependencies=[Depends(of_route)], tags=["one"])
    def read(user_id: int): ...
    @router.post("")
    def create(): ...
"""
DEPS = "def of_app(): ...\ndef of_api(): ...\ndef of_router(): ...\ndef of_route(): ..."
HEAD = "from fastapi import APIRouter, Depends, FastAPI\nfrom app import users\n"


def opened(folder: Path, main: str, check: str = "app/main.py", **others: str) -> Module:
    """A project with the users' routes and a main file."""
    files = {"app/main.py": HEAD + dedent(main), "app/users.py": USERS, "app/deps.py": DEPS}
    for name, source in others.items():
        files[f"app/{name}.py"] = source
    return build(folder, files, check=check)


def app_of(module: Module) -> Router:
    (found,) = [router for router in module.each(Router) if router.is_app]
    return found


def paths(module: Module) -> list[str | None]:
    return [route.path for route in module.assembly.table(app_of(module)).routes]


def is_whole(module: Module) -> bool:
    table = module.assembly.table(app_of(module))
    return table.complete and table.ordered and all(route.certain for route in table.routes)


def places_of(module: Module) -> list[Place]:
    (router,) = module.each(Router)
    return module.assembly.places(router).found


def names(expressions: tuple[object, ...]) -> list[str]:
    return [e.name.rpartition(".")[2] for e in expressions if isinstance(e, Ref)]


INCLUDING = """
    from app.deps import of_app, of_api
    app = FastAPI(dependencies=[Depends(of_app)])
    api = APIRouter(prefix="/api", tags=["api"])
    api.include_router(users.router, prefix="/v1", tags=["v1"], dependencies=[Depends(of_api)])
    app.include_router(api, prefix="/root")
"""


def test_prefixes_dependencies_and_tags_come_from_all_around(tmp_path: Path) -> None:
    module = opened(tmp_path, INCLUDING, check="app/users.py")
    read, create = module.each(Endpoint)
    places = module.assembly.places(read)
    assert places.complete
    (place,) = places.found
    assert place.path == "/root/api/v1/users/{user_id}"
    assert names(place.dependencies) == ["of_app", "of_api", "of_router", "of_route"]
    assert place.complete
    assert place.certain
    assert place.tags == ("api", "v1", "users", "one")
    assert [app.name for app in place.apps] == ["app"]
    assert [call.lineno for call in place.calls] == [7, 8]
    assert [p.path for p in module.assembly.places(create).found] == ["/root/api/v1/users"]


def test_the_table_of_an_application_has_the_routes_of_other_files(tmp_path: Path) -> None:
    module = opened(tmp_path, INCLUDING)
    read, create = module.assembly.table(app_of(module)).routes
    assert is_whole(module)
    assert read.path == "/root/api/v1/users/{user_id}"
    assert read.methods == frozenset({"GET"})
    assert isinstance(read.function, Function)
    assert read.function.name == "read"
    assert names(read.dependencies) == ["of_app", "of_api", "of_router", "of_route"]
    assert read.tags == ("api", "v1", "users", "one")
    assert create.methods == frozenset({"POST"})


def test_what_is_tried_first_comes_first(tmp_path: Path) -> None:
    main = """
        app = FastAPI()
        @app.get("/users/me")
        @app.head("/users/me")
        def me(): ...
        app.include_router(users.router)
        @app.websocket("/ws")
        def ws(): ...
        app.add_api_route("/last", me, methods=["PUT", "patch"])
    """
    module = opened(tmp_path, main)
    table = module.assembly.table(app_of(module))
    assert [(r.path, sorted(r.methods or ()), r.websocket) for r in table.routes] == [
        ("/users/me", ["HEAD"], False),
        ("/users/me", ["GET"], False),
        ("/users/{user_id}", ["GET"], False),
        ("/users", ["POST"], False),
        ("/ws", ["GET"], True),
        ("/last", ["PATCH", "PUT"], False),
    ]
    assert table.routes[-1].function is table.routes[0].function


@pytest.mark.parametrize(
    "call",
    [
        "app.include_router(users.router, prefix=settings.prefix)",
        "app.include_router(users.router, **options)",
        "app.include_router(unknown.router)",
        "app.add_api_route(settings.path, print)",
        "app.mount(settings.path, users.router)",
        "for n in range(2):\n    app.include_router(users.router, prefix=f'/{n}')",
    ],
)
def test_what_is_not_literal_is_unknown(tmp_path: Path, call: str) -> None:
    module = opened(tmp_path, f"import settings, unknown\napp = FastAPI()\n{call}\n")
    assert not is_whole(module)
    assert set(paths(module)) == {None}


def test_an_included_router_that_nobody_knows_may_be_any(tmp_path: Path) -> None:
    source = "app = FastAPI()\ndef setup(app: FastAPI, router): app.include_router(router)\n"
    module = opened(tmp_path, source, check="app/users.py")
    (router,) = module.each(Router)
    places = module.assembly.places(router)
    assert places.found == []
    assert not places.complete
    module = opened(tmp_path, "app = FastAPI()", check="app/users.py")
    assert module.assembly.places(next(iter(module.each(Router)))).complete


@pytest.mark.parametrize(
    ("included", "sees_all"),
    [
        ("getattr(module, 'router')", False),
        ("find_router()", False),
        ("FastAPIUsers().get_auth_router()", True),
        ("Admin()", True),
    ],
)
def test_what_may_be_any_router(tmp_path: Path, included: str, sees_all: bool) -> None:
    main = "from fastapi_users import FastAPIUsers\nfrom admin import Admin\napp = FastAPI()\n"
    main += f"def find_router(): return ROUTERS[0]\napp.include_router({included})\n"
    module = opened(tmp_path, main, check="app/users.py")
    (router,) = module.each(Router)
    assert module.assembly.places(router).complete is sees_all


def test_factories_that_are_handed_a_router(tmp_path: Path) -> None:
    factory = """
        from fastapi import APIRouter, FastAPI
        def create(router: APIRouter) -> FastAPI:
            application = FastAPI()
            application.include_router(router, prefix="/api")
            return application
    """
    main = "from app.factory import create\napp = create(users.router)\n"
    module = opened(tmp_path, main, factory=factory, check="app/users.py")
    (router,) = module.each(Router)
    places = module.assembly.places(router)
    assert [place.path for place in places.found] == ["/api/users"]
    assert places.complete
    module = opened(tmp_path, "", factory=factory, check="app/users.py")
    (router,) = module.each(Router)
    assert not module.assembly.places(router).complete


def test_several_places_and_branches(tmp_path: Path) -> None:
    main = """
        import os
        app = FastAPI()
        app.include_router(users.router, prefix="/a")
        if os.getenv("B"):
            app.include_router(users.router, prefix="/b")
    """
    module = opened(tmp_path, main, check="app/users.py")
    assert [(p.path, p.certain) for p in places_of(module)] == [
        ("/a/users", True), ("/b/users", False),
    ]  # fmt: skip


def test_factories(tmp_path: Path) -> None:
    main = """
        def create_app(prefix: str = "/api") -> FastAPI:
            app = FastAPI()
            app.include_router(users.router, prefix=prefix)
            return app
        application = create_app()
    """
    module = opened(tmp_path, main)
    assert paths(module) == ["/api/users/{user_id}", "/api/users"]
    assert is_whole(module)
    assert [p.path for p in places_of(opened(tmp_path, main, check="app/users.py"))] == [
        "/api/users"
    ]
    called = main.replace("create_app()\n", "create_app(prefix='/v2')\n")
    assert paths(opened(tmp_path, called)) == ["/v2/users/{user_id}", "/v2/users"]
    uncalled = main.replace("application = create_app()", "")
    assert set(paths(opened(tmp_path, uncalled))) == {None}  # whatever it will be called with


def test_a_factory_that_is_called_twice_makes_the_same_twice(tmp_path: Path) -> None:
    factory = """
        from fastapi import FastAPI
        from app import users
        def create():
            app = FastAPI()
            app.include_router(users.router)
            return app
    """
    main = "from app.factory import create\none = create()\ntwo = create()\n"
    module = opened(tmp_path, main, factory=factory, check="app/factory.py")
    assert paths(module) == ["/users/{user_id}", "/users"]
    module = opened(tmp_path, main, factory=factory, check="app/users.py")
    assert [place.path for place in places_of(module)] == ["/users"]


def test_routers_made_by_a_function_are_told_apart(tmp_path: Path) -> None:
    main = """
        def make(prefix):
            router = APIRouter(prefix=prefix)
            @router.get("/x")
            def x(): ...
            return router
        app = FastAPI()
        app.include_router(make("/a"))
        app.include_router(make("/b"), prefix="/c")
    """
    assert paths(opened(tmp_path, main)) == ["/a/x", "/c/b/x"]


def test_functions_that_are_handed_the_application(tmp_path: Path) -> None:
    main = """
        from app.setup_routes import setup_routes
        app = FastAPI()
        @app.get("/first")
        def first(): ...
        setup_routes(app, "/v1")
        @app.get("/last")
        def last(): ...
    """
    setup = """
        from app import users
        def setup_routes(app, prefix, *, inner="/inner"):
            app.include_router(users.router, prefix=f"{prefix}{inner}")
    """
    module = opened(tmp_path, main, setup_routes=setup)
    expected: list[str | None] = [
        "/first", "/v1/inner/users/{user_id}", "/v1/inner/users", "/last",
    ]  # fmt: skip
    assert paths(module) == expected
    assert is_whole(module)
    module = opened(tmp_path, main, setup_routes=setup, check="app/users.py")
    assert [p.path for p in places_of(module)] == ["/v1/inner/users"]
    assert [a.name for a in places_of(module)[0].apps] == ["app"]


def test_attributes(tmp_path: Path) -> None:
    main = """
        class Server:
            def __init__(self):
                self.app = FastAPI()
                self.router = APIRouter(prefix="/own")
                self.add_routes()
                self.app.include_router(self.router)
            def add_routes(self):
                self.router.add_api_route("/handle", self.handle)
                self.app.include_router(users.router)
            def handle(self): ...
        server = Server()
    """
    module = opened(tmp_path, main)
    assert paths(module) == ["/users/{user_id}", "/users", "/own/handle"]
    handle = module.assembly.table(app_of(module)).routes[-1].function
    assert handle is not None
    assert handle.name == "handle"


@pytest.mark.parametrize(
    "loop",
    [
        "for r in [users.router]:\n    app.include_router(r, prefix='/v1')",
        "for r in ROUTERS:\n    app.include_router(r, prefix='/v1')",
        "for r, prefix in PAIRS:\n    app.include_router(r, prefix=prefix)",
        "for p, r in TABLE.items():\n    app.include_router(r, prefix=p)",
        "for m in (users,):\n    app.include_router(m.router, prefix='/v1')",
        "for r in ROUTERS:\n    add(app, r)",
    ],
)
def test_lists_that_are_looped_over(tmp_path: Path, loop: str) -> None:
    main = (
        "from app.lists import PAIRS, ROUTERS, TABLE\napp = FastAPI()\n"
        "def add(app, r):\n    app.include_router(r, prefix='/v1')\n" + loop
    )
    lists = """
        from app.users import router
        ROUTERS = [router]
        PAIRS = ((router, "/v1"),)
        TABLE = {"/v1": router}
    """
    module = opened(tmp_path, main, lists=lists)
    assert paths(module) == ["/v1/users/{user_id}", "/v1/users"]
    assert is_whole(module)
    module = opened(tmp_path, main, lists=lists, check="app/users.py")
    assert [p.path for p in places_of(module)] == ["/v1/users"]


def test_a_list_that_nobody_knows(tmp_path: Path) -> None:
    module = opened(tmp_path, "app = FastAPI()\nfor r in find():\n    app.include_router(r)")
    assert not is_whole(module)


@pytest.mark.parametrize(
    "change", ["ROUTERS.append(unknown)", "ROUTERS += unknown", "def f():\n    ROUTERS.extend(g())"]
)
def test_a_list_that_changes_is_unknown(tmp_path: Path, change: str) -> None:
    main = "app, ROUTERS = FastAPI(), [users.router]\n"
    loop = "for router in ROUTERS:\n    app.include_router(router)\n"
    assert is_whole(opened(tmp_path, main + loop))
    assert not is_whole(opened(tmp_path, f"{main}{change}\n{loop}"))


@pytest.mark.parametrize(
    ("routes", "whole"), [("", True), ("[]", True), ("[Mount('/m', users.router)]", False)]
)
def test_routes_that_an_application_is_made_with(tmp_path: Path, routes: str, whole: bool) -> None:
    main = f"from starlette.routing import Mount\napp = FastAPI({routes and 'routes=' + routes})\n"
    assert is_whole(opened(tmp_path, main)) is whole


@pytest.mark.parametrize("owner", ["app", "app.router", "router", "again", "applications['first']"])
def test_other_names_of_an_application(tmp_path: Path, owner: str) -> None:
    main = "app = FastAPI()\nrouter = app.router\nagain = app\napplications = {'first': app}\n"
    assert paths(opened(tmp_path, f"{main}{owner}.include_router(users.router)")) == [
        "/users/{user_id}", "/users",
    ]  # fmt: skip


@pytest.mark.parametrize("made", ["unknown()", "unknown.App()", "class_of(FastAPI)()"])
def test_an_application_that_nobody_knows(tmp_path: Path, made: str) -> None:
    main = f"import unknown\napp = {made}\napp.include_router(users.router)\n"
    module = opened(tmp_path, main, check="app/users.py")
    (router,) = module.each(Router)
    places = module.assembly.places(router)
    assert [place.path for place in places.found] == [None]


def test_several_routers_of_a_list_are_several(tmp_path: Path) -> None:
    main = """
        items = APIRouter()
        @items.get("/items")
        def read_items(): ...
        app = FastAPI()
        for router in (users.router, items):
            app.include_router(router)
    """
    assert paths(opened(tmp_path, main)) == ["/users/{user_id}", "/users", "/items"]


def test_subclasses(tmp_path: Path) -> None:
    main = """
        class Special(APIRouter):
            def __init__(self, name):
                super().__init__(prefix=f"/{name}", tags=[name])
                self.add_api_route("/health", self.health)
            def health(self): ...
        class Application(FastAPI):
            def __init__(self):
                super().__init__()
                self.include_router(users.router)
        app = Application()
        app.include_router(Special("special"))
    """
    module = opened(tmp_path, main)
    assert paths(module) == ["/users/{user_id}", "/users", "/special/health"]
    assert module.assembly.table(app_of(module)).routes[-1].tags == ("special",)


def test_class_based_views(tmp_path: Path) -> None:
    main = """
        from typing import Annotated, ClassVar
        from fastapi_utils.cbv import cbv
        from fastapi_utils.inferring_router import InferringRouter
        from app.deps import of_api, of_app
        class Session: ...
        def get_db() -> Session: ...
        router = InferringRouter()
        class Common:
            common: int = Depends(of_app)
        @cbv(router)
        class Items(Common):
            limit: ClassVar[int] = 3
            db: Session = Depends(get_db)
            user: Annotated[int, Depends(of_api)]
            @router.get("/items/{item_id}")
            def read(self, item_id: int): return self.db
        app = FastAPI()
        app.include_router(router)
    """
    module = opened(tmp_path, main)
    (route,) = module.assembly.table(app_of(module)).routes
    assert route.path == "/items/{item_id}"
    assert names(route.dependencies) == ["get_db", "of_api", "of_app"]
    (endpoint,) = module.each(Endpoint)
    assert [p.name for p in endpoint.parameters] == ["item_id"]
    signature = module.signature(endpoint)
    assert signature is not None
    assert {p.name for p in signature.parameters} == {"item_id", "db", "user", "common"}
    read = endpoint.function
    assert read is not None
    assert module.values.class_of(read.returned[0]) == "app.main.Session"
    plain = opened(tmp_path, main.replace("@cbv(router)", ""))
    (route,) = plain.assembly.table(app_of(plain)).routes
    assert route.dependencies == ()


def test_mounted_applications(tmp_path: Path) -> None:
    main = """
        from starlette.staticfiles import StaticFiles
        from app.deps import of_app
        sub = FastAPI()
        sub.include_router(users.router)
        app = FastAPI(dependencies=[Depends(of_app)])
        app.mount("/sub", sub)
        app.mount("/static", StaticFiles(directory="static"))
    """
    module = opened(tmp_path, main)
    sub, app = module.each(Router)
    table = module.assembly.table(app)
    assert [(r.path, r.mounted, names(r.dependencies)) for r in table.routes] == [
        ("/sub/users/{user_id}", True, ["of_router", "of_route"]),
        ("/sub/users", True, ["of_router"]),
        ("/static", True, []),
    ]
    assert table.complete
    assert [p.path for p in module.assembly.places(sub).found] == ["/sub"]
    (place,) = places_of(opened(tmp_path, main, check="app/users.py"))
    assert place.path == "/sub/users"
    assert [a.name for a in place.apps] == ["sub", "app"]
    assert names(place.dependencies) == ["of_router"]


def test_routes_that_other_files_add(tmp_path: Path) -> None:
    more = "from app.main import app\n@app.get('/more')\ndef more(): ...\n"
    module = opened(tmp_path, "app = FastAPI()\n@app.get('/a')\ndef a(): ...\n", more=more)
    table = module.assembly.table(app_of(module))
    assert [(r.path, r.certain) for r in table.routes] == [("/a", True), ("/more", False)]
    assert not table.ordered


def test_only_the_routes_of_some_files(tmp_path: Path) -> None:
    main = """
        from app import items, news
        app = FastAPI()
        app.include_router(users.router)
        app.include_router(items.router)
        app.include_router(news.router)
        @app.get("/own")
        def own(): ...
    """
    made = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/{name}')\n"
    items, news = (made.format(name=each) + "def all(): ..." for each in ("items", "news"))
    module = opened(tmp_path, main, items=items, news=news)
    found = module.assembly.table(app_of(module), frozenset({str(tmp_path / "app/news.py")}))
    assert [route.path for route in found.routes] == ["/news", "/own"]
    assert "/items" in paths(module)  # what was left out once is not left out for good


def test_what_a_route_calls_puts_nothing_together(tmp_path: Path) -> None:
    main = """
        app = FastAPI()
        def setup(app):
            app.include_router(users.router)
        @app.post("/setup")
        def late():
            setup(app)
    """
    assert "/users" not in paths(opened(tmp_path, main))
    assert "/users" in paths(opened(tmp_path, main.replace("@app", "setup(app)\n        @app")))


def test_middleware_in_the_order_in_which_it_wraps(tmp_path: Path) -> None:
    main = """
        from fastapi.middleware import Middleware
        from fastapi.middleware.cors import CORSMiddleware
        from fastapi.middleware.gzip import GZipMiddleware
        from app.auth import Auth, install
        app = FastAPI(middleware=[Middleware(GZipMiddleware), Middleware(Auth)])
        app.add_middleware(Auth)
        @app.middleware("http")
        async def log(request, call_next): ...
        install(app)
        app.add_middleware(CORSMiddleware, allow_origins=["*"])
    """
    auth = """
        from starlette.middleware.base import BaseHTTPMiddleware
        from starlette.middleware.sessions import SessionMiddleware
        class Auth(BaseHTTPMiddleware): ...
        def install(application):
            application.add_middleware(SessionMiddleware)
    """
    module = opened(tmp_path, main, auth=auth)
    wrapping = module.assembly.middleware(app_of(module))
    assert wrapping.complete
    assert [
        (m.form, (m.cls or (m.function.name if m.function else "?")).rpartition(".")[2])
        for m in wrapping.layers
    ] == [
        ("add", "CORSMiddleware"),
        ("add", "SessionMiddleware"),
        ("decorator", "log"),
        ("add", "Auth"),
        ("list", "GZipMiddleware"),
        ("list", "Auth"),
    ]
    assert [m.position for m in wrapping.layers] == [0, 1, 2, 3, 4, 5]
    doubtful = main.replace("install(app)", "if app.debug:\n            install(app)")
    module = opened(tmp_path, doubtful, auth=auth)
    assert not module.assembly.middleware(app_of(module)).complete


def test_lifespans_handed_on(tmp_path: Path) -> None:
    main = """
        from app.life import lifespan, of_router, of_sub
        router = APIRouter(lifespan=of_router)
        sub = FastAPI(lifespan=of_sub)
        app = FastAPI(lifespan=lifespan)
        app.include_router(router)
        app.mount("/sub", sub)
    """
    life = """
        from contextlib import asynccontextmanager
        @asynccontextmanager
        async def lifespan(app):
            yield
        @asynccontextmanager
        async def of_router(app):
            yield
        @asynccontextmanager
        async def of_sub(app):
            yield
    """

    def runs(life: str) -> list[tuple[str, bool | None]]:
        module = opened(tmp_path, main, life=life)
        app = next(r for r in module.each(Router) if r.name == "app")
        return [
            (lifespan.function.name, lifespan.runs)
            for lifespan in module.assembly.lifespans(app)
            if lifespan.function
        ]

    assert runs(life) == [("lifespan", True), ("of_router", True), ("of_sub", False)]
    handing = life.replace(
        "        async def lifespan(app):\n            yield",
        "        async def lifespan(app):\n"
        "            async with app.sub.router.lifespan_context(app):\n                yield",
    )
    assert runs(handing)[-1] == ("of_sub", None)
    another = life.replace(
        "        async def lifespan(app):\n            yield",
        "        async def lifespan(app):\n"
        "            async with other.router.lifespan_context(other):\n                yield\n"
        "        other = FastAPI()",
    ).replace(
        "        from contextlib", "        from fastapi import FastAPI\n        from contextlib"
    )
    assert runs(another)[-1] == ("of_sub", False)
    given = another.replace(
        "                yield", "                await start([sub])\n                yield", 1
    )
    given = given.replace("import FastAPI", "import FastAPI\n        from app.main import sub", 1)
    assert runs(given)[-1] == ("of_sub", None)


def test_beyond_the_bounds_nothing_is_sure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_FILES", 1)
    module = opened(tmp_path, INCLUDING, check="app/users.py")
    (router,) = module.each(Router)
    assert not module.assembly.places(router).complete


@pytest.mark.parametrize(("main", "sees_all"), [("app.mount('/x', FastAPI())", True), ("(", False)])
def test_a_file_that_cannot_be_read_may_say_anything(
    tmp_path: Path, main: str, sees_all: bool
) -> None:
    source = f"app = FastAPI()\napp.include_router(APIRouter())\n{main}"
    module = opened(tmp_path, source, check="app/users.py")
    (router,) = module.each(Router)
    assert module.assembly.places(router).complete is sees_all


def test_tests_put_nothing_together(tmp_path: Path) -> None:
    check = "from fastapi import FastAPI\nfrom app.users import router\napp = FastAPI()\n"
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_users.py").write_text(check + "app.include_router(router)\n")
    module = opened(tmp_path, "", check="app/users.py")
    assert places_of(module) == []


def test_answers_do_not_depend_on_the_order_of_questions(tmp_path: Path) -> None:
    first = opened(tmp_path, INCLUDING)
    before = paths(first)
    first.assembly.middleware(app_of(first))
    assert paths(first) == before
    second = opened(tmp_path, INCLUDING)
    second.assembly.middleware(app_of(second))
    for router in second.each(Router):
        second.assembly.places(router)
    assert paths(second) == before


def test_routers_that_include_each_other_end(tmp_path: Path) -> None:
    main = """
        a, b = APIRouter(), APIRouter()
        a.include_router(b)
        b.include_router(a)
        app = FastAPI()
        app.include_router(a)
    """
    module = opened(tmp_path, main)
    assert not is_whole(module)
    for router in module.each(Router):
        module.assembly.places(router)


def test_a_file_that_another_one_calls_by_a_shorter_name(tmp_path: Path) -> None:
    files = {
        "backend/app/users.py": USERS.replace("app.deps", "backend.app.deps"),
        "backend/app/deps.py": DEPS,
        "backend/app/web/api.py": HEAD.replace("from app", "from ..")
        + "app = FastAPI()\napp.include_router(users.router, prefix='/api')\n",
    }
    build(tmp_path, files, check="backend/app/users.py")
    (tmp_path / "backend/__init__.py").unlink()
    users = build(tmp_path, {}, check="backend/app/users.py")
    assert users.syntax.summary.name == "backend.app.users"
    assert [place.path for place in places_of(users)] == ["/api/users"]
