"""Parameters that declare nothing: they are what the caller at hand gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Module
from tests.model.build import module, project

HELPERS = """
def first(db): return db.query(int).first()
def later(db, limit=10):
    rows = db.query(int)
    if limit:
        rows = rows.limit(limit)
    return rows.all()
def outer(db): return first(db)
def opened(pool):
    with pool.begin() as db: return first(db)
def maybe(db=None): return db.query(int).first()
class Items:
    def __init__(self, session): self.session = session
    def first(self): return self.session.query(int).first()
    def again(self): return self.first()
    def helped(self): return first(self.session)
class Service:
    def __init__(self, db, key=""):
        self.items = Items(db)
        self.key = key
    def first(self): return self.items.again()
def make(db): return Items(db)
"""
IMPORTS = """
from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, sessionmaker
app = FastAPI()
def get_db() -> Session: ...
async def get_async_db() -> AsyncSession: ...
"""
CALLS = [
    "first(db)", "later(db)", "later(db, limit=0)", "outer(db)", "outer(db=db)", "maybe(db)",
    "Items(db).first()", "Items(session=db).again()", "Items(db).helped()", "Service(db).first()",
]  # fmt: skip


def blocked(opened: Module) -> list[str]:
    return [each.name for each in opened.each(BlockingCall)]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("db: Session = Depends(get_db)", 1),
        ("db=Depends(get_db)", 1),
        ("db: AsyncSession = Depends(get_async_db)", 0),
        ("db=Depends(object)", 0),
        ("db", 0),
    ],
)
def test_a_helper_works_with_what_it_is_given(call: str, given: str, number: int) -> None:
    opened = module(f"{IMPORTS}{HELPERS}@app.get('/')\nasync def read({given}): return {call}\n")
    assert len(blocked(opened)) == number


def test_each_caller_counts_for_itself() -> None:
    opened = module(f"""{IMPORTS}{HELPERS}
@app.get("/a")
async def one(db: AsyncSession = Depends(get_async_db)): return first(db)
@app.get("/b")
async def other(db: Session = Depends(get_db)): return first(db)
""")
    assert [each.function.name for each in opened.each(BlockingCall)] == ["other"]


def test_what_is_made_of_it_blocks_in_other_files_too(tmp_path: Path) -> None:
    route = f"""{IMPORTS}
from app.items import Service
def service(db: Session = Depends(get_db)): return Service(db)
@app.get("/")
async def read(items: Service = Depends(service)): return items.first()
"""
    opened = project(tmp_path, {"app/items.py": HELPERS, "app/main.py": route})
    assert blocked(opened) == ["Query.first"]


@pytest.mark.parametrize(
    "body",
    [
        "def use(db): db = object(); return db.query(int).first()",
        "def use(db: 'Unknown'): return db.query(int).first()",
        "def use(*db): return db.query(int).first()",
        "def use(db): return lambda: db.query(int).first()",
        "def use(db): return db.commited",
    ],
)
def test_innocent_twins(body: str) -> None:
    opened = module(f"""{IMPORTS}
{body}
@app.get("/")
async def read(db: Session = Depends(get_db)): return use(db)
""")
    assert blocked(opened) == []


def test_what_leads_back_to_itself_ends() -> None:
    opened = module(f"""{IMPORTS}
def walk(db, depth):
    rows = db.query(int)
    while depth:
        rows = rows.filter(depth)
    return walk(db, depth - 1) if depth else rows.first()
@app.get("/")
async def read(db: Session = Depends(get_db)): return walk(db, 2)
""")
    assert blocked(opened) == ["Query.first"]


SHOP = """
class Shop:
    def __init__(self): self.session = Session()
    def open(self): return Session()
class Clerk:
    def __init__(self, shop):
        self.shop = shop
        self.session = shop.session
        self.asked = getattr(shop, "session", None)
    def first(self): return self.shop.session.query(int).first()
    def kept(self): return self.session.query(int).first()
    def got(self): return self.asked.query(int).first()
    def opened(self):
        with self.shop.open() as session: return session.query(int).first()
def first_of(shop): return Clerk(shop).first()
def get_shop(): return Shop()
class Quiet:
    session = None
    def open(self): return AsyncSession()
