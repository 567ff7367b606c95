"""What names of other files are."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from flake8_fastapi.model import Constant, External, Function
from tests.model.build import class_of, project, receiver_class, value_of
from tests.model.values.test_values import SESSION


@pytest.mark.parametrize(
    "imports",
    ["from app.core.store import store as store", "from .errors import *\nfrom .store import *"],
)
def test_a_package_gives_the_name_of_a_module_to_what_is_in_it(
    tmp_path: Path, imports: str
) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                from app import plain, settings
                from app.core import store
                from app.settings import URL
                store.first()
                store.client.second()
                url, host, other = settings.URL, settings.host, plain.VALUE
            """,
            "app/__init__.py": "from . import plain\nfrom .settings import settings",
            "app/plain.py": "VALUE = 3\nplain = None",
            "app/settings.py": """
                URL = "sqlite://"
                class Settings:
                    host = "localhost"
                settings = Settings()
            """,
            "app/core/__init__.py": imports,
            "app/core/errors.py": "class StoreError(Exception): ...",
            "app/core/store.py": """
                import redis
                class Store:
                    def __init__(self):
                        self.client = redis.Redis()
                store = Store()
            """,
        },
    )
    assert receiver_class(opened, "first") == "app.core.store.Store"
    assert receiver_class(opened, "second") == "redis.Redis"
    assert class_of(opened, "settings") == "app.settings.Settings"
    for name, expected in (("URL", "sqlite://"), ("plain.VALUE", 3)):
        found = opened.values.named(f"app.{name}" if "." in name else f"app.settings.{name}")
        assert isinstance(found, Constant)
        assert found.value == expected


def test_names_lead_through_other_files(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                from app import get_db, SessionDep, deps
                from app.deps import *
                from . import settings as conf
                def read(a: SessionDep, b=deps.Depends(get_db), c=deps.injected):
                    a.first()
                    b.second()
                    c.fourth()
                    engine.third()
                URL = conf.URL
            """,
            "app/__init__.py": "from .deps import get_db, SessionDep",
            "app/settings.py": "URL = 'sqlite://'",
            "app/deps.py": """
                from typing import Annotated
                from fastapi import Depends
                from sqlalchemy import create_engine
                from .session import make
                from app.settings import URL
                engine = create_engine(URL)
                def get_db():
                    with make() as db:
                        yield db
                SessionDep = Annotated['Session', Depends(get_db)]
                injected: 'Session' = Depends(get_db)
            """,
            "app/session.py": """
                from sqlalchemy.orm import sessionmaker
                make = sessionmaker()
            """,
        },
    )
    assert receiver_class(opened, "first") == SESSION
    assert receiver_class(opened, "second") == SESSION
    assert receiver_class(opened, "third") == "sqlalchemy.Engine"
    assert receiver_class(opened, "fourth") == SESSION
    url = value_of(opened, "URL")
    assert isinstance(url, Constant)
    assert url.value == "sqlite://"


def test_files_that_import_each_other_are_no_trouble(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": "from app.other import a\ndef b(): return a()\nx = b()",
            "app/other.py": "from app.main import b\ndef a(): return b()",
        },
    )
    assert value_of(opened, "x") is None
    assert isinstance(value_of(opened, "a"), Function)


def test_a_neighbour_that_does_not_parse_is_unknown(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {"app/main.py": "from app.broken import x", "app/broken.py": "def ("},
    )
    assert value_of(opened, "x") is None or isinstance(value_of(opened, "x"), External)


GETTERS = {
    "compared": """
        def __getattr__(name):
            if name == "other": return object()
            if name == "client": return make()
            raise AttributeError(name)
        """,
    "listed": """
        def __getattr__(name: str):
            if name in ("client", "default"): return make()
            if name in ("a", "b"): return object()
            raise AttributeError(name)
        """,
    "others are loaded": """
        def __getattr__(name):
            if name == "client": return make()
            return load(name)
        """,
    "left over": """
        def __getattr__(name):
            if name != "client":
                raise AttributeError(name)
            return make()
        """,
}
UNTOLD = {
    "decided by others": """
        def __getattr__(name):
            if READY: return load(name)
            if name == "client": return make()
        """,
    "kept": """
        def __getattr__(name):
            if name == "client" and name in KEPT: return KEPT[name]
            if name == "client": return make()
            raise AttributeError(name)
        """,
    "another name": """
        def __getattr__(name):
            if name == "Client": return make()
            raise AttributeError(name)
        """,
    "of a class": """
        class Lazy:
            def __getattr__(self, name):
                if name == "client": return make()
        """,
}


@pytest.mark.parametrize(
    ("getter", "cls"),
    [(each, "redis.Redis") for each in GETTERS.values()] + [(it, None) for it in UNTOLD.values()],
    ids=[*GETTERS, *UNTOLD],
)
@pytest.mark.parametrize("named", ["stores.client", "client"])
def test_what_a_module_answers_for_a_name_that_it_has_not(
    tmp_path: Path, getter: str, cls: str | None, named: str
) -> None:
    files = {
        "app/stores.py": "from redis import Redis\ndef make() -> Redis: ...\n" + dedent(getter),
        "app/main.py": f"""
            from app import stores
            from app.stores import client
            used = {named}
            """,
    }
    assert class_of(project(tmp_path, files), "used") == cls


def test_a_module_is_not_asked_for_what_it_has(tmp_path: Path) -> None:
    files = {
        "app/stores.py": "client = 1\ndef __getattr__(name):\n if name == 'client': return set()\n",
        "app/main.py": "from app.stores import client as used\n",
    }
    assert class_of(project(tmp_path, files), "used") is None
