"""Functions, methods and classes that nobody names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project
from tests.model.never_runs.using import ITEMS, MAIN, ROUTES, SERVICE, USED, is_unused

SERVICE_USER = """
from app.service import Store, used
used()
Store().get()
# unused()
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("def used", False),
        ("async def unused", True),
        ("    return 1", True),
        ("def cached", True),
        ("def decorated", False),
        ("def main", False),
        ("    def get", False),
        ("    def never", True),
        ("    def size", True),
        ("    def __len__", False),
        ("class Nobodys", True),
        ("class Announced", True),
        ("class Made", False),
        ("async def calls_itself", True),
        ("async def for_the_next", True),
        ("class Model", False),
        ("    def hook", False),
        ("import functools", False),
    ],
)
def test_functions_that_nobody_names(tmp_path: Path, line: str, expected: bool) -> None:
    text = SERVICE.replace("unused?", "")
    served = MAIN + "from app import user"
    files = {"app/main.py": served, "app/service.py": text, "app/user.py": SERVICE_USER}
    opened = project(tmp_path, USED | files, "app/service.py")
    (number,) = [n for n, each in enumerate(opened.lines, 1) if each.startswith(line)][:1]
    assert opened.is_unused(number) is expected
    assert opened.is_unused(number) is expected  # kept


BASES = """
from abc import ABC, abstractmethod
from typing import Generic, TypeVar

T = TypeVar("T")

class Repository(ABC, Generic[T]):
    @abstractmethod
    def add(self): ...
    def find(self): ...
"""
DERIVED = """
from pydantic import BaseModel, field_validator
from starlette.endpoints import HTTPEndpoint
from app.base import Repository
from elsewhere import Unknown

class Users(Repository[int]):
    def add(self): ...
    def find(self): ...
    def never(self): ...

class Endpoint(HTTPEndpoint):
    def never(self): ...

class Mystery(Unknown):
    def never(self): ...

class UsersAgain(Users):
    def never_again(self): ...

class Item(BaseModel):
    def never_here(self): ...
    def model_post_init(self, context): ...
    @field_validator("size")
    def checked(self): ...
"""


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("add(self)", True),  # only defined, here and there
        ("find(self)", False),
        ("never(self)", True),
        ("never_again(self)", True),
        ("never_here(self)", True),
        ("model_post_init(self", False),  # by Pydantic
        ("checked(self)", False),
    ],
)
def test_methods_of_derived_classes(tmp_path: Path, place: str, expected: bool) -> None:
    files = {
        "app/main.py": MAIN + "from app import users\nusers.Users().find(), users.Item()",
        "app/base.py": BASES,
        "app/users.py": DERIVED,
    }
    line = DERIVED[: DERIVED.index(place)].count("\n") + 1
    assert is_unused(tmp_path, files, "app/users.py", line) is expected


@pytest.mark.parametrize(
    ("place", "more", "expected"),
    [
        ("class UsersAgain", "", True),
        ("class UsersAgain", "from abc import ABCMeta\nclass It(metaclass=ABCMeta): ...", True),
        ("class UsersAgain", "users.UsersAgain()", False),
        ("class UsersAgain", "from app.base import Repository\nRepository.__subclasses__()", False),
        ("class UsersAgain", "import inspect\ninspect.getmembers(users)", False),
        ("class UsersAgain", "import inspect\ninspect.getmembers(it, inspect.isclass)", False),
        ("class UsersAgain", "import inspect\ninspect.getmembers(it, inspect.isfunction)", True),
        ("class UsersAgain", "class It(metaclass=Registry): ...", False),
        ("class Users(", "", False),
        ("class Endpoint", "", False),
        ("class Mystery", "", False),
    ],
)
def test_classes_derived_from_those_of_the_project(
    tmp_path: Path, place: str, more: str, expected: bool
) -> None:
    files = {
        "app/main.py": MAIN + f"from app import users\nusers.Users().find()\n{more}",
        "app/base.py": BASES,
        "app/users.py": DERIVED,
    }
    line = DERIVED[: DERIVED.index(place)].count("\n") + 1
    assert is_unused(tmp_path, files, "app/users.py", line) is expected


