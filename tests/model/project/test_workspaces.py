"""Projects that are installed from folders beside a project: whose packages it may import."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.model.project.import_roots import import_roots
from flake8_fastapi.model.project.module_files import package_folders
from flake8_fastapi.model.project.usage import usage_around
from flake8_fastapi.model.project.workspaces import run_with, workspace_of
from tests.model.build import function, make
from tests.model.project.test_import_roots import find

PROJECTS = {
    "app/pyproject.toml": "",
    "app/main.py": "",
    "libs/store/pyproject.toml": "",
    "libs/store/store/db.py": "",
    "libs/mail/pyproject.toml": "",
    "libs/mail/src/mail/send.py": "from store.db import engine\n",
}
WAYS = {
    "pyproject.toml": (
        "[tool.uv.workspace]\n"
        "members = [\n    'libs/st*',\n    'libs/mail/',\n    'app',  # all\n]\n"
    ),
    "app/pyproject.toml": (
        "[tool.uv.sources]\nstore = { path = '../libs/store', editable = true }\n"
        "mail = { path = '../libs/mail' }\n"
    ),
    "app/requirements.txt": "fastapi\n-e ../libs/store\nmail @ file:../libs/mail  # ours\n",
    "app/requirements-dev.txt": "--editable=../libs/store[test]\n../libs/mail\n",
}


def build(folder: Path, files: dict[str, str]) -> Path:
    return make(folder, ".git/", *(f"{name}|{text}" for name, text in (PROJECTS | files).items()))


@pytest.mark.parametrize("file", WAYS)
def test_imports_start_there(tmp_path: Path, file: str) -> None:
    build(tmp_path, {file: WAYS[file]})
    assert find(tmp_path, "app/main.py", "store.db") == "libs/store/store/db.py"
    assert find(tmp_path, "app/main.py", "mail.send") == "libs/mail/src/mail/send.py"
    assert find(tmp_path, "app/main.py", "mail.store") is None


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"app/requirements.txt": "# -e ../libs/store\n-e .\nstore==1.0  # see ../libs/store\n"},
        {"app/requirements.txt": "-r ../libs/store\n-e git+https://host/libs/store\n"},
        {"app/pyproject.toml": "[tool.uv.sources]\n# store = { path = '../libs/store' }\n"},
        {"app/pyproject.toml": "[tool.hatch]\nversion = { path = '../libs/store/store/db.py' }\n"},
        {"app/pyproject.toml": WAYS["app/pyproject.toml"], "app/store/__init__.py": ""},
        {
            "app/pyproject.toml": "[tool.uv.sources]\nstore = { path = '../store' }\n",
            "store/store/db.py": "",  # no project
        },
        {"app/pyproject.toml": "[tool.uv.sources]\nstore = { path = '../libs/store'"},
        {"pyproject.toml": "[tool.uv]\nworkspace = 'libs/*'\nsources = ['libs/store']\n"},
    ],
)
def test_where_nothing_says_so_or_the_project_has_it_they_do_not(
    tmp_path: Path, files: dict[str, str]
) -> None:
    build(tmp_path, files)
    assert find(tmp_path, "app/main.py", "store.db") is None


def test_a_folder_that_is_called_like_the_package_in_it(tmp_path: Path) -> None:
    make(tmp_path, ".git/", "pyproject.toml|[tool.uv.workspace]\nmembers = ['store']\n")
    make(tmp_path, "store/pyproject.toml", "store/store/db.py", "app/main.py")
    assert find(tmp_path, "app/main.py", "store.db") == "store/store/db.py"


def test_projects_that_have_a_part_each_of_a_package(tmp_path: Path) -> None:
    make(tmp_path, ".git/", "pyproject.toml|[tool.uv.workspace]\nmembers = ['api', 'shared']\n")
    make(tmp_path, "api/pyproject.toml", "api/src/shop/api/main.py", "api/src/shop/log.py")
    make(tmp_path, "shared/pyproject.toml", "shared/src/shop/shared/models.py")
    make(tmp_path, "shared/src/shop/log.py", "shared/src/shop/api/other.py")
    main = "api/src/shop/api/main.py"
    assert find(tmp_path, main, "shop.shared.models") == "shared/src/shop/shared/models.py"
    assert find(tmp_path, main, "shop.log") == "api/src/shop/log.py"  # its own goes before
    assert find(tmp_path, main, "shop.shared.lacking") is None
    folders = package_folders("shop.api", import_roots(str(tmp_path / main)))
    assert [os.path.relpath(each, tmp_path) for each in folders] == [
        "api/src/shop/api",
        "shared/src/shop/api",
    ]


def test_a_package_with_an_init_is_whole(tmp_path: Path) -> None:
    make(tmp_path, ".git/", "pyproject.toml|[tool.uv.workspace]\nmembers = ['api', 'shared']\n")
    make(tmp_path, "api/pyproject.toml", "api/src/shop/__init__.py", "api/src/shop/api/main.py")
    make(tmp_path, "shared/pyproject.toml", "shared/src/shop/shared/models.py")
    assert find(tmp_path, "api/src/shop/api/main.py", "shop.shared.models") is None


def test_what_installs_a_project_runs_with_it(tmp_path: Path) -> None:
    text = "[tool.poetry.dependencies]\nstore = { path = 'libs/store', develop = true }\n"
    build(tmp_path, {"pyproject.toml": text, "src/settings.py": ""})
    around = [str(tmp_path / each) for each in ("libs/store/store", "libs/store", "libs", "")]
    assert run_with([each.rstrip("/") for each in around]) == (str(tmp_path),)
    assert find(tmp_path, "libs/store/store/db.py", "src.settings") == "src/settings.py"
    assert workspace_of(str(tmp_path / "libs/store")) == str(tmp_path)
    assert workspace_of(str(tmp_path / "libs/mail")) == str(tmp_path / "libs/mail")
    assert workspace_of(str(tmp_path)) == str(tmp_path)


@pytest.mark.parametrize("way", WAYS)
def test_what_lies_beside_and_installs_a_project_uses_it(tmp_path: Path, way: str) -> None:
    build(tmp_path, {way: WAYS[way]})
    assert workspace_of(str(tmp_path / "libs/store")) == str(tmp_path)
    beside = tmp_path if way == "pyproject.toml" else tmp_path / "app"  # which is installed itself
    assert workspace_of(str(tmp_path / "app")) == str(beside)


def test_what_installs_a_project_may_start_its_imports_from_its_own_folder(tmp_path: Path) -> None:
    files = {"app/src/services/prices.py": "", "libs/mail/services/post.py": ""}
    build(tmp_path, {"app/requirements.txt": WAYS["app/requirements.txt"], **files})
    prices = "app/src/services/prices.py"
    assert find(tmp_path, "libs/store/store/db.py", "services.prices") == prices
    assert find(tmp_path, "libs/mail/mail/send.py", "services.prices") is None  # it has its own


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("services/api", True),
        ("api", True),
        ("services/deep/api", False),  # farther away than is looked
        (".venv/api", False),
        ("libs/store/cli", False),  # within the project itself
    ],
)
def test_who_installs_a_project_is_looked_for_nearby(
    tmp_path: Path, user: str, expected: bool
) -> None:
    up = "../" * len(user.split("/"))
    build(tmp_path, {f"{user}/requirements.txt": f"-e {up}libs/store"})
    found = tmp_path if expected else tmp_path / "libs/store"
    assert workspace_of(str(tmp_path / "libs/store")) == str(found)


@pytest.mark.parametrize(
    ("file", "text", "served"),
    [
        ("pyproject.toml", WAYS["pyproject.toml"], True),
        ("app/requirements.txt", WAYS["app/requirements.txt"], True),
        ("app/requirements.txt", "-e ../libs/mail", None),
    ],
)
def test_its_files_are_used_by_those_beside(
    tmp_path: Path, file: str, text: str, served: bool | None
) -> None:
    main = """
