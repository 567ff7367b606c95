"""Files that nobody uses: routers, modules and applications that nobody imports or starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model.never_runs.unused_file import UnusedFile
from tests.model.build import project
from tests.model.never_runs.using import ITEMS, MAIN, ROUTES, SERVICE, USED, is_unused


def test_a_router_that_nobody_imports(tmp_path: Path) -> None:
    assert is_unused(tmp_path, {ITEMS: ROUTES}, ITEMS)
    assert not project(tmp_path, {}, "app/routes/used.py").is_unused(2)
    assert not project(tmp_path, {}, "app/main.py").is_unused(2)
    assert not project(tmp_path, {}, "app/routes/__init__.py").is_unused(1)


def test_a_package_of_its_name_is_imported_in_its_place(tmp_path: Path) -> None:
    using = {"app/more.py": "from app.routes import items\nprint(items.router)", ITEMS: ROUTES}
    assert not is_unused(tmp_path / "alone", using, ITEMS)
    package = {"app/routes/items/__init__.py": ROUTES}
    assert is_unused(tmp_path / "package", using | package, ITEMS)
    assert not is_unused(tmp_path / "used", using | package, "app/routes/items/__init__.py")
    started = {ITEMS: f"{ROUTES}\nif __name__ == '__main__':\n    read()\n"}
    assert not is_unused(tmp_path / "started", using | package | started, ITEMS)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("app/more.py", "from app.routes import items\nprint(items.router)"),
        ("app/more.py", "from app.routes import used, \\\n    items\nprint(items)"),
        (
            "app/more.py",
            "from app.routes import (  # (both)\n    used,\n    items,\n)\nprint(items)",
        ),
        ("app/more.py", "from app.routes.items import router"),
        ("app/more.py", "import app.routes.items"),
        ("app/more.py", "import os, \\\n    app.routes.items"),
        ("app/more.py", "from .routes import items as these\nprint(these.router)"),
        ("app/more.py", "from routes.items import *"),  # started in another folder
        ("app/routes/__init__.py", "__all__ = ['used', 'items']"),
        ("app/more.py", "for each in iter_modules(path): include_router(each)"),
    ],
)
def test_whoever_imports_it_uses_it(tmp_path: Path, file: str, text: str) -> None:
    assert not is_unused(tmp_path, {ITEMS: ROUTES, file: text}, ITEMS)


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("from app.routes import items", True),
        ("from app.routes import items\nprint(items)", False),
        ("from app import routes\nprint(routes.items.router)", False),
        ("from app import routes as v2\nprint(v2.items.router)", False),
        ("from app import routes as v2, v3\nprint(v3.items.router)", True),
        ("from app.routes import *", False),
        ("from app.models import *", True),
        ("print('routes.items.router')", True),
    ],
)
def test_a_package_that_passes_it_on(tmp_path: Path, user: str, expected: bool) -> None:
    files = {
        ITEMS: ROUTES,
        "app/routes/__init__.py": "from . import items, used\n__all__ = ['items', 'used']",
        "app/more.py": user,
    }
    assert is_unused(tmp_path, files, ITEMS) is expected


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("from app import items\nprint(items)", False),
        ("from app.api import items\nprint(items)", False),
        ("from app import items", True),
        ("from app import *", False),
        ("from app.models import items\nprint(items)", True),
        ("from app.routers import items\nprint(items)", False),
    ],
)
def test_packages_that_pass_it_on_one_to_the_other(
    tmp_path: Path, user: str, expected: bool
) -> None:
    files = {
        ITEMS: ROUTES,
        "app/__init__.py": "from app.api import items",
        "app/api/__init__.py": "from app.routes import items, used",
        "app/models/__init__.py": "items = []",
        "app/routers.py": "from app.routes import items",
        "app/more.py": user,
    }
    assert is_unused(tmp_path, files, ITEMS) is expected


@pytest.mark.parametrize(("user", "expected"), [("routes", False), ("routers", True)])
def test_a_package_that_is_imported_nobody_knows_from_where(
    tmp_path: Path, user: str, expected: bool
) -> None:
    package = f"from app.routes import items\n{ROUTES}\nrouter.include_router(items.router)\n"
    files = {ITEMS: ROUTES, "app/routes/__init__.py": package}
    files["main.py"] = f"""
from fastapi import FastAPI
from {user} import router

