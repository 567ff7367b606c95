"""Files that cannot be imported, for want of a name in them or in what they import."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Role
from flake8_fastapi.model.fails_at_import import missing
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


def fails(folder: Path, imports: str, items: str, git: bool = True, /, **more: str) -> bool:
    files = {"app/items.py": items, "app/routes.py": ROUTES.format(imports), "app/main.py": MAIN}
    files |= {name.replace("__", "/") + ".py": text for name, text in more.items()}
    folder.mkdir(exist_ok=True)
    if git:
        (folder / ".git").mkdir(exist_ok=True)
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
        "from app.other import make",
        "import app.other.deep",
        "from .other import make",
        "from backend.other import make",
        "from typing import Any, list",
        "from typing import Decimal, Optional",
        "from typing import Annotaded",
        "from fastapi import Depends, JSONResponse",
        "from sqlalchemy.ext.asyncio import AsyncSession, sessionmaker",
        "from logging import get_logger",
        "import logging; logger = logging.get_logger(__name__)",
        "try:\n    from app.items import make\nexcept ImportError:\n    sys.exit(1)",
        "try:\n    import app.other.deep\nexcept ImportError as e:\n    raise KeyError from e",
        "try:\n    from app.items import make\nfinally:\n    print()",
        "import logging as logs; LOGGERS = [logs.get_logger('a')]",
    ],
)
def test_a_name_that_is_not_there(tmp_path: Path, imports: str) -> None:
    assert fails(tmp_path, imports, "class Items: ...\n")


@pytest.mark.parametrize(
    ("imports", "items"),
    [
        ("from app.items import make", "def make(): ..."),
        ("from typing import Any, cast, overload", ""),
        ("from fastapi import Depends, Request", ""),
        ("from fastapi.responses import JSONResponse", ""),
        ("from sqlalchemy.orm import Session, sessionmaker", ""),
        ("from typing import Self, TypeIs, evaluate_forward_ref", ""),
        ("from typing import SomethingOfTomorrow", ""),
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
        ("from app.items_pb2 import make", ""),  # generated
        ("from app.enterprise import make", ""),
        ("from backend.inner import make", ""),  # some file ends so
        ("from library import make", ""),
        ("from .... import make", ""),
        ("try:\n    from app.items import make\nexcept ImportError: ...", ""),
        ("try:\n    from app.items import make\nexcept (ImportError, KeyError):\n    exit", ""),
        (
            "try:\n    from app.items import make\nexcept ImportError:\n    make = None\n"
            "except KeyError:\n    raise",
            "",
        ),
        (
            "try:\n    try:\n        from app.items import make\n    except ImportError: ...\n"
            "except Exception:\n    raise",
            "",
        ),
        ("if router:\n    from app.items import make", ""),
        ("def later():\n    from app.items import make", ""),
    ],
)
def test_what_may_be_there(tmp_path: Path, imports: str, items: str) -> None:
    assert not fails(tmp_path, imports, items, app__inner__deep="")


@pytest.mark.parametrize(
    "imports",
    [
        "import logging; logger = logging.getLogger(__name__)",
        "from app import logging; logger = logging.get_logger(__name__)",
        "import logging\nif logging.DEBUG:\n    logger = logging.get_logger(__name__)",
        "import logging; make = lambda: logging.get_logger(__name__)",
    ],
)
def test_what_a_module_may_have(tmp_path: Path, imports: str) -> None:
    assert not fails(tmp_path, imports, "", app__logging="def get_logger(name): ...\n")


def test_what_somebody_gives_to_a_module(tmp_path: Path) -> None:
    imports = "import logging; logger = logging.get_logger(__name__)"
    set_up = "import logging\nlogging.get_logger = logging.getLogger\n"
    assert not fails(tmp_path, imports, "", app__set_up=set_up)


def test_a_package_that_lies_elsewhere_in_the_checkout(tmp_path: Path) -> None:
    assert fails(tmp_path / "one", "from backend.other import make", "", False)
    (tmp_path / "backend").mkdir()
    (tmp_path / ".git").mkdir()
    assert not fails(tmp_path / "other", "from backend.other import make", "", False)
    ignoring = tmp_path / "third"
    ignoring.mkdir()
    (ignoring / ".gitignore").write_text("server/\n")
    assert not fails(ignoring, "from server.other import make", "", False)
    commented = tmp_path / "fourth"
    commented.mkdir()
    (commented / ".gitignore").write_text("# the server\n")
    assert fails(commented, "from server.other import make", "", False)
    divided = tmp_path / "fifth"
    divided.mkdir()
    (divided / ".gitmodules").write_text('[submodule "server"]\n\tpath = server\n')
    assert not fails(divided, "from server.other import make", "", False)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tasks/", False),
        ("app/tasks/", False),
        ("/app/tasks", False),
        ("mail.py", False),
        ("*ail.py", False),
        ("**/mail*", False),
        ("frontend/tasks/", True),
        ("tasks.txt", True),
        ("app/data/mail.py", True),
        ("# tasks/", True),
        ("!tasks/", True),
    ],
)
def test_what_git_leaves_out(tmp_path: Path, line: str, expected: bool) -> None:
    (tmp_path / ".gitignore").write_text(f"{line}\n")
    assert fails(tmp_path, "from app.tasks.mail import send", "", False) is expected


def test_a_package_of_packages(tmp_path: Path) -> None:
    shop = {"shop/__init__": "", "shop/cart/__init__": "", "shop/cart/items": "x = 1"}
    users = {"app/users": "from shop.cart import items"}
    assert fails(tmp_path, "from shop.cart.orders import make", "", **shop, **users)
    assert not fails(tmp_path / "other", "from shop.cart.orders import make", "", **shop)


@pytest.mark.parametrize(
    "line",
    ["from shop.orders import make", "import shop.orders", "from shop.items import make"],
)
def test_a_package_called_like_a_library(tmp_path: Path, line: str) -> None:
    shop = {"shop/items": "x = 1", "app/users": "from shop.items import x"}
    pyproject = '[project]\nname = "{}"\ndependencies = ["fastapi", "{}"]\n'
    (tmp_path / "pyproject.toml").write_text(pyproject.format("app", "shop"))
    assert not fails(tmp_path, line, "", **shop)
    (tmp_path / "pyproject.toml").write_text(pyproject.format("shop", "shop[all]"))
    assert fails(tmp_path, line, "", **shop)
    (tmp_path / "pyproject.toml").write_text(pyproject.format("app", "shopping"))
    assert fails(tmp_path, line, "", **shop)


@pytest.mark.parametrize(
    ("name", "needed", "init", "expected"),
    [
        ("app", "shop-orders>=1", False, False),  # it brings shop/orders
        ("app", "shop-orders>=1", True, True),  # a package with an __init__.py is whole
        ("shop-orders", "shop-orders[all]", False, True),  # the project itself
        ("shop-api", "shopping", False, True),
    ],
)
def test_a_package_that_distributions_share(
    tmp_path: Path, name: str, needed: str, init: bool, expected: bool
) -> None:
    pyproject = f'[project]\nname = "{name}"\ndependencies = ["fastapi", "{needed}"]\n'
    (tmp_path / "pyproject.toml").write_text(pyproject)
    (tmp_path / ".git").mkdir()
    routes = {"app/routes.py": ROUTES.format("from shop.orders import make"), "app/main.py": MAIN}
    shop = {"shop/items.py": "x = 1", "app/users.py": "from shop.items import x"}
    opened = project(tmp_path, {**routes, **shop}, "app/routes.py")
    if not init:
        (tmp_path / "shop/__init__.py").unlink()
    assert opened.is_unused(8) is expected


def test_a_compiled_module(tmp_path: Path) -> None:
    assert fails(tmp_path, "from app import fast", "")
    (tmp_path / "app/fast.cpython-311-x86_64-linux-gnu.so").touch()
    assert not fails(tmp_path, "from app import fast", "")


@pytest.mark.parametrize(
    "line",
    [
        "items = make()",
        "make.items = 1",
        "print(make)",
        "items: int = make",
        "@make\ndef items(): ...",
        "for item in make: ...",
        "if make: ...",
        "with make: ...",
        "print(f'{make}')",
        "def later():\n    make = 1\nprint(make)",
        "print(make)\nif __name__ == '__main__':\n    time.run()",
    ],
)
def test_a_name_that_nothing_binds(tmp_path: Path, line: str) -> None:
    assert fails(tmp_path, "", "") is False
    assert fails(tmp_path, line, "")


@pytest.mark.parametrize(
    "line",
    [
        "print(int, __file__, _)",
        "if items := time: print(items)",
        "def later():\n    global make\n    make = 1\nprint(make)",
        "def later(): make()",
        "later = lambda: make",
        "class Later:\n    def later(self): make()",
        "later = [make for make in range(3)]",
        "later = [make for each in range(3)]",
        "later = time and make",
        "later = 1 if time else make",
        "items: 'make' = 1",
        "def later(items: 'make'): ...",
        "try:\n    make\nexcept NameError: ...",
        "if time:\n    make",
        "from os.path import *\nprint(make)",
        "globals()['make'] = 1\nprint(make)",
        "for make in range(3): ...\nprint(make)",
        "with open('a') as make: ...\nprint(make)",
        "try: ...\nexcept ValueError as make: ...\nprint(make)",
        "match time:\n    case make: ...\nprint(make)",
        "import os.path as make\nprint(make)",
        "time.run()\nprint(make)",  # perhaps when the server has stopped
        "if __name__ == '__main__':\n    time.run()\nprint(make)",
        "from .items import *\nprint(make)",
    ],
)
def test_a_name_that_may_be_bound(tmp_path: Path, line: str) -> None:
    assert not fails(tmp_path, line, "")


def test_a_sketch_may_leave_names_out(tmp_path: Path) -> None:
    assert not fails(tmp_path, "print(make)", "", False)


def test_a_name_that_another_file_makes_a_builtin(tmp_path: Path) -> None:
    made = "import builtins\nbuiltins.make = 1"
    assert not fails(tmp_path, "print(make)", "", app__start=made)


@pytest.mark.parametrize(
    "imports",
    [
        "import app.inner.deep",
        "import app.inner.deep as deep",
        "from app.inner import deep",
        "from app.inner.deep import Items",
        "from .inner.deep import Items",
        "from .inner import deep",
    ],
)
def test_what_imports_a_file_that_fails(tmp_path: Path, imports: str) -> None:
    deep = "from app import routes\nclass Items: ...\nprint(make)\n"
    assert fails(tmp_path, imports, "", app__inner__deep=deep)


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("def create():\n    import app.inner.deep\n    return 1\napp = create()", True),
        ("def create(x):\n    from app.inner import deep\napp = [create(1)]", True),
        ("def create():\n    import app.inner.deep\n", False),
        ("def create():\n    if time:\n        import app.inner.deep\ncreate()", False),
        ("def create():\n    return 1\n    import app.inner.deep\ncreate()", False),
        ("def create():\n    import app.inner.deep\n    yield\ncreate()", False),
        ("def create():\n    import app.inner.deep\nif time: create()", False),
        ("def create():\n    import app.inner.deep\ntry: create()\nexcept NameError: ...", False),
        ("@time.perhaps\ndef create():\n    import app.inner.deep\ncreate()", False),
        ("async def create():\n    import app.inner.deep\ncreate()", False),
    ],
)
def test_what_a_function_imports_that_is_called_at_import(
    tmp_path: Path, between: str, expected: bool
) -> None:
    more = {"app__between": f"import time\n{between}", "app__inner__deep": "print(make)"}
    assert fails(tmp_path, "from app import between", "", **more) is expected


def test_what_the_files_that_are_imported_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    between = "from app.inner import deep"
    more = {"app__between": between, "app__inner__deep": "print(make)"}
    assert fails(tmp_path, "from app import between", "", **more)
    monkeypatch.setattr(missing, "MOST", 3)  # `app` itself is one of them
    assert not fails(tmp_path / "other", "from app import between", "", **more)


@pytest.mark.parametrize(
    ("imports", "deep"),
    [
        ("import app.inner", "print(make)"),
        ("try:\n    import app.inner.deep\nexcept NameError: ...", "print(make)"),
        ("def later():\n    import app.inner.deep", "print(make)"),
        ("if time:\n    import app.inner.deep", "print(make)"),
        ("import app.inner.deep", "from app import between\nfrom app import routes"),
        ("import app.inner.deep", "def later(): print(make)"),
        ("import app.inner.deep", "make ==> 1"),
    ],
)
def test_what_imports_no_file_that_fails(tmp_path: Path, imports: str, deep: str) -> None:
    between = "from app import routes\nimport app.inner.deep\n"
    assert not fails(tmp_path, imports, "", app__inner__deep=deep, app__between=between)


@pytest.mark.parametrize(
    ("items", "users", "expected"),
    [
        ("from app import routes\nmake()", "", True),
        ("from app import routes\nmake()", "from app import routes\nmake()", True),
        ("from app import routes\nmake()", "from app import routes", True),  # `main` fails
        ("from app import routes", "", False),
        ("make()", "", False),
        ("from app import users\nmake()", "from app import routes", True),
        ("from app import users", "from app import routes", False),
        ("from app import users\nmake()", "from app import routes\napp = routes.router", False),
    ],
)
def test_what_only_files_import_that_fail(
    tmp_path: Path, items: str, users: str, expected: bool
) -> None:
    main = "from fastapi import FastAPI\nfrom app import items, users\napp = FastAPI()\n"
    files = {"app/items.py": items, "app/users.py": users, "app/main.py": main}
    (tmp_path / ".git").mkdir()
    opened = project(tmp_path, {**files, "app/routes.py": ROUTES.format("")}, "app/routes.py")
    assert opened.is_unused(7) is expected


def test_a_file_that_many_files_import_of_which_one_fails(tmp_path: Path) -> None:
    routers = [f"part{number}" for number in range(20)]
    main = f"from fastapi import FastAPI\nfrom app import {', '.join(routers)}\napp = FastAPI()\n"
    part = "from fastapi import APIRouter{}\nfrom app import routes\nrouter = APIRouter()\n"
    part += "@router.get('/', status_code=status.HTTP_200_OK)\ndef read(): ...\n"
    files = {f"app/{each}.py": part.format(", status") for each in routers}
    files |= {"app/main.py": main, "app/routes.py": ROUTES.format("")}
    for name, expected in (("right", False), ("wrong", True)):
        files["app/part7.py"] = part.format("" if expected else ", status")
        (tmp_path / name / ".git").mkdir(parents=True)
        assert project(tmp_path / name, files, "app/routes.py").is_unused(7) is expected


def test_a_package_that_fails(tmp_path: Path) -> None:
    (tmp_path / "app/inner").mkdir(parents=True)
    (tmp_path / "app/inner/__init__.py").write_text("print(make)")
    assert fails(tmp_path, "import app.inner.deep", "", app__inner__deep="")


def test_a_name_that_another_module_of_that_name_has(tmp_path: Path) -> None:
    more = {"other__app__items": "make = 1"}
    assert fails(tmp_path / "alone", "from app.items import make", "")
    assert not fails(tmp_path / "both", "from app.items import make", "", **more)
    assert fails(tmp_path / "sure", "from .items import make", "", **more)


def test_a_folder_that_has_the_name_of_a_library(tmp_path: Path) -> None:
    files = {
        "litellm/__init__.py": "from .other import items",
        "litellm/other.py": "items = 1",
        "litellm/routes.py": ROUTES.format("from litellm import completion"),
        "main.py": MAIN.replace("from app import routes", "from routes import routes"),
    }
    opened = project(tmp_path, files, "litellm/routes.py")
    assert not opened.is_unused(8)


def test_a_file_beside_a_script(tmp_path: Path) -> None:
    source = ROUTES.format("from settings import make")
    opened = project(tmp_path, {"main.py": source, "settings.py": "items = 1"}, "main.py")
    assert opened.is_unused(8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("make()", True),
        ("kept = make(2, wrong=1)", True),
        ("class Shop:\n    kept = make()", True),
        ("class Shop:\n    def read(self, kept=make()): ...", True),
        ("def read(*, kept=make()): ...", True),
        ("make(1)", False),
        ("try:\n    make()\nexcept TypeError: ...", False),
        ("if router:\n    make()", False),
        ("def later():\n    make()", False),
        ("later = lambda: make()", False),
        ("kept = router and make()", False),
        ("from fastapi import Depends\nkept = Depends(make())", False),
        ("unknown()", False),
    ],
)
def test_a_call_at_import_that_is_refused(tmp_path: Path, text: str, expected: bool) -> None:
    defined = "def make(key): ...\nrouter = None\nunknown = router\n"
    files = {
        "app/items.py": f"{defined}{text}\n\ndef here(): ...\n",
        "app/main.py": "import app.items",
    }
    opened = project(tmp_path, files, "app/items.py")
    assert opened.is_unused(len(opened.lines)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def make():\nreturn 1\n", True),
        ("x = 1\n  make = 1\n", True),
        ("make = (1, 2]\n", True),
        ("make = (1, 2\n", True),
        ("make = '''\n", True),
        ("make = 1)\n", True),
        ("make = 1\n", False),
        ("print 'make'\n", True),
        ("make ==> 1\n", False),  # who knows what comes
        ("make = f'{len('{')}'\n", False),  # parsed since Python 3.12
    ],
)
@pytest.mark.parametrize("file", ["app/__init__.py", "app/inner/__init__.py"])
def test_a_package_that_does_not_parse(
    tmp_path: Path, text: str, expected: bool, file: str
) -> None:
    files = {"app/routes.py": ROUTES.format("from app import inner"), "app/main.py": MAIN}
    files |= {"app/__init__.py": "", "app/inner/__init__.py": "", file: text}
    (tmp_path / ".git").mkdir()
    assert project(tmp_path, files, "app/routes.py").is_unused(8) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("from app.inner import make", True), ("from app.inner import kept", False)],
)
def test_a_package_that_asks_in_vain(tmp_path: Path, text: str, expected: bool) -> None:
    """Whatever is in a package is imported behind its `__init__.py`."""
    files = {"app/routes.py": ROUTES.format(""), "app/main.py": MAIN, "app/__init__.py": text}
    (tmp_path / ".git").mkdir()
    checked = project(tmp_path, files | {"app/inner.py": "kept = 1"}, "app/routes.py")
    assert checked.is_unused(8) is expected


def test_a_script_in_a_package_that_does_not_parse(tmp_path: Path) -> None:
    started = ROUTES.format("") + "if __name__ == '__main__': print(router)\n"
    files = {"app/routes.py": started, "app/main.py": MAIN, "app/__init__.py": "x = 1)"}
    assert not project(tmp_path, files, "app/routes.py").is_unused(8)


BESIDE = """
import time
{}
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def read(): time.sleep(1)
"""


@pytest.mark.parametrize(
    ("imports", "database", "expected"),
    [
        ("from database import URL", "from .config import URL\n", True),
        ("import database", "from . import config\n", True),
        ("from database import URL", "from config import URL\n", False),
        ("from database import URL", "if True:\n    from .config import URL\n", False),
        ("from database import URL", "__package__ = 'app'\nfrom .config import URL\n", False),
        ("try:\n    import database\nexcept ImportError: ...", "from . import config\n", False),
    ],
)
def test_a_module_of_no_package_that_asks_for_its_package(
    tmp_path: Path, imports: str, database: str, expected: bool
) -> None:
    """Python says `attempted relative import with no known parent package`."""
    files = {
        "main.py": BESIDE.format(imports),
        "database.py": database,
        "config.py": "URL = 1\n",
    }
    (tmp_path / ".git").mkdir()
    opened = project(tmp_path, files, "main.py")
    assert opened.is_unused(8) is expected


@pytest.mark.parametrize(
    "items",
    [
        "from typing import Callable\ntype Handler[T] = Callable[[T], None]\n",
        "class Store[T](dict[str, T]): ...\n",
        "def first[T](items: list[T]) -> T: ...\n",
    ],
)
def test_what_later_versions_bind_is_not_missed(tmp_path: Path, items: str) -> None:
    """A neighbour of Python 3.12, in this version or an older one."""
    assert not fails(tmp_path, "from app import items", items)


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ("def __getattr__(name):\n    return import_module(f'app.{name}')", True),
        ("# no `__path__` of its own", True),
        ("__path__ = extend_path(__path__, __name__)", False),
        ("sys.modules['app.other'] = json", False),
    ],
)
def test_a_package_that_may_make_modules(tmp_path: Path, package: str, expected: bool) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text(package)
    assert fails(tmp_path, "from app.other import make", "") is expected


def test_a_script(tmp_path: Path) -> None:
    script = """
        import sys, time
        try:
            from app.items import make
        except ImportError:
            print("install it")
            sys.exit(1)
        def work(): time.sleep(1)
        """
    (tmp_path / ".git").mkdir()
    files = {"app/items.py": "class Items: ...", "scripts/work.py": script}
    opened = project(tmp_path, files, "scripts/work.py")
    assert opened.role is Role.SCRIPT
    assert opened.is_unused(8)


@pytest.mark.parametrize(("imports", "expected"), [("make", True), ("Items", False)])
def test_a_worker(tmp_path: Path, imports: str, expected: bool) -> None:
    worker = f"""
        import time
        from celery import Celery
        from app.items import {imports}
        app = Celery("app")
        @app.task
        def work(): time.sleep(1)
        """
    (tmp_path / ".git").mkdir()
    files = {"app/items.py": "class Items: ...", "app/work.py": worker}
    opened = project(tmp_path, files, "app/work.py")
    assert opened.role is Role.WORKER
    assert opened.is_unused(8) is expected


@pytest.mark.parametrize(
    ("imports", "more", "expected"),
    [
        ("from src.log import logger", {}, True),
        ("import src.log", {}, True),
        ("from src.users.src.log import logger", {}, False),
        ("from src.settings import settings", {}, False),
        # which may be run in src/users
        (
            "from src.log import logger",
            {"src/users/main.py": "from src.routes import router"},
            False,
        ),
    ],
)
def test_a_package_in_a_package_of_that_name(
    tmp_path: Path, imports: str, more: dict[str, str], expected: bool
) -> None:
    main = "from fastapi import FastAPI\nfrom src.settings import settings\n"
    main += "from src.users.src.routes import router\napp = FastAPI()\napp.include_router(router)\n"
    files = {f"{each}__init__.py": "" for each in ("src/", "src/users/", "src/users/src/")}
    files |= {"src/settings.py": "settings = {}", "src/users/src/log.py": "logger = {}"}
    files |= {"main.py": main, "src/users/src/routes.py": ROUTES.format(imports), **more}
    (tmp_path / ".git").mkdir()
    opened = project(tmp_path, files, "src/users/src/routes.py")
    assert opened.is_unused(8) is expected


@pytest.mark.parametrize(("broken", "expected"), [("print(gone)", True), ("gone = 1", False)])
def test_a_package_that_imports_its_own_module(tmp_path: Path, broken: str, expected: bool) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/__init__.py").write_text("from . import broken\n__all__ = ['broken']\n")
    assert fails(tmp_path, "", "", app__broken=f"{broken}\n") is expected