def get_quiet(): return Quiet()
"""


@pytest.mark.parametrize(
    "call",
    ["Clerk(it).first()", "Clerk(it).kept()", "Clerk(it).got()", "Clerk(it).opened()",
     "first_of(it)"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("given", "number"),
    [("it=Depends(get_shop)", 1), ("it: Shop = Depends()", 1), ("it=Depends(get_quiet)", 0),
     ("it", 0)],
)  # fmt: skip
def test_so_do_objects_of_the_project(call: str, given: str, number: int) -> None:
    opened = module(f"{IMPORTS}{SHOP}@app.get('/')\nasync def read({given}): return {call}\n")
    assert len(blocked(opened)) == number


KEPT = """
import redis
import redis.asyncio
from fastapi import FastAPI
app = FastAPI()
class Store:
    def __init__(self, url=None):
        self._client = None
    @property
    def client(self) -> redis.Redis: return redis.Redis()
class Other:
    @property
    def client(self): return {}
store = Store()
other = Other()
awaited = redis.asyncio.Redis()
class Limiter:
    def __init__(self, store=store, limit=3): self.store = store
    def allows(self, key):
        pipe = self.store.client.pipeline()
        pipe.incr(key)
        return pipe.execute()
class Free:
    def __init__(self, store=other): self.store = store
    def allows(self, key): return self.store.client.pipeline().execute()
def allows(key, store=store): return store.client.get(key)
def sends(key, client=awaited): return client.get(key)
limiter = Limiter()
class Guard:
    def __init__(self, limiter: Limiter = limiter): self.limiter = limiter
    async def runs(self): return self.limiter.allows("a")
"""


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("limiter.allows('a')", "Pipeline.execute"),
        ("Limiter(limit=4).allows('a')", "Pipeline.execute"),
        ("await Guard().runs()", ""),  # reported there
        ("allows('a')", "Redis.get"),
        ("allows('a', store)", "Redis.get"),
        ("allows('a', other)", ""),
        ("allows('a', **given)", ""),
        ("allows(*given)", ""),
        ("Limiter(other).allows('a')", ""),
        ("Limiter(store=other).allows('a')", ""),
        ("Free().allows('a')", ""),
        ("await sends('a')", ""),
    ],
)
def test_objects_by_default(call: str, found: str) -> None:
    opened = module(f"{KEPT}@app.get('/')\nasync def read(given: list):\n    {call}\n")
    named = [each.name for each in opened.each(BlockingCall) if each.function.name == "read"]
    assert named == ([found] if found else [])


def test_of_what_is_only_declared() -> None:
    opened = module(f"{KEPT}@app.get('/')\nasync def read(): return await Guard().runs()\n")
    assert [each.name for each in opened.each(BlockingCall)] == ["Pipeline.execute"]


FUNCTIONS = """
import functools, json, requests, time
from collections.abc import Callable
from fastapi import FastAPI
app = FastAPI()
Asking = Callable[[], object]
def ask(): return requests.get("https://example.org")
async def ask_later(): return ask()
def compute(): return 1
class Shop:
    def ask(self): return ask()
class Local(Shop):
    def ask(self): return 1
class Stall:
    def ask(self): return ask()
stall = Stall()
def bare(f): return f()
def typed(f: Callable[[], object]): return f()
def named(f: Asking | None = None): return f() if f is not None else None
def further(f: Asking): return typed(f)
client = requests.Session()
def handing(f: Callable[[str], object], *rest): return f(*rest)
def kept(f: Asking): return {"ask": f}
def wrapped(f: Asking): return lambda: f()
def number(f: int): return f()
def rebound(f: Asking):
    f = compute
    return f()
"""


@pytest.mark.parametrize(
    ("call", "blocks"),
    [
        *((f"{helper}(ask)", True) for helper in ("bare", "typed", "named", "further")),
        *((f"{helper}(ask)", False) for helper in ("kept", "wrapped", "number", "rebound")),
        ("typed(lambda: ask())", True),
        ("typed(stall.ask)", True),
        ("typed(functools.partial(ask))", True),
        ("typed(functools.partial(requests.get, ''))", True),
        ("handing(requests.get, '')", True),
        ("handing(client.get, '')", True),
        ("handing(functools.partial(time.sleep, 1))", True),
        ("handing(time.sleep, 0)", False),
        ("handing(json.loads, '')", False),
        ("typed(compute)", False),
        ("typed(ask_later)", False),
        ("typed(lambda: compute())", False),
        ("typed(shop.ask)", False),  # it may be a local one
        ("typed(unknown)", False),
    ],
)
def test_a_helper_calls_a_function_that_it_is_given(call: str, blocks: bool) -> None:
    route = "@app.get('/')\nasync def read(shop: Shop, unknown): return"
    assert bool(blocked(module(f"{FUNCTIONS}{route} {call}\n"))) is blocks