app = FastAPI()
app.include_router(router)
"""
    assert project(tmp_path, files, ITEMS).is_unused(2) is expected


@pytest.mark.parametrize(
    "text",
    [
        "# from app.routes import items",
        "from app.routes import items\nprint('items')",
        "from app.models import items\nprint(items)",
        "from app.models.items import Item",
        "from elsewhere import items\nprint(items)",
        "items = 1",
        "from app.routes import items, used\n# app.include_router(items.router)",
        "from app.routes import (\n    items,\n)\n",
        "from importlib import import_module\nimport_module('plugins')",
    ],
)
def test_others_that_only_have_its_name(tmp_path: Path, text: str) -> None:
    files = {ITEMS: ROUTES, "app/more.py": text, "app/models/items.py": "class Item: ..."}
    assert is_unused(tmp_path, files, ITEMS)


@pytest.mark.parametrize(
    "text",
    [
        "print('items')",  # no router: a script may run it
        ROUTES + "from fastapi import FastAPI\napp = FastAPI()",
        ROUTES + "if __name__ == '__main__': uvicorn.run(router)",
    ],
)
def test_what_may_be_started_by_itself(tmp_path: Path, text: str) -> None:
    assert not is_unused(tmp_path, {ITEMS: text}, ITEMS)


def test_without_an_application_that_includes_routers_nothing_is_known(tmp_path: Path) -> None:
    assert not project(tmp_path, {ITEMS: ROUTES}, ITEMS).is_unused(2)


LOGIC = """
'''What nobody needs.'''
from db import run

LIMIT = 5

async def work():
    run(LIMIT)
"""


@pytest.mark.parametrize(
    ("more", "unused"),
    [
        ({}, False),
        ({"requirements.txt": "fastapi\nitems==1.0\n"}, True),
        ({"requirements.txt": "fastapi\nitems-of-others\nmy-items\n"}, False),
        ({"pyproject.toml": '[project]\ndependencies = [\n  "items>=1",\n]'}, True),
        ({"requirements.txt": "items", "app/routes/near.py": "import items\nitems.load()"}, False),
    ],
)
def test_a_router_with_the_name_of_a_library(
    tmp_path: Path, more: dict[str, str], unused: bool
) -> None:
    vision = "import items\nitems.load()"
    files = {ITEMS: ROUTES, "app/services/vision.py": vision, **more}
    assert is_unused(tmp_path, files, ITEMS) is unused


@pytest.mark.parametrize(
    ("files", "unused"),
    [
        ({}, True),
        ({"tests/test_logic.py": "logic = 1"}, True),
        ({"tests/test_logic.py": "from app import logic\nlogic.work()"}, True),
        ({"test-logic.py": "from app import logic\nlogic.work()"}, True),
        ({"app/more.py": "from app import logic\nlogic.work()"}, False),
        ({"app/more.py": "load('app.logic')"}, False),
        ({"compose.yml": "command: celery -A app.logic worker"}, False),
        ({"compose.yml": "command: python app/logic.py"}, False),
        ({"compose.yml": "command: uvicorn logic:app"}, False),
        ({"settings.toml": "plugins = ['logic']"}, False),
        ({"compose.yml": "# the logic of it\nnetworks: [logic-net, logic_2]"}, True),
        ({"app/logic.py": f"{LOGIC}\nprint(LIMIT)"}, False),  # may be run
        ({"app/logic.py": f"{LOGIC}\nif __name__ == '__main__':\n    work()"}, False),
        ({"app/logic.py": f"{LOGIC}\ndef"}, False),
        ({"app/logic.py": f"{LOGIC}\napp = make()"}, False),
        ({"app/logic.py": LOGIC.replace("async", "@celery.task\nasync")}, False),
    ],
)
def test_a_module_that_nobody_needs(tmp_path: Path, files: dict[str, str], unused: bool) -> None:
    files = {"app/logic.py": LOGIC} | files
    usage = project(tmp_path, USED | files, "app/main.py").usage
    assert usage is not None
    path = tmp_path / "app/logic.py"
    assert UnusedFile(str(path), path.read_text(), usage).is_unused is unused


USING = "from app import logic\n\ndef use(): return logic.work()"


@pytest.mark.parametrize(
    ("files", "unused"),
    [
        ({}, True),
        ({"app/third.py": USING}, True),
        ({"app/third.py": "from app.needing import use\n\ndef third(): return use()"}, False),
        ({"app/more.py": "from app.needing import use\nuse()"}, False),
        ({"app/more.py": "load('app.needing')"}, False),
        ({"app/more.py": "load('app.logic')"}, False),
        ({"app/more.py": "logic = 1"}, False),
        ({"app/needing.py": f"{USING}\nuse()"}, False),  # may be run
        ({"compose.yml": "command: celery -A app.needing worker"}, False),
    ],
)
def test_a_module_that_only_such_a_one_needs(
    tmp_path: Path, files: dict[str, str], unused: bool
) -> None:
    files = {"app/logic.py": LOGIC, "app/needing.py": USING} | files
    usage = project(tmp_path, USED | files, "app/main.py").usage
    assert usage is not None
    path = tmp_path / "app/logic.py"
    assert UnusedFile(str(path), path.read_text(), usage).is_unused is unused


GROUP = """
from fastapi import APIRouter
from app.v2 import items