@pytest.mark.parametrize("name", ["Endpoint", "Mystery"])
def test_what_others_may_call_by_name(tmp_path: Path, name: str) -> None:
    main = MAIN + "from app import users"
    files = {"app/main.py": main, "app/base.py": BASES, "app/users.py": DERIVED}
    line = DERIVED[: DERIVED.index(f"class {name}")].count("\n") + 2
    assert not is_unused(tmp_path, files, "app/users.py", line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from app.service import unused\ndef nobodys(): unused()", True),
        ("from app.service import unused\ndef one(): two()\ndef two(): unused()", True),
        ("from app.service import unused", True),
        ("from app.service import unused\ndef nobodys(): unused()\nnobodys()", False),
        ("from app.service import unused\n@route\ndef read(): unused()", False),
        ("from app.service import unused\n@route\ndef read():\n    return\n    unused()", True),
        ("from app.service import unused as other\nother()", False),
        ("from app.service import unused\nprint ==> unused", False),
    ],
)
@pytest.mark.parametrize("file", ["app/more.py", "app/__init__.py"])
def test_what_only_unused_code_names(tmp_path: Path, text: str, expected: bool, file: str) -> None:
    main = MAIN + "from app import more\nfrom app.service import used"
    files = {"app/main.py": main, "app/more.py": "", file: text}
    files["app/service.py"] = SERVICE.replace("unused?", "")
    in_package = file.endswith("__init__.py")  # others may import it from there
    assert is_unused(tmp_path, files, "app/service.py", 9) is (expected and not in_package)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("class Other:\n    def run(self): self.unused()", True),
        ("class Other:\n    def run(self, it): it.unused()", False),
        ("class Other:\n    unused = unused", False),
    ],
)
def test_methods_that_have_the_name_of_a_function(
    tmp_path: Path, more: str, expected: bool
) -> None:
    main = MAIN + "from app import more\nfrom app.service import used\nmore.Other().run(1)"
    service = SERVICE.replace("unused?", "")
    files = {"app/main.py": main, "app/more.py": more, "app/service.py": service}
    assert is_unused(tmp_path, files, "app/service.py", 9) is expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("class Other:\n    def run(self): self.never()", True),
        ("def use(store): store.never()\nuse(1)", False),
        (
            "from app.service import Store\nclass Other(Store):\n    def run(self): self.never()",
            False,
        ),
    ],
)
def test_methods_of_that_name_in_other_classes(tmp_path: Path, other: str, expected: bool) -> None:
    uses = "from app import more\nfrom app.service import Store\nmore.Other().run(Store())"
    files = {
        "app/main.py": MAIN + uses,
        "app/service.py": SERVICE,
        "app/more.py": other,
    }
    line = SERVICE[: SERVICE.index("def never")].count("\n") + 1
    assert is_unused(tmp_path, files, "app/service.py", line) is expected


def test_a_test_is_no_user_of_a_function(tmp_path: Path) -> None:
    files = {
        "app/service.py": SERVICE.replace("unused?", ""),
        "app/main.py": MAIN + "from app.service import used",
        "tests/test_service.py": "from app.service import unused\nunused()",
    }
    assert is_unused(tmp_path, files, "app/service.py", line=9)


def test_a_name_in_a_text_is_a_user(tmp_path: Path) -> None:
    files = {"app/service.py": SERVICE, "app/main.py": MAIN + "from app.service import used"}
    assert not is_unused(tmp_path, files, "app/service.py", line=9)
    scheduled = SERVICE.replace("unused?", "").replace("def unused", "def scheduled")
    assert is_unused(tmp_path, {"app/service.py": scheduled}, "app/service.py", line=9)
    (tmp_path / "jobs.yaml").write_text("run: app.service:scheduled")
    assert not project(tmp_path, {}, "app/service.py").is_unused(9)


