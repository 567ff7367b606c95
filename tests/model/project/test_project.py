"""Which file is that import, who uses this, and that no order of questions changes an answer."""

from __future__ import annotations

import ast
import os
import time
from itertools import permutations
from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Class, Function, Module
from flake8_fastapi.model.project import listing, texts, usage
from flake8_fastapi.model.project.files import fingerprint, still
from flake8_fastapi.model.project.project import Project, summary_of
from tests.model.build import function, module, project, value_of


def test_relative_imports_and_reexports(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/api/main.py": """
                from ..core import helper
                from .near import near
                from ...outside import beyond
                import app.core.inner as aliased
                import app.core.inner
                a = aliased.helper
                b = app.core.inner.helper
            """,
            "app/core/__init__.py": "from .inner import helper\n__all__ = ['helper']",
            "app/core/inner.py": "def helper(): ...",
            "app/api/near.py": "def near(): ...",
        },
        check="app/api/main.py",
    )
    for name in ("helper", "near", "a", "b"):
        assert isinstance(value_of(opened, name), Function), name
    assert not isinstance(value_of(opened, "beyond"), Function)


def test_a_package_in_a_folder_that_is_none_hands_on_what_lies_in_it(tmp_path: Path) -> None:
    text = "from ..models import Kind, absent\n"
    files = {
        "app/models/__init__.py": "from .kinds import Kind\nfrom .absent import absent",
        "app/models/kinds.py": "from .texts import Kind",
        "app/models/texts.py": "class Kind: ...",
        "app/api/main.py": text,
    }
    for each in (text, text.replace("..models", "app.models")):
        opened = project(tmp_path, files | {"app/api/main.py": each}, check="app/api/main.py")
        (tmp_path / "app" / "__init__.py").unlink()
        assert isinstance(value_of(opened, "Kind"), Class)
        assert value_of(opened, "absent") is None


def test_a_folder_may_hold_a_module_of_its_own_name(tmp_path: Path) -> None:
    """Run from inside of app/, `app` is app/app.py; the folder is no package, and hides nothing."""
    files = {
        "app/app.py": "def made(): ...",
        "app/models.py": "def Session(): ...",
        "app/deps.py": """
            from app import made
            from models import Session
            def get(): ...
            a = get
            b = Session
            c = made
        """,
    }
    project(tmp_path, files, check="app/deps.py")
    (tmp_path / "app/__init__.py").unlink()
    opened = project(tmp_path, {}, check="app/deps.py")
    for name in "abc":
        assert isinstance(value_of(opened, name), Function), name


def test_conditional_imports_that_agree_are_one(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                try:
                    from app.one import x
                except ImportError:
                    from app.one import x
                try:
                    from app.one import y
                except ImportError:
                    y = 2
            """,
            "app/one.py": "x = 1\ny = 1",
        },
    )
    assert getattr(value_of(opened, "x"), "value", None) == 1
    assert value_of(opened, "y") is None


@pytest.mark.parametrize(
    ("package", "name", "known"),
    [
        ("from .inner import *", "helper", True),
        ("from .inner import *", "_private", False),
        ("from .inner import *\n__all__ = ['helper']", "helper", True),
        ("from .inner import helper\n__all__ = ['other']", "helper", False),
        ("from .inner import helper\n__all__ = [*names]", "helper", True),
        ("from .inner import _private\n__all__ = ('_private',)", "_private", True),
        ("from .inner import *\nfrom .near import *", "helper", False),  # which of the two
        ("from .inner import *\nfrom .near import *", "unlike", True),
        ("from .outside import *", "helper", False),
    ],
)
def test_star_imports_bring_in_what_a_package_exports(
    tmp_path: Path, package: str, name: str, known: bool
) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": f"from app.pkg import *\nx = {name}",
            "app/pkg/__init__.py": package,
            "app/pkg/inner.py": "helper = unlike = 1\n_private = 1",
            "app/pkg/near.py": "helper = unlike = 2\n__all__ = ['helper']",
        },
    )
    assert (getattr(value_of(opened, "x"), "value", None) == 1) is known


@pytest.mark.parametrize(
    ("imports", "value"),
    [
        ("if y:\n    from app.one import x\nelse:\n    from app.two import x", None),
        ("if y:\n    from app.one import x\nelse:\n    from app.like_one import x", 1),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.one import x", 1),
        ("def get():\n    from app.one import x\n    return x\nx = get()", 1),
        ("import app.one\nx = app.one.x", 1),
        ("from app import one as two\nx = two.x", 1),
        ("try:\n    from missing import x\nexcept ImportError:\n    from app.one import x", None),
    ],
)
def test_imports_of_any_form(tmp_path: Path, imports: str, value: int | None) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": imports,
            "app/one.py": "x = 1",
            "app/like_one.py": "x = 1",
            "app/two.py": "x = 2",
        },
    )
    assert getattr(value_of(opened, "x"), "value", None) == value


