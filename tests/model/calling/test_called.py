"""Who is surely called: what routes get to, and what only others of the same name do."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model.calling.called import Called
from flake8_fastapi.model.project import project_files
from tests.model.build import project

MAIN = """
from fastapi import Depends, FastAPI
from app.items import {imports}

app = FastAPI()

{use}
"""
ITEMS = "app/items.py"
STORE = """
class Store:
    async def delete(self, key):
        here()

    async def sweep(self):
        here()

    async def sweep_all(self):
        await self.sweep()

class Other:
    def delete(self, key): ...
"""


def runs(folder: Path, text: str, use: str, imports: str = "*", line: int = 4) -> bool:
    """Whether a line of `items` runs, of which the application does something."""
    files = {"app/main.py": MAIN.format(imports=imports, use=use), ITEMS: text}
    return is_called(folder, files, line)


def is_called(folder: Path, files: dict[str, str], line: int = 4) -> bool:
    return Called(project(folder, files, ITEMS)).has(line)


ROUTE = """
@app.get("/")
async def read({parameter}):
    {statement}
"""


@pytest.mark.parametrize(
    ("parameter", "statement"),
    [
        ("", "await Store().delete(1)"),
        ("store: Store", "await store.delete(1)"),
        ("store", "await store.delete(1)"),  # of an unknown one: it may be this
        ("", "stores[0].delete(1)"),
        ("", "later(Store().delete)"),  # handed on
        ("", "Store().delete.delay(1)"),
        ("", "await app.state.store.delete(1)"),
    ],
)
def test_a_method_of_a_common_name(tmp_path: Path, parameter: str, statement: str) -> None:
    assert runs(tmp_path, STORE, ROUTE.format(parameter=parameter, statement=statement))


@pytest.mark.parametrize(
    ("parameter", "statement"),
    [
        ("", "Other().delete(1)"),
        ("store: Store", "await store.delete(1, 2)"),  # a TypeError: its body never begins
        ("other: Other", "other.delete(1)"),
        ("", "Store()"),
        ("", "print('delete')"),
        ("delete: int", "print(delete.real)"),
        ("", "delete = 1\n    if delete: print(delete.real)"),
    ],
)
def test_that_only_others_are_called_by(tmp_path: Path, parameter: str, statement: str) -> None:
    assert not runs(tmp_path, STORE, ROUTE.format(parameter=parameter, statement=statement))


def test_through_methods_that_are_called(tmp_path: Path) -> None:
    called = ROUTE.format(parameter="", statement="await Store().sweep_all()")
    idle = ROUTE.format(parameter="", statement="Store()")
    assert runs(tmp_path, STORE, called, line=7)
    assert not runs(tmp_path, STORE, idle, line=7)


def test_a_name_that_only_one_has_is_looked_for_everywhere(tmp_path: Path) -> None:
    files = {
        "app/main.py": MAIN.format(imports="Store", use="from app import jobs\nstore = Store()"),
        "app/jobs.py": "def clean(store):\n    store.sweep()\nclean(None)",
        ITEMS: STORE,
    }
    assert is_called(tmp_path, files, 7)
    files["app/jobs.py"] = "def clean(store):\n    store.sweep()"  # nobody calls that one
    (tmp_path / "other").mkdir()
    assert not is_called(tmp_path / "other", files, 7)


DEPENDENCY = """
from typing import Annotated
from fastapi import Depends
def get_store():
    here()