from fastapi import FastAPI
from store.db import find

app = FastAPI()

@app.get("/")
async def read():
    return await find()
"""
    db = "async def find(): ...\n"
    files = {file: text, "libs/store/store/db.py": db, "app/main.py": main}
    path = build(tmp_path, files) / "libs/store/store/db.py"
    opened = Module(ast.parse(db), str(path), [db])
    usage = usage_around(str(path))
    assert usage is not None
    assert usage.root == str(tmp_path if served else tmp_path / "libs/store")
    assert opened.serving.serves(function(opened, "find")) is served


@pytest.mark.parametrize(
    ("main", "found"), [("return await find()", ["bcrypt.hashpw"]), ("return find", [])]
)
def test_of_a_library_only_what_the_application_is_seen_to_call_counts(
    tmp_path: Path, main: str, found: list[str]
) -> None:
    db = "import bcrypt\n\nasync def find(): bcrypt.hashpw(b'', bcrypt.gensalt())\n"
    source = f"""
from fastapi import FastAPI
from store.db import find

app = FastAPI()

@app.get("/")
async def read():
    {main}
"""
    files = {"libs/store/store/db.py": db, "app/main.py": source}
    path = build(tmp_path, WAYS | files) / "libs/store/store/db.py"
    opened = Module(ast.parse(db), str(path), db.splitlines(keepends=True))
    assert [each.name for each in opened.each(BlockingCall)] == found
