"""Branches that never run: no caller takes them, or they need a module that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

MAIN = """
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from app.images import Images, save

app = FastAPI()
images = Images()

@app.post("/{{key}}")
async def create(key: str, tasks: BackgroundTasks, request: Request, more: bool, store=None):
    {}
"""
IMAGES = """
from functools import wraps

{0}
async def save(image, upload=False, kind: str = "png", tasks=None):
    {2}
class Images:
    async def add(self, image, upload=False):
        if upload:
            in_method()
{1}
"""
UPLOAD = "if upload:\n        here()"


def runs(
    folder: Path,
    calls: str,
    body: str = UPLOAD,
    more: str = "",
    before: str = "",
    files: dict[str, str] | None = None,
    line: str = "here()",
) -> bool:
    folder.mkdir(exist_ok=True)
    text = IMAGES.format(before, more, body)
    main = MAIN.format(calls.replace("\n", "\n    "))
    opened = project(
        folder, {"app/main.py": main, "app/images.py": text, **(files or {})}, "app/images.py"
    )
    number = text[: text.index(line)].count("\n") + 1
    assert not opened.is_unused(number)
    return not opened.never_runs(number)


@pytest.mark.parametrize(
    ("calls", "body"),
    [
        ("await save(key)", UPLOAD),
        ("await save(key, False)\nawait save(key, upload=None)", UPLOAD),
        ("await save(key)", "if not upload:\n        return\n    here()"),
        ("await save(key)", "if upload and image:\n        here()"),
        (
            "await save(key)",
            "if upload:\n        def inner():\n            here()\n        inner()",
        ),
        ("await save(key)", "while image:\n        if upload:\n            here()"),
        ("await save(key)", "if image:\n        ...\n    elif upload:\n        here()"),
        ("await save(key, kind='gif')\nawait save(key)", "if kind == 'jpg':\n        here()"),
        ("await save(key, tasks=tasks)", "if not tasks:\n        here()"),
        ("await save(key, tasks=request)", "if tasks is None:\n        here()"),
    ],
)
def test_a_branch_that_no_call_takes(tmp_path: Path, calls: str, body: str) -> None:
    assert not runs(tmp_path, calls, body)


@pytest.mark.parametrize(
    ("calls", "body"),
    [
        ("await save(key, True)", UPLOAD),
        ("await save(key)\nawait save(key, upload=more)", UPLOAD),
        ("await save(*key)", UPLOAD),
        ("await save(key, **more)", UPLOAD),
        ("await save(key)", "if upload or image:\n        here()"),
        ("await save(key)", "if not upload:\n        here()"),
        ("await save(key)", "upload = image\n    if upload:\n        here()"),
        ("await save(key)", "if image:\n        ...\n    if upload:\n        ...\n    here()"),
        ("await save(key, tasks=store)", "if not tasks:\n        here()"),
        ("await save(key, tasks=tasks)", "if tasks:\n        here()"),
        ("await save(key)\nprint(save)", UPLOAD),
        ("await save(key)\nlater = save", UPLOAD),
        ("await save(key)\ntasks.add_task(save, key, True)", UPLOAD),
        ("await save(key)\nawait images.unknown.save(key, True)", UPLOAD),
        ("await save(key)\ngetattr(images, 'save')", UPLOAD),
        ("from app.images import save as store\nawait save(key)\nawait store(key, True)", UPLOAD),
    ],
)
def test_a_branch_that_a_call_may_take(tmp_path: Path, calls: str, body: str) -> None:
    assert runs(tmp_path, calls, body)


def test_an_object_is_not_none(tmp_path: Path) -> None:
    body = "if tasks is not None:\n        return tasks\n    here()"
    assert not runs(tmp_path / "made", "await save(key, tasks=Images())", body)
    assert runs(tmp_path / "given", "await save(key, tasks=store)", body)
    assert runs(tmp_path / "left", "await save(key, tasks=Images())\nawait save(key)", body)


@pytest.mark.parametrize(
    ("dependency", "expected"),
    [
        ("    with Local() as db:\n        yield db", False),
        ("    db = Local()\n    yield db", False),
        ("    yield Session(engine)", False),
        ("    return make()", True),
        ("    yield make()", True),  # what it is declared to give, it may not
        ("    yield Local() if engine else None", True),
        ("    db = None\n    if engine:\n        db = Local()\n    yield db", True),
    ],
)
@pytest.mark.parametrize("asked", ["db is None", "not db"])
@pytest.mark.parametrize(
    "declared", ["db: Session = Depends(get_db)", "db: Annotated[Session, Depends(get_db)]"]
)
def test_a_dependency_always_gives_a_session(
    tmp_path: Path, dependency: str, expected: bool, asked: str, declared: str
) -> None:
    main = f"""
        from typing import Annotated
        from fastapi import Depends, FastAPI
        from sqlalchemy.orm import Session
        from app.deps import get_db
        from app.items import find
        app = FastAPI()
        @app.get("/")
        async def read({declared}): return await find(1, db=db)
        """
    before = "from sqlalchemy.orm import Session, sessionmaker\nLocal = sessionmaker()\n"
    deps = f"{before}def make() -> Session: ...\ndef get_db():\n{dependency}\n"
    items = f"async def find(key, db=None):\n    if {asked}:\n        here()\n"
    files = {"app/main.py": main, "app/items.py": items, "app/deps.py": deps}
    assert project(tmp_path, files, "app/items.py").never_runs(3) is not expected


def test_what_hands_a_parameter_on(tmp_path: Path) -> None:
    hand_on = "async def hand_on(image, upload=False):\n    await save(image, upload)"
    for given, expected in (("", False), (", more", True)):
        calls = f"from app.images import hand_on\nawait hand_on(key{given})"
        assert runs(tmp_path / f"{expected}", calls, more=hand_on) is expected


def test_a_function_that_is_called_in_such_a_branch_only(tmp_path: Path) -> None:
    store = "async def store(image, upload=False):\n    if upload:\n        await save(image)"
    for given, expected in (("", False), (", True", True)):
        calls = f"from app import images as made\nawait made.store(key{given})"
        assert runs(tmp_path / f"{expected}", calls, "here()", more=store) is expected
    further = f"{store}\nasync def further(image):\n    await save(image)"
    calls = "from app import images as made\nawait made.store(key)\nawait made.further(key)"
    assert runs(tmp_path / "further", calls, "here()", more=further)
    deep = "async def deep(image):\n    await save(image)"
    deep += "\nasync def store(image, upload=False):\n    if upload:\n        await deep(image)"
    calls = "from app import images as made\nawait made.store(key)"
    assert not runs(tmp_path / "deep", calls, "here()", more=deep)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("await save()", False),
        ("await save(image, other=1)", False),
        ("await save(*image)", True),
        ("if image:\n        await save()", True),
        ("try:\n        await save()\n    except TypeError: ...", True),
    ],
)
def test_a_function_that_is_called_behind_a_failure_only(
    tmp_path: Path, before: str, expected: bool
) -> None:
    store = f"async def store(image):\n    {before}\n    await save(image)"
    calls = "from app import images as made\nawait made.store(key)"
    assert runs(tmp_path, calls, "here()", more=store) is expected


def test_functions_that_others_may_call(tmp_path: Path) -> None:
    assert runs(tmp_path, "await save(key)", before="from library import command\n@command")
    other = {"app/jobs.py": "from app import images\nimages.save(1, True)"}
    assert runs(tmp_path / "other", "await save(key)", files=other)
    listed = {"app/jobs.py": "__all__ = ['save']\nfrom app.images import save"}
    assert not runs(tmp_path / "listed", "await save(key)", files=listed)


def test_tests_are_no_callers_beside_others(tmp_path: Path) -> None:
    test = {"tests/test_images.py": "from app.images import save\nsave(1, True)"}
    assert not runs(tmp_path, "await save(key)", files=test)
    assert runs(tmp_path / "alone", "print(save)", files=test)


def test_methods(tmp_path: Path) -> None:
    def is_run(name: str, calls: str, more: str = "") -> bool:
        return runs(tmp_path / name, f"save\n{calls}", more=more, line="in_method()")

    assert not is_run("plain", "await images.add(key)")
    assert is_run("given", "await images.add(key, True)")
    assert is_run("unknown", "await images.add(key)\nstore.add(key, True)")
    assert not is_run("other method", "await images.add(key)\nstore.add()\nstore.add(1, 2, 3, 4)")
    assert not is_run("unknown, too", "await images.add(key)\nstore.add(key)")
    assert is_run("handed on", "await images.add(key)\nstore.add(*key)")
    assert is_run("not called", "await images.add(key)\nuse(store.add)")
    assert not is_run("either", "await (store or Images()).add(key)")
    mapped = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ..."
    mapped += (
        "\nclass Row(Base):\n    def by(self, all):\n        if not all:\n            in_row()"
    )
    for given, expected in (("True", False), ("more", True)):
        calls = f"save\nfrom app.images import Row\nRow().by({given})"
        folder = tmp_path / f"mapped {given}"
        assert runs(folder, calls, more=mapped, line="in_row()") is expected
    derived = "class More(Images):\n    async def all(self):\n        await self.add(1, True)"
    assert is_run("derived", "await images.add(key)", derived)


SETUP = """
import logging
try:
    {0}
    AVAILABLE = True