def test_what_only_an_unused_router_names(tmp_path: Path) -> None:
    routes = ROUTES + "from app.service import unused\nunused()"
    main = MAIN + "from app.service import used"
    files = {
        "app/service.py": SERVICE.replace("unused?", ""),
        "app/main.py": main,
        ITEMS: routes,
    }
    assert is_unused(tmp_path / "one", files, "app/service.py", line=9)
    files["app/main.py"] += "\nfrom app.routes import items\nprint(items)"
    assert not is_unused(tmp_path / "other", files, "app/service.py", line=9)


SERVICES = {"app/services/store.py": SERVICE.replace("unused?", "") + "\n__all__ = ['unused']\n"}
PASSES_ON = "from .store import unused, used\n__all__ = ['unused', 'used']\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"app/services/__init__.py": PASSES_ON}, True),
        ({"app/services/__init__.py": f"{PASSES_ON}unused()"}, False),
        ({"app/services/__init__.py": PASSES_ON, "app/main.py": "import fastapi"}, False),
        (
            {
                "app/__init__.py": "from app.services.store import unused",
                "app/services/__init__.py": "from .store import used",
            },
            False,
        ),
        (
            {"app/services/__init__.py": PASSES_ON, "app/more.py": "from .services import unused"},
            True,
        ),
        (
            {
                "app/services/__init__.py": PASSES_ON,
                "app/more.py": "from .services import unused\nunused()",
            },
            False,
        ),
    ],
)
def test_what_packages_pass_on(tmp_path: Path, files: dict[str, str], expected: bool) -> None:
    main = f"{MAIN}from app import more\nfrom app.services import used\nprint(more, used)\n"
    files = SERVICES | {"app/main.py": main, "app/more.py": ""} | files
    assert is_unused(tmp_path, files, "app/services/store.py", line=9) is expected


def test_of_many_files_the_words_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"app/names.py": "async def used(): ...\nasync def dead(): ...\n"}
    files["app/main.py"] = MAIN + "from app.names import used\nused()\n"
    for most in (512, 0):
        monkeypatch.setattr("flake8_fastapi.model.project.project_files.MOST_TEXTS", most)
        file = project(tmp_path, {**USED, **files}, "app/names.py")
        assert [file.is_unused(line) for line in (1, 2)] == [False, True]
        usage = file.usage
        assert usage is not None
        assert usage.says(r"\bused\(\)", "used")
        assert not usage.says(r"\bdead\(\)$", "dead")
        assert usage.says("include_router")
        assert not usage.says("include_all")
        assert usage.imports_all_of({"routes"}) is False


RETIRED = '''
def create_app():
    """DEPRECATED."""
    raise RuntimeError("use the other one")

app = None
'''


@pytest.mark.parametrize(
    ("main", "more", "expected"),
    [
        (RETIRED, "", True),
        (RETIRED.replace("RuntimeError(", "NotImplementedError("), "", False),  # somebody else does
        (RETIRED.replace("raise ", "return FastAPI() or "), "", False),
        (RETIRED.replace("    raise", "    if debug:\n        raise"), "", False),
        (RETIRED, "from fastapi import FastAPI\napp = FastAPI()\n", False),
        ("", "", False),  # a library
    ],
)
def test_of_an_application_that_is_made_no_more(
    tmp_path: Path, main: str, more: str, expected: bool
) -> None:
    files = {"app/main.py": main, "app/more.py": more, ITEMS: ROUTES.replace("...", "return 1")}
    opened = project(tmp_path, files, ITEMS)
    (line,) = [at for at, text in enumerate(opened.lines, 1) if "return 1" in text]
    assert opened.usage is not None
    assert opened.usage.is_retired() is expected
    assert opened.never_runs(line) or not expected
