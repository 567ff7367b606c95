"""What the state of an application keeps, learnt from where it is put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import class_of, module, project

REDIS = "redis.Redis"
READ = """
from typing import cast
from fastapi import FastAPI, Request
from redis import Redis
import httpx
app = FastAPI()
class Job:
    def __init__(self): self.state = Box()
class Box: ...
{put}
async def read(request: Request, key: str):
    global it
    it = {use}
"""


@pytest.mark.parametrize(
    "put",
    [
        "app.state.store = Redis()",
        "def start(): app.state.store = Redis()",
        "async def lifespan(app: FastAPI):\n    app.state.store = Redis()\n    yield",
        "def start(application): application.state.store = Redis()",
        "def start():\n    store = Redis()\n    app.state.store = store",
        "def start():\n    state = app.state\n    state.store = Redis()",
        "def start():\n    state = cast(Box, app.state)\n    state.store = Redis()",
        "app.state.store: Redis = Redis()",
        "app.state.store = None\ndef start(): app.state.store = Redis()",
        "def start():\n    with Redis() as app.state.store: pass",
        "async def count(request: Request): request.state.store = Redis()",
        "app.state.store = Redis()\nJob().state.store = httpx.Client()",
        "class Setup:\n    def run(self, app): app.state.store = Redis()",
    ],
)
def test_is_what_is_put_there(put: str) -> None:
    assert class_of(module(READ.format(put=put, use="request.app.state.store")), "it") == REDIS


@pytest.mark.parametrize(
    "put",
    [
        "app.state.other = Redis()",
        "app.state.store = Redis()\ndef later(): app.state.store = httpx.Client()",
        "app.state.store = Redis()\ndef later(given): app.state.store = given",
        "app.state.store = Redis()\ndef later(): app.state.store, x = given()",
        "Job().state.store = Redis()",
        "def start(state): state.store = Redis()",
        "app.store = Redis()",
        "def start(app):\n    state = cast(Box, app.other)\n    state.store = Redis()",
        "app.state.store = 1",
    ],
)
def test_doubt_is_unknown(put: str) -> None:
    assert class_of(module(READ.format(put=put, use="request.app.state.store")), "it") is None


@pytest.mark.parametrize(
    ("put", "found"),
    [
        ("app.store = Redis()", REDIS),
        ("def start(application: FastAPI): application.store = Redis()", REDIS),
        ("def start(app): app.store = Redis()", REDIS),
        ("def start(request: Request): request.app.store = Redis()", REDIS),
        ("app.store = None\ndef start(): app.store = Redis()", REDIS),
        ("app.store = Redis()\ndef start(app): app.store = httpx.Client()", None),
        ("app.store = Redis()\ndef start(app: Box): app.store = httpx.Client()", REDIS),
        ("app.state.store = Redis()", None),
        ("def start(state): state.store = Redis()", None),
        ("def start(app: Box): app.store = Redis()", None),
        ("def made(): ...\napp.store = made", None),
    ],
)
@pytest.mark.parametrize("use", ["app.store", "request.app.store"])
def test_what_is_put_into_the_application_itself(put: str, found: str | None, use: str) -> None:
    assert class_of(module(READ.format(put=put, use=use)), "it") == found


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("request.state.store", REDIS),
        ("getattr(request.app.state, 'store')", REDIS),
        ("getattr(request.app.state, 'store', None)", REDIS),
        ("getattr(request.app.state, 'store', Redis())", REDIS),
        ("getattr(request.app.state, 'store', httpx.Client())", None),
        ("getattr(request.app.state, 'store', key)", None),
        ("getattr(request.app.state, 'other', None)", None),
        ("getattr(request.app.state, key, None)", None),
        ("getattr(Job(), 'state', None)", "test_module.Box"),
    ],
)
def test_is_read_by_its_name(use: str, found: str | None) -> None:
    opened = module(READ.format(put="app.state.store = Redis()", use=use))
    name = opened.syntax.summary.name
    assert class_of(opened, "it") == (found and found.replace("test_module", name))


ROUTE = """
from fastapi import APIRouter, Depends, Request
router = APIRouter()
def get_shop(request: Request):
    shop = getattr(request.app.state, "shop", None)
    if shop is None:
        raise RuntimeError
    return shop