def test_the_file_in_memory_counts_not_the_one_on_disk(tmp_path: Path) -> None:
    files = {
        "app/main.py": "from app.other import call\ndef helper():\n    return 1",
        "app/other.py": "from app.main import helper\ndef call():\n    return helper()",
    }
    project(tmp_path, files)
    text = files["app/main.py"].replace("1", "'edited'") + "\nx = call()"
    opened = Module(ast.parse(text), str(tmp_path / "app/main.py"), text.splitlines(True))
    assert getattr(value_of(opened, "x"), "value", None) == "edited"
    again = summary_of(str(tmp_path / "app/main.py"))
    assert again is not None
    assert "x" not in again.names  # what stands in an editor is nobody else's business


def test_a_file_that_was_edited_is_read_again(tmp_path: Path) -> None:
    files = {"app/main.py": "from app.other import x", "app/other.py": "x = 1"}
    assert value_of(project(tmp_path, files), "x") is not None
    edited = Module(ast.parse("x = 'edited'"), str(tmp_path / "app/other.py"), ["x = 'edited'"])
    assert getattr(value_of(edited, "x"), "value", None) == "edited"


def test_a_changed_neighbour_is_read_again(tmp_path: Path) -> None:
    files = {"app/main.py": "from app.other import x", "app/other.py": "x = 1"}
    assert getattr(value_of(project(tmp_path, files), "x"), "value", None) == 1
    files["app/other.py"] = "x = 'longer'"
    assert getattr(value_of(project(tmp_path, files), "x"), "value", None) == "longer"


@pytest.mark.parametrize(
    "text",
    [b"def (", b"\x00", b"# coding: latin-1\nx = '\xe9'\n", b"\xff\xfe", b"x = (" * 5000, b""],
)
def test_neighbours_in_any_state(tmp_path: Path, text: bytes) -> None:
    project(tmp_path, {"app/main.py": "from app.other import x"})
    (tmp_path / "app/other.py").write_bytes(text)
    opened = project(tmp_path, {"app/main.py": "from app.other import x\ny = x()"})
    value_of(opened, "y")