def get_keeper(store=Depends(get_store)): ...
StoreDep = Annotated[object, Depends(get_store)]
def get_cleaner(store: StoreDep): ...
"""


@pytest.mark.parametrize("given", ["get_store", "get_keeper", "get_cleaner"])
def test_a_dependency_runs_for_what_depends_on_it(tmp_path: Path, given: str) -> None:
    use = ROUTE.format(parameter=f"it=Depends({given})", statement="...")
    assert runs(tmp_path, DEPENDENCY, use)


@pytest.mark.parametrize(
    "use",
    [
        "@app.get('/', dependencies=[Depends(get_store)])\ndef read(): ...",
        "app.include_router(other, dependencies=[Depends(get_store)])",
        "@app.get('/')\ndef read(store: StoreDep): ...",
    ],
)
def test_a_dependency_that_is_used_otherwise(tmp_path: Path, use: str) -> None:
    assert runs(tmp_path, DEPENDENCY, use)


def test_a_dependency_of_what_nobody_uses(tmp_path: Path) -> None:
    assert not runs(tmp_path, DEPENDENCY, "print(StoreDep)")


INSIDE = """
from starlette.middleware.base import BaseHTTPMiddleware
class Limit(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        here()
    def __init__(self, app): super().__init__(app)
def set_up(app):
    app.add_middleware(Limit)
    @app.get("/inside")
    async def inside():
        here()
"""


@pytest.mark.parametrize("line", [5, 11])
def test_what_a_function_adds_to_an_application(tmp_path: Path, line: int) -> None:
    assert runs(tmp_path, INSIDE, "set_up(app)", line=line)
    other = tmp_path / "other"
    other.mkdir()
    assert not runs(other, INSIDE, "", "nothing", line=line)


@pytest.mark.parametrize(
    "text",
    [
        "class Store:\n  @told\n  def a(self):\n    here()",
        "class Store(Known):\n  def a(self): ...\n  def delete(self):\n    here()",
        "class Store:\n  def a(self): ...\n  def handler(self):\n    here()",
        "class Store:\n  def a(self): ...\n  def __len__(self):\n    here()",
        "class Store:\n  def a(self): ...\n  def on_delete(self):\n    here()\n"
        "  def __call__(self, event):\n    getattr(self, f'on_{event}')()",
    ],
)
def test_what_others_than_the_project_may_call(tmp_path: Path, text: str) -> None:
    assert runs(tmp_path, f"{text}\ndef on_delete(): ...\ndef delete(): ...", "Store()")


PROTOCOL = """
from typing import Protocol
class Keeps(Protocol):
    def delete(self): ...
class Remover:
    def delete(self): ...
"""
KEPT = """
class Store:
    def delete(self):
        here()
"""


def test_behind_a_protocol(tmp_path: Path) -> None:
    use = "from app.protocol import Keeps\n" + ROUTE.format(
        parameter="", statement="keeps: Keeps = stores[0]\n    keeps.delete()"
    )
    files = {"app/main.py": MAIN.format(imports="Store", use=use), ITEMS: KEPT}
    files["app/protocol.py"] = PROTOCOL
    assert is_called(tmp_path, files)
    (tmp_path / "other").mkdir()
    files["app/protocol.py"] = PROTOCOL + "    def read(self): ...\n"
    assert is_called(tmp_path / "other", files)
    (tmp_path / "more").mkdir()
    files["app/protocol.py"] = PROTOCOL.replace(
        "(Protocol)", "(Protocol):\n    def read(self): ...\nclass Rest"
    )
    assert is_called(tmp_path / "more", files)


ABSTRACT = """
class Stores(ABC):
    async def store(self, key):
        here()
class Base(ABC):
    @abstractmethod
    async def store(self, key): ...
class Derived(Base):
    async def store(self, key): ...
"""
MIXIN = "class Mixed(Stores, Base): ...\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ABSTRACT, False),
        (ABSTRACT.replace("Stores(ABC)", "Stores(Base)"), True),
        (ABSTRACT.replace("Stores(ABC)", "Stores(Unknown)"), True),
        (ABSTRACT + MIXIN, True),
        (ABSTRACT.replace("Derived(Base)", "Derived"), True),  # which may be meant as well
        (ABSTRACT.replace("Base(ABC)", "Base(Protocol)"), True),
        (
            ABSTRACT.replace("): ...\nclass D", "):\n        raise NotImplementedError\nclass D"),
            False,
        ),
    ],
)
def test_behind_an_abstract_class_that_others_complete(
    tmp_path: Path, text: str, expected: bool
) -> None:
    text = "from abc import ABC, abstractmethod\nfrom typing import Protocol" + text
    use = ROUTE.format(parameter="given: Base", statement="await given.store(1)\n    Stores()")
    assert runs(tmp_path, text, use, line=4) is expected


def test_a_library_is_for_whoever_wants_it(tmp_path: Path) -> None:
    use = ROUTE.format(parameter="", statement="Store(), Other().delete(1)")
    application = MAIN.format(imports="*", use=use)
    files = {"app/main.py": application, ITEMS: STORE}
    assert project(tmp_path, files, ITEMS).never_runs(4)
    (tmp_path / "other").mkdir()
    files["app/main.py"] = application.replace("FastAPI", "APIRouter")
    assert not project(tmp_path / "other", files, ITEMS).never_runs(4)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, False),
        ({ITEMS: STORE + "if __name__ == '__main__': Store()"}, True),
        ({ITEMS: STORE + "app = Store()"}, True),  # a server may be told to start it
        ({ITEMS: STORE + "from fastapi import FastAPI\napp = FastAPI()"}, False),
        ({ITEMS: STORE + "from fastapi import FastAPI\n"
          "def create():\n    run(Store().delete(1))\n    return FastAPI()"}, False),
        ({ITEMS: STORE + "from fastapi import FastAPI\n"
          "def create():\n    run(Store().delete(1))\n    return FastAPI()",
          "app/main.py": "print()"}, True),  # there is no other
        ({ITEMS: STORE + "from fastapi import FastAPI\n"
          "def create():\n    run(Store().delete(1))\n    return FastAPI()",
          "app/run.py": "START = 'app.items:create'"}, True),
        ({"app/plugins.py": "NAMES = ['app.items']"}, True),
        ({"app/plugins.py": "NAMES = ['app.items:Store']"}, True),
        ({"app/plugins.py": "FILES = ['app/items.py']"}, False),
        ({"app/more.py": "from app.items import Store\nStore().delete(1)"}, True),
        ({"app/main.py": MAIN.format(imports="*", use=ROUTE.format(
            parameter="", statement="Store().delete(1)"))}, True),
    ],
)  # fmt: skip
def test_what_no_other_file_imports(tmp_path: Path, files: dict[str, str], expected: bool) -> None:
    application = "from fastapi import FastAPI\napp = FastAPI()"
    files = {"app/__init__.py": "", "app/main.py": application, ITEMS: STORE} | files
    assert project(tmp_path, files, ITEMS).never_runs(4) is not expected


def test_an_example_is_for_whoever_reads_it(tmp_path: Path) -> None:
    application = "from fastapi import FastAPI\napp = FastAPI()"
    files = {"app/main.py": application, "examples/items.py": STORE}
    assert not project(tmp_path, files, "examples/items.py").never_runs(4)


def reaches(folder: Path, text: str, use: str, line: int) -> bool:
    files = {"app/main.py": MAIN.format(imports="*", use=use), ITEMS: text}
    return not project(folder, files, ITEMS).never_runs(line)


def test_an_exception_that_nobody_raises(tmp_path: Path) -> None:
    text = """
class NotThere(Exception): ...
def find():
    try:
        here()
    except NotThere:
        here()
    except (NotThere, KeyError):
        here()
"""
    assert not reaches(tmp_path, text, "find()", 7)
    assert reaches(tmp_path, text, "find()", 5)
    assert reaches(tmp_path, text, "find()", 9)
    for name, use in (
        ("a", "raise NotThere"),
        ("b", "raise items.NotThere"),
        ("c", "x = NotThere"),
    ):
        (tmp_path / name).mkdir()
        assert reaches(tmp_path / name, text, f"find()\n{use}", 7)


ROUTER = """
from fastapi import APIRouter, Depends
from app.items import Store, get_store

{name} = APIRouter()

@{name}.get("/")
async def sweep_some(store: Store = Depends(get_store)):
    await store.sweep()
"""
BY_NAME = "import importlib\nfound = importlib.import_module('app.sweeps')"
GETTER = STORE + "def get_store():\n    return Store()\n"


@pytest.mark.parametrize(
    ("name", "use", "expected"),
    [
        ("sweeping", "from app.sweeps import sweeping\napp.include_router(sweeping)", True),
        ("sweeping", "from app import sweeps\napp.include_router(sweeps.sweeping)", True),
        ("sweeping", "from app import sweeps\nlater(sweeps.sweeping)", True),
        ("sweeping", f"{BY_NAME}\napp.include_router(found.sweeping)", True),
        ("sweeping", "from sweeps import sweeping as it\napp.include_router(it)", True),  # from app
        ("sweeping", "from other import sweeping as it\napp.include_router(it)", False),
        ("sweeping", "from app import sweeps", False),
        ("sweeping", "", False),
        ("app", "", True),  # is it this one that is started?
    ],
)
@pytest.mark.parametrize("line", [7, 15])
def test_routes_of_a_router_that_nobody_includes(
    tmp_path: Path, name: str, use: str, expected: bool, line: int
) -> None:
    text = ROUTER.format(name=name)
    if name == "app":
        text = text.replace("APIRouter", "FastAPI")
    files = {
        "app/main.py": f"from fastapi import FastAPI\napp = FastAPI()\n{use}",
        "app/sweeps.py": text,
        ITEMS: GETTER,
    }
    assert is_called(tmp_path, files, line) is expected


@pytest.mark.parametrize(
    ("outside", "expected"),
    [("app.include_router(sweeping)", True), ("print()", False), ("", False)],
)
def test_what_lies_around_a_project_may_include_its_routers(
    tmp_path: Path, outside: str, expected: bool
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "gateway").mkdir()
    (tmp_path / "gateway" / "main.py").write_text(outside)
    (tmp_path / "backend").mkdir()
    files = {
        "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "app/sweeps.py": ROUTER.format(name="sweeping"),
        ITEMS: GETTER,
    }
    assert is_called(tmp_path / "backend", files, 7) is expected


def test_too_much_around_a_project_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_files, "MOST_OUTSIDE", 1)
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("")
    test_what_lies_around_a_project_may_include_its_routers(tmp_path, "", True)


@pytest.mark.parametrize(
    ("included", "expected"),
    [
        ("from app.sweeps import sweeping as it\napp.include_router(it)", True),
        ("from app import api\napp.include_router(api.every)", True),
        ("from app import other, sweeps\napp.include_router(other.every)", True),  # any router
        ("from app import other\napp.include_router(other.every)", False),  # that is imported
        ("from app import absent\napp.include_router(absent.router)", False),
        ("from app import other, sweeps\napp.include_router(other.kept.every)", True),
        ("from app import other\napp.include_router(other.sweeping)", False),
    ],
)
def test_where_the_name_of_what_is_included_leads(
    tmp_path: Path, included: str, expected: bool
) -> None:
    files = {
        "app/main.py": f"from fastapi import FastAPI\napp = FastAPI()\n{included}",
        "app/api.py": "from app.sweeps import *\nevery = unknown()",
        "app/other.py": "from fastapi import APIRouter\nevery, kept = unknown()\n"
        "sweeping = APIRouter()\nsweeping.add_api_route('/', print)",
        "app/sweeps.py": ROUTER.format(name="sweeping"),
        ITEMS: GETTER,
    }
    assert is_called(tmp_path, files, 7) is expected


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("from app.tasks import send\nsend.delay(1)", False),
        ("from app.tasks import send\nlater(send)", False),
        ("from app.items import send\nlater(send)", True),
        ("from app import items\nfrom app.tasks import send\nlater(items.send)", True),
        ("from app.other import send\nlater(send)", True),  # which nobody can look into
    ],
)
def test_a_name_that_another_function_has_there(tmp_path: Path, main: str, expected: bool) -> None:
    files = {
        ITEMS: "\nasync def send(key):\n    here()\ndef check(): ...\n",
        "app/tasks.py": "def send(key): ...\n",
        "app/main.py": f"from fastapi import FastAPI\nfrom app.items import check\n{main}\n"
        "app = FastAPI()\n",
    }
    assert is_called(tmp_path, files, 3) is expected


UNAWAITED = """
from fastapi import FastAPI
app = FastAPI()
async def check(key):
    return here()
@app.get("/{{key}}")
async def read(key: str):
    {}
"""


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("found = check(key)\n    if not found: raise KeyError", False),
        ("check(key)", False),
        ("found = await check(key)", True),
        ("check(key)\n    await check(key)", True),
        ("check(key)\n    return print(check)", True),
        ("return await wait_for(check(key), 1)", True),
    ],
)
def test_a_coroutine_that_nobody_awaits(tmp_path: Path, body: str, runs: bool) -> None:
    text = UNAWAITED.format(body)
    opened = project(tmp_path, {"app/main.py": text})
    line = text.splitlines().index("    return here()") + 1
    assert opened.never_runs(line) is not runs


CLEANING = """
async def sweep_everything():
    here()
"""


@pytest.mark.parametrize(
    ("text", "called"),
    [
        (CLEANING, False),
        (CLEANING.replace("here()", "here(Janitor)"), True),  # who knows where that comes from
        (CLEANING + "from app.others import *", True),
        (CLEANING + "def __getattr__(name): ...", True),
    ],
)
def test_an_object_of_a_class_that_is_nowhere(tmp_path: Path, text: str, called: bool) -> None:
    """To import it is an ImportError, each time: nobody asks such an object for anything."""
    asks = "from app.items import Janitor\n    janitor = Janitor()\n    janitor.sweep_everything()"
    route = ROUTE.format(parameter="", statement=asks)
    assert runs(tmp_path, text, route, imports="unknown", line=3) is called