@router.get("/")
async def read(shop=Depends(get_shop)): return shop.items.first()
"""
MAIN = """
from fastapi import FastAPI
from app.routes import router
from app.shop import Shop
async def lifespan(app: FastAPI):
    app.state.shop = Shop()
    yield
app = FastAPI(lifespan=lifespan)
app.include_router(router)
"""
SHOP = """
import psycopg2
class Items:
    def __init__(self, shop):
        self.shop = shop
    def first(self):
        with self.shop.connect() as connection:
            return connection
class Shop:
    def __init__(self):
        self.items = Items(self)
    def connect(self): return psycopg2.connect("dbname=shop")
"""


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 1),
        ({"tests/test_main.py": "app.state.shop = object()\n"}, 1),
        ({"app/other.py": "def swap(app, given): app.state.shop = given\n"}, 1),  # of nothing
        ({"app/shop.py": f"{SHOP}def swap(app, given): app.state.shop = given\n"}, 0),
        (
            {
                "other/main.py": "from fastapi import FastAPI\napp = FastAPI()\n"
                "app.state.shop = object()\n"
            },
            1,
        ),
        ({"app/main.py": MAIN.replace("from app.routes import router", "")}, 0),
        ({"app/shop.py": SHOP.replace("psycopg2.connect(", "dict(")}, 0),
        ({"app/shop.py": SHOP.replace("Items(self)", "Items(dict())")}, 0),
    ],
)
def test_leads_to_other_files(tmp_path: Path, changes: dict[str, str], number: int) -> None:
    files = {"app/routes.py": ROUTE, "app/main.py": MAIN, "app/shop.py": SHOP, **changes}
    opened = project(tmp_path, files, check="app/routes.py")
    assert len(list(opened.each(BlockingCall))) == number


OWN = """
from fastapi import FastAPI
from app.routes import router
from app.shop import Shop
class Store(FastAPI):
    def __init__(self):
        super().__init__()
        self.state.shop = Shop()
app = Store()
app.include_router(router)
"""


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 1),
        ({"app/main.py": OWN.replace("FastAPI)", "list)")}, 0),
        (
            {
                "app/main.py": MAIN.replace("app.state.shop", "app.shop"),
                "app/routes.py": ROUTE.replace("request.app.state,", "request.app,"),
            },
            1,
        ),
    ],
)
def test_of_a_class_of_its_own_or_the_application_itself(
    tmp_path: Path, changes: dict[str, str], number: int
) -> None:
    files = {"app/routes.py": ROUTE, "app/main.py": OWN, "app/shop.py": SHOP, **changes}
    opened = project(tmp_path, files, check="app/routes.py")
    assert len(list(opened.each(BlockingCall))) == number


GIVEN = """
import httpx
from redis import Redis
class Holder:
    def __init__(self, store, *, other=None, size=1):
        self.store = store
        self.other = other
        self.size = size
class Swapping(Holder):
    def swap(self, given): self.store = given
class Renamed(Holder):
    def __init__(self, given, store): super().__init__(given)
it = {use}
"""


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("Holder(Redis()).store", REDIS),
        ("Holder(store=Redis()).store", REDIS),
        ("Holder(1, other=Redis()).other", REDIS),
        ("Holder(Redis()).other", None),
        ("Holder(given).store", None),
        ("Holder(*[Redis()]).store", None),
        ("Holder(1, size=2).size", None),
        ("Swapping(Redis()).store", None),
        ("Renamed(1, Redis()).store", None),
    ],
)
def test_an_object_has_what_it_was_made_with(use: str, found: str | None) -> None:
    assert class_of(module(GIVEN.format(use=use)), "it") == found