router = APIRouter(prefix="/v2")
router.include_router(items.router)
"""


@pytest.mark.parametrize("group", ["app/v2/api.py", "app/v2/__init__.py"])
def test_routers_in_one_that_nobody_includes(tmp_path: Path, group: str) -> None:
    files = {"app/v2/items.py": ROUTES, group: GROUP}
    name = "app.v2.api" if group.endswith("api.py") else "app.v2"
    package, _, last = name.rpartition(".")
    assert is_unused(tmp_path / "a", files, "app/v2/items.py")
    for number, text in enumerate(
        [
            f"from {name} import router\nprint(router)",
            f"import {name}\nprint({name}.router)",
            f"from {package} import {last} as it\nprint(it.router)",
            "from app.v2.items import router\nprint(router)",
        ]
    ):
        folder = tmp_path / str(number)
        assert not is_unused(folder, files | {"app/more.py": text}, "app/v2/items.py")
    (tmp_path / "c").mkdir()
    files_alone = files | {"app/routes/used.py": ROUTES}
    assert not project(tmp_path / "c", files_alone, "app/v2/items.py").is_unused(2)
    further = files | {"app/all.py": f"from {name} import router as v2\n{ROUTES}"}
    assert is_unused(tmp_path / "b", further, "app/v2/items.py")  # which nobody imports either


@pytest.mark.parametrize("name", ["minimal_test_app", "demo", "sample_server", "test"])
def test_an_application_to_try_something_with(tmp_path: Path, name: str) -> None:
    path = f"{name}.py"
    assert is_unused(tmp_path / "a", {path: MAIN}, path)
    assert not is_unused(
        tmp_path / "b", {path: MAIN, "run.py": f"import {name}\nprint({name})"}, path
    )
    assert not is_unused(tmp_path / "c", {path: MAIN, "Procfile": f"web: uvicorn {name}:app"}, path)
    (tmp_path / "d").mkdir()
    app = "from fastapi import FastAPI\napp = FastAPI()\n"
    assert not project(tmp_path / "d", {path: app}, path).is_unused(2)  # it is all there is


@pytest.mark.parametrize("name", ["latest", "contest_routes", "demography", "protest_api"])
def test_names_that_only_look_like_a_trial(tmp_path: Path, name: str) -> None:
    assert not is_unused(tmp_path, {f"{name}.py": MAIN}, f"{name}.py")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("app/main_old.py", True),
        ("app/old_main.py", True),
        ("app/main_backup_2024.py", True),
        ("app/main copy.py", True),
        ("app/main.bak.py", True),
        ("archive/main.py", True),
        ("app/.archive/server.py", True),
        ("routes_backup/deep/er/main.py", True),
        ("backup_2025-07-26/main.py", True),
        ("repos/9f9d7705-da3e-45fb-b4fd-3b342766baf8/api/main.py", True),
        ("repos/9f9d7705/main.py", False),
        ("repos/item-9f9d7705-da3e-45fb-b4fd-3b342766baf8/main.py", False),
        ("app (old)/main.py", True),
        ("app (depricated)/main.py", True),
        ("app (dedicated)/main.py", False),
        ("app (v2)/main.py", False),
        ("backup-service/main.py", False),
        ("app/bold.py", False),
        ("app/threshold.py", False),
        ("archiver/main.py", False),
    ],
)
def test_code_that_was_put_aside(tmp_path: Path, file: str, expected: bool) -> None:
    assert is_unused(tmp_path, {file: MAIN}, file) is expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("archive/api", True),
        ("archive", True),
        ("api (deprecated)", True),
        ("api (new)", False),
        ("old/api", False),
        ("projects/api", False),
        ("repos/9f9d7705-da3e-45fb-b4fd-3b342766baf8/api", True),
    ],
)
def test_a_project_that_was_put_aside(tmp_path: Path, folder: str, expected: bool) -> None:
    (tmp_path / ".git").mkdir()
    inside = tmp_path / folder
    inside.mkdir(parents=True)
    files = USED | {ITEMS: "def read(): ...", "app/more.py": "from app.routes import items"}
    assert project(inside, files, ITEMS).is_unused(1) is expected


@pytest.mark.parametrize(("around", "expected"), [("pyproject.toml", True), ("notes.txt", False)])
def test_a_project_in_the_archive_of_another(tmp_path: Path, around: str, expected: bool) -> None:
    (tmp_path / around).touch()
    inside = tmp_path / "_archive" / "api"
    inside.mkdir(parents=True)
    files = USED | {ITEMS: "def read(): ...", "app/more.py": "from app.routes import items"}
    assert project(inside, files, ITEMS).is_unused(1) is expected


def test_code_that_was_put_aside_and_is_used_all_the_same(tmp_path: Path) -> None:
    files = {"app/archive/routes.py": ROUTES, "app/old_items.py": ROUTES}
    users = "from app.archive import routes\nfrom app.old_items import router\nprint(routes)"
    assert not is_unused(tmp_path, {**files, "app/more.py": users}, "app/archive/routes.py")
    assert not project(tmp_path, {}, "app/old_items.py").is_unused(2)
    (tmp_path / "Dockerfile").write_text('CMD ["uvicorn", "app.main_old:app"]')
    assert not is_unused(tmp_path, {"app/main_old.py": MAIN}, "app/main_old.py")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("README.md", "Start it:\n\n```\nuvicorn app.main:app --reload\n```\n", True),
        ("README.md", "`uv run python app/main.py`", True),
        ("README.md", "`python -m app.main`", True),
        ("README.md", "`fastapi dev app/main.py`", True),
        ("Dockerfile", 'CMD ["uvicorn", "app.main:app"]', True),
        ("README.md", "`uvicorn app.main:app` or `uvicorn app.second:app`", False),
        ("README.md", "`python app/main.py`, then `python app/second.py`", False),
        ("README.md", "`python -m app.second`, `python -m app.main`", False),
        ("README.md", "`uvicorn other.elsewhere:app`", False),
        ("README.md", "An application.", False),
    ],
)
def test_an_application_beside_the_one_that_is_started(
    tmp_path: Path, name: str, text: str, expected: bool
) -> None:
    folder = tmp_path / "project"  # what lies beside it may say how it is started
    folder.mkdir()
    (folder / name).write_text(text)
    files = {"app/second.py": "from fastapi import FastAPI\napp = FastAPI()\n"}
    assert is_unused(folder, files, "app/second.py") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`uvicorn src.main:app`", True),
        ("`cd backend; python src/main.py`", True),
        ("`python -m backend.src.main`", True),
        ("`uvicorn src.main:app`, or `uvicorn main:app`", False),
        ("`python /code/main.py`, `uvicorn src.main:app`", False),  # wherever /code is
        ("`python $HERE/src/main.py`", False),
        ("`uvicorn other.main:app`", False),  # which nobody finds
        ("`uvicorn src.main:app`, `uvicorn app.main:app`", False),  # several
    ],
)
def test_an_older_application_above_the_one_that_is_started(
    tmp_path: Path, text: str, expected: bool
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "README.md").write_text(text)
    app = "from fastapi import FastAPI\napp = FastAPI()\n"
    files = {"main.py": app, "backend/src/main.py": app}
    assert is_unused(folder, files, "main.py") is expected
    assert not is_unused(folder, files, "backend/src/main.py")


def test_an_application_above_under_another_name(tmp_path: Path) -> None:
    app = "from fastapi import FastAPI\napp = FastAPI()\n"
    (tmp_path / "README.md").write_text("`uvicorn src.main:app`")
    assert not is_unused(tmp_path, {"run.py": app, "backend/src/main.py": app}, "run.py")


def test_an_application_beside_several_that_are_started(tmp_path: Path) -> None:
    app = "from fastapi import FastAPI\napp = FastAPI()\n"
    (tmp_path / "README.md").write_text("`uvicorn app.main:app`, `uvicorn app.third:app`")
    files = {"app/second.py": app, "app/third.py": app}
    assert not is_unused(tmp_path, files, "app/second.py")


def test_an_application_that_another_one_imports(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("uvicorn app.main:app")
    files = {
        "app/second.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "app/main.py": f"{MAIN}from app import second\nprint(second.app)",
    }
    assert not is_unused(tmp_path, files, "app/second.py")


@pytest.mark.parametrize(
    ("loader", "expected"),
    [
        ("app.include_router(import_module(name).router)", True),
        ("app.include_router(import_module('app.routes.items').router)", False),
        ("from app import more_items, items as other\nimport_module('app.kinds')", True),
        ("# import_module('app.routes.items')\ninclude_router(import_module(name).router)", True),
        ("from app.settings import NAMES\ninclude_router(import_module(NAMES[0]).router)", False),
        ("from app.kinds import ITEMS\ninclude_router(import_module(name).router)", True),
        ("from app.more_names import N\ninclude_router(import_module(N[0]).router)", False),
        ("NAMES = ['items']\nfor n in NAMES: app.include_router(import_module(n).router)", False),
        ("for n in os.listdir(): app.include_router(import_module(n).router)", False),
        ("for n in iter_modules(): app.include_router(n.router)", False),
    ],
)
def test_routers_that_are_loaded_by_name(tmp_path: Path, loader: str, expected: bool) -> None:
    files = {
        ITEMS: ROUTES,
        "app/more.py": loader,
        "app/settings.py": "NAMES = ['items']",
        "app/kinds.py": "ITEMS = 'items'",
    }
    if "more_names" in loader:
        files["app/more_names.py"] = "N = ['app.routes.items']"
    assert is_unused(tmp_path, files, ITEMS) is expected


def test_routers_that_only_tests_import(tmp_path: Path) -> None:
    files = {ITEMS: ROUTES, "tests/test_items.py": "from app.routes.items import router"}
    assert is_unused(tmp_path, files, ITEMS)


def test_an_example_stands_for_itself(tmp_path: Path) -> None:
    assert not is_unused(tmp_path, {"examples/items.py": ROUTES}, "examples/items.py")


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("", True),
        ("from app.routes.inner import router\napp.include_router(router)", False),
        ("from app.routes import inner\napp.include_router(inner.router)", False),
    ],
)
def test_routers_that_packages_pass_on(tmp_path: Path, main: str, expected: bool) -> None:
    files = {
        "app/main.py": MAIN + main,
        "app/routes/inner/__init__.py": "from .items import router\n__all__ = ['router']\n",
        "app/routes/inner/items.py": ROUTES,
    }
    assert is_unused(tmp_path, files, "app/routes/inner/items.py") is expected


def test_a_router_that_includes_itself(tmp_path: Path) -> None:
    routes = ROUTES + "from app.main import app\napp.include_router(router)"
    files = {ITEMS: routes, "app/more.py": "from app.routes import items"}
    assert not is_unused(tmp_path, files, ITEMS)


def test_a_file_that_nobody_imports_may_be_a_beginning(tmp_path: Path) -> None:
    files = {"app/service.py": SERVICE.replace("unused?", "") + "\nused()\n"}
    assert not is_unused(tmp_path, files, "app/service.py", line=9)


@pytest.mark.parametrize("name", ["tasks", "gunicorn_conf", "gunicorn.conf", "asgi", "models"])
def test_a_module_that_is_looked_for_by_name(tmp_path: Path, name: str) -> None:
    assert not is_unused(tmp_path, {f"app/{name}.py": LOGIC}, f"app/{name}.py")


def test_a_configuration_of_a_server_is_asked_by_name(tmp_path: Path) -> None:
    main = MAIN + "import gunicorn_conf"
    files = {"gunicorn_conf.py": "def on_starting(server): ...", "app/main.py": main}
    assert not is_unused(tmp_path, files, "gunicorn_conf.py", line=1)


def test_comments_in_an_import_that_does_not_end(tmp_path: Path) -> None:
    endless = "from app.routes import (\n" + "    # items\n" * 200
    assert is_unused(tmp_path, {ITEMS: ROUTES, "app/more.py": endless}, ITEMS)