def test_project_code_that_looks_like_a_library(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                import requests
                from app import redis
                x = requests.get
                y = redis.get
            """,
            "app/redis.py": "import redis\ndef get(): ...\nclient = redis.Redis()",
        },
    )
    assert getattr(value_of(opened, "x"), "name", None) == "requests.get"
    assert isinstance(value_of(opened, "y"), Function)
    neighbour = project(tmp_path, {}, check="app/redis.py")
    assert getattr(value_of(neighbour, "client"), "cls", None) == "redis.Redis"


FILES = {
    "app/main.py": """
        from fastapi import FastAPI
        from app.a import work, x
        from app.b import y
        app = FastAPI()
        @app.get("/")
        async def read():
            work(1)
            await x()
            await y()
    """,
    "app/a.py": """
        from app.b import step
        def work(n):
            return step(n)
        async def x():
            work(1)
    """,
    "app/b.py": """
        import time
        from app import a
        def step(n):
            if n:
                a.work(n - 1)
            time.sleep(1)
        async def y():
            a.work(1)
    """,
}


def test_findings_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    names = sorted(FILES)
    seen = set()
    for order in permutations(names):
        found = {}
        for name in order:
            opened = project(tmp_path, FILES, check=name)
            found[name] = tuple((b.name, b.through, b.lineno) for b in opened.each(BlockingCall))
        seen.add(tuple(found[name] for name in names))
    assert len(seen) == 1
    assert all(seen.pop())


def test_usage_is_unknown_in_projects_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_FILES", 1)
    opened = project(
        tmp_path,
        {
            "app/a.py": "def get(): ...",
            "app/b.py": "from fastapi import Depends\nfrom app.a import get\nx = Depends(get)",
        },
        check="app/a.py",
    )
    assert opened.is_dependency(function(opened, "get")) is None


def test_usage_sees_new_files_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FRESH", 0.0)
    opened = project(tmp_path, {"app/a.py": "def get(): ..."}, check="app/a.py")
    assert opened.is_dependency(function(opened, "get")) is False
    opened = project(
        tmp_path,
        {"app/b.py": "from fastapi import Depends\nfrom app.a import get\nx = Depends(get)"},
        check="app/a.py",
    )
    assert opened.is_dependency(function(opened, "get")) is True


@pytest.mark.parametrize(
    ("text", "is_there"),
    [("send(1)", True), ("x = send", True), ("resend(1)", False), ("def send(): ...", False),
     ("def send(): ...\nsend(1)", True), ("async def send(self):\n    mail.send(1)", True)],
)  # fmt: skip
def test_words_of_texts_are_whole_and_define_nothing(
    tmp_path: Path, text: str, is_there: bool
) -> None:
    path = tmp_path / "a.py"
    path.write_text(text)
    found = usage.Usage(str(tmp_path)).with_words([str(path)], {"send", "receive"})
    assert list(found) == ([str(path)] if is_there else [])


def test_files_are_taken_to_stay_while_one_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1")
    with still({}):
        first = fingerprint(str(path))
        path.write_text("x = 1000")
        assert fingerprint(str(path)) == first
    assert fingerprint(str(path)) != first
    with still({}):
        assert fingerprint(str(path)) != first


def test_without_a_file_there_is_no_project() -> None:
    assert value_of(module("from app.x import y"), "y") is not None
    assert Project(os.path.join(os.sep, "nowhere", "at", "all.py")).summary("os.path") is None


def test_code_2000_deep_is_read() -> None:
    deep = "x = " + "a" + ".b" * 2000 + "\ny = " + "+".join("1" * 500) + "\nz = f" + "()" * 200
    opened = module(deep)
    assert value_of(opened, "z") is None
    nested = ast.parse("x = 1")
    place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}
    inner: ast.expr = ast.Name("a", ast.Load(), **place)
    for _ in range(2000):
        inner = ast.Call(ast.Attribute(inner, "b", ast.Load(), **place), [], [], **place)
    nested.body.append(ast.Expr(inner, **place))
    opened = Module(nested, "<string>", ["x = 1\n"])
    assert len(opened.syntax.reader.calls) == 2000


def test_names_bound_very_often_take_no_quadratic_time() -> None:
    started = time.process_time()
    opened = module("\n".join(f"x = {n}" for n in range(20_000)))
    assert value_of(opened, "x") is None
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("file", "is_test"),
    [
        ("app/test_runs.py", False),
        ("app/test_data/service.py", False),
        ("app/test_data/store.py", False),  # by what the application imports
        ("app/test_items.py", True),
        ("app/test_helpers/fakes.py", True),  # by tests alone
        ("tests/test_data.py", True),
        ("tests/common.py", True),  # wherever it is imported
        ("app/main.py", False),
    ],
)
def test_what_the_application_imports_is_no_test(tmp_path: Path, file: str, is_test: bool) -> None:
    app = (
        "from fastapi import FastAPI\nfrom app import test_runs\n"
        "from app.test_data import service\nfrom tests import common\napp = FastAPI()\n"
    )
    files = {
        "app/main.py": app,
        "app/test_runs.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
        "app/test_data/service.py": "from app.test_data.store import Store\n",
        "app/test_data/store.py": "class Store: ...\n",
        "app/test_items.py": "from app.test_helpers.fakes import Fake\n" + app,
        "app/test_helpers/fakes.py": "class Fake: ...\n",
        "tests/test_data.py": "",
        "tests/common.py": "",
    }
    usage = project(tmp_path, files, "app/main.py").usage
    assert usage is not None
    assert usage.is_test(str(tmp_path / file)) is is_test


def test_the_texts_around_a_file_are_those_of_its_application(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/database.py": "import app.settings  # own",
            "app/settings.py": "# settings",
            "app/crud.py": "# crud",
            "app/routes.py": "import app.crud, app.database\n# routes",
            "app/main.py": "import app.routes, fastapi\napp = fastapi.FastAPI()\n# main",
            "app/unused.py": "import app.database\n# unused",
        },
        check="app/database.py",
    )
    texts = opened.texts_around()
    assert texts is not None
    found = {text.rpartition("# ")[2] for text in texts if text}
    assert found == {"settings", "crud", "routes", "main"}


def test_a_module_is_imported_with_the_packages_around_it(tmp_path: Path) -> None:
    files = {
        "app/main.py": "import fastapi\nfrom app.api.items import find\napp = fastapi.FastAPI()\n",
        "app/__init__.py": "",
        "app/api/__init__.py": "from app import settings\n",
        "app/api/items.py": "def find(): ...\n",
        "app/settings.py": "",
        "app/tools/__init__.py": "from app import unused\n",
        "app/unused.py": "",
    }
    usage = project(tmp_path, files, "app/main.py").usage
    assert usage is not None
    served = {Path(path).relative_to(tmp_path).as_posix() for path in usage.served()}
    assert served == set(files) - {"app/tools/__init__.py", "app/unused.py"}


def test_a_file_without_project_is_alone() -> None:
    assert list(module("import os").texts_around() or ()) == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("    @property\n    def page(self):\n        return f()\n", {"page"}),
        ("    @property  # slow\n    @retry(3)\n    def page(self) -> str:\n        f()", {"page"}),
        ("    @functools.cached_property\n    def page(self):\n\n        return f()\n", {"page"}),
        ("    @property\n    def page(self):\n        return self.x\n    x = f()\n", set()),
        (
            "    @property\n    def page(self):\n        return self.inner\n"
            "    @property\n    def inner(self):\n        return f()\n",
            {"page", "inner"},
        ),
        ("    def property(self):\n        return f()\n", set()),
    ],
)
def test_properties_that_call_something(source: str, names: set[str]) -> None:
    assert texts.slow(texts.properties_in(f"class A:\n{source}")) == names