except ImportError:
    AVAILABLE = False
    Model = None
{1}
"""
USING = """
from fastapi import FastAPI, HTTPException
{0}
from app.services.mail import send

app = FastAPI()

@app.get("/")
async def read(key: str):
    {1}
"""
WITHOUT = "if not AVAILABLE:\n        raise HTTPException(501)\n    here()"


def is_there(
    folder: Path,
    imports: str,
    body: str = WITHOUT,
    more: str = "",
    files: dict[str, str] | None = None,
) -> bool:
    setup, using = SETUP.format(imports, more), "from app.flags import AVAILABLE, Model"
    texts = {"app/flags.py": setup, "app/main.py": USING.format(using, body)}
    texts |= {"app/services/mail.py": "def send(): ...", **(files or {})}
    found = []
    for number in range(2):
        if number:
            texts["app/main.py"] = USING.format(setup, body)
        text = texts["app/main.py"]
        (folder / f"{number}").mkdir(parents=True, exist_ok=True)
        opened = project(folder / f"{number}", texts)
        found.append(not opened.never_runs(text[: text.index("here()")].count("\n") + 1))
    assert found[0] is found[1]
    return found[0]


@pytest.mark.parametrize(
    "imports",
    [
        "from app.services.ml import Model",
        "import app.services.ml",
        "from app.learning.models import Model",
        "from app.services.mail import Model",
        "from .services.ml import Model",
        "import torch\n    from app.services.ml import Model",
    ],
)
def test_what_needs_a_module_that_is_not_there(tmp_path: Path, imports: str) -> None:
    assert not is_there(tmp_path / "raise", imports)
    assert not is_there(tmp_path / "if", imports, "if AVAILABLE:\n        here()")
    assert is_there(tmp_path / "not", imports, "if not AVAILABLE:\n        here()")
    if "import Model" in imports:
        assert not is_there(tmp_path / "none", imports, "if Model is not None:\n        here()")


@pytest.mark.parametrize(
    "imports",
    [
        "from app.services.mail import send as Model",
        "from learning.models import Model",
        "import torch as Model",
        "from app.services.items_pb2 import Model",
        "from app.local_settings import Model",
        "from app.enterprise.models import Model",
        "if logging:\n        from app.services.ml import Model",
    ],
)
def test_what_may_be_there(tmp_path: Path, imports: str) -> None:
    assert is_there(tmp_path, imports)


@pytest.mark.parametrize(
    "more",
    [
        "AVAILABLE = bool(logging)",
        "def enable():\n    global AVAILABLE\n    AVAILABLE = True",
        "if logging:\n    AVAILABLE = True",
    ],
)
def test_a_flag_that_something_else_sets(tmp_path: Path, more: str) -> None:
    assert is_there(tmp_path, "from app.services.ml import Model", more=more)


def test_a_flag_that_another_file_sets(tmp_path: Path) -> None:
    files = {"app/setup.py": "from app import flags\nflags.AVAILABLE = True"}
    assert is_there(tmp_path, "from app.services.ml import Model", files=files)


def test_what_git_is_told_to_leave_alone(tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / ".gitignore").write_text("ml.py\n")
    assert is_there(tmp_path, "from app.services.ml import Model")


LOCKED = "".join(
    f'[[package]]\nname = "{name}"\nversion = "1.0"\n' for name in ("fastapi", "anyio")
)


@pytest.mark.parametrize(
    ("imports", "files", "expected"),
    [
        ("import psutil", {"uv.lock": LOCKED}, False),
        ("from psutil import Process", {"uv.lock": LOCKED}, False),
        (
            "import psutil",
            {"uv.lock": LOCKED + '[[package]]\nname = "psutil"\nversion = "7.0"\n'},
            True,
        ),
        ("import psutil", {"uv.lock": LOCKED, "requirements-more.txt": "psutil\n"}, True),
        ("import psutil", {"uv.lock": LOCKED, "psutil.py": ""}, True),
        ("import psutil", {"requirements.txt": "fastapi==0.115.0\n"}, True),  # others bring it
        ("import unheard_of", {"uv.lock": LOCKED}, True),  # of whatever distribution
        ("import psutil", {}, True),
    ],
)
def test_what_needs_a_library_that_no_lock_file_has(
    tmp_path: Path, imports: str, files: dict[str, str], expected: bool
) -> None:
    assert is_there(tmp_path, imports, files=files) is expected


POETRY = "[tool.poetry.dependencies]\nredis = {}\n"
PROJECT = '[project]\ndependencies = [{}]\n[project.optional-dependencies]\nfast = ["redis"]\n'


@pytest.mark.parametrize(
    ("imports", "files", "expected"),
    [
        ("import redis", {"requirements.txt": "fastapi\nredis[hiredis]>=5\n"}, False),
        ("from tavily import Client", {"requirements.txt": "Tavily_Python==0.5\n"}, False),
        ("import json, jose", {"requirements/base.txt": "python-jose\n"}, False),
        ("import redis", {"pyproject.toml": PROJECT.format('"redis>=5"')}, False),
        ("import redis", {"pyproject.toml": POETRY.format('"^5"')}, False),
        ("import redis", {"requirements.txt": "fastapi\n"}, True),
        ("import redis", {"requirements-fast.txt": "redis\n"}, True),
        ("import redis", {"requirements.txt": "redis; sys_platform == 'linux'\n"}, True),
        ("import redis", {"pyproject.toml": PROJECT.format("")}, True),
        ("import redis", {"pyproject.toml": POETRY.format("{optional = true}")}, True),
        ("import redis, torch", {"requirements.txt": "redis\n"}, True),
        ("import redis; import torch", {"requirements.txt": "redis\n"}, True),
    ],
)
def test_what_needs_no_library_that_is_always_there(
    tmp_path: Path, imports: str, files: dict[str, str], expected: bool
) -> None:
    body = "if not AVAILABLE:\n        here()"
    assert is_there(tmp_path / "flag", imports, body, files=files) is expected
    body = f"try:\n        {imports}\n    except ImportError:\n        here()"
    assert is_there(tmp_path / "handler", imports, body, files=files) is expected
    more = body.replace("ImportError", "(ImportError, OSError)")
    assert is_there(tmp_path / "more", imports, more, files=files)


AWAITS = "if iscoroutinefunction(tasks): await tasks()\n    else:\n        here()"
FUNCTIONS = """
    async def asynchronous(): pass
    def plain(): pass
    @unknown
    async def decorated(): pass
    async def generating(): yield 1
    class Tasks:
        async def run(self): pass
"""


@pytest.mark.parametrize(
    ("given", "awaited", "other"),
    [
        ("functions.asynchronous", True, False),
        ("functions.Tasks().run", True, False),
        ("functions.plain", False, True),
        ("functions.decorated", True, True),
        ("functions.generating", True, True),
        ("unknown", True, True),
    ],
)
def test_asked_whether_it_is_an_async_def(
    tmp_path: Path, given: str, awaited: bool, other: bool
) -> None:
    call = f"from app import functions\nawait save(key, tasks={given})"
    files = {"app/functions.py": FUNCTIONS}
    before = "from inspect import iscoroutinefunction"
    assert runs(tmp_path / "other", call, AWAITS, "", before, files) is other
    there = AWAITS.replace("await tasks()", "\n        there()")
    assert runs(tmp_path / "awaited", call, there, "", before, files, "there()") is awaited
    handing = f"{before}\nasync def hand_on(tasks): await save(1, tasks=tasks)"
    call = call.replace("save(key", "hand_on(").replace("(, ", "(")
    assert (
        runs(tmp_path / "on", f"from app.images import hand_on\n{call}", AWAITS, "", handing, files)
        is other
    )
