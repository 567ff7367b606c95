"""What an expression is: yes, and unknown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_fastapi.model import (
    Bound,
    Constant,
    External,
    Function,
    Instance,
    Method,
    Partial,
    Ref,
    receiver,
)
from flake8_fastapi.model.values.arguments import is_refused
from tests.model.build import class_of, function, module, project, receiver_class, value_of

SESSION = "sqlalchemy.orm.Session"
IMPORTS = """
from __future__ import annotations
import contextlib, enum, functools, typing
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Annotated, Optional, TYPE_CHECKING, Union
import boto3, httpx, redis, redis.asyncio, typing_extensions
from fastapi import Depends
from pydantic import Field
from pydantic_settings import BaseSettings
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session, scoped_session, sessionmaker
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 'a'", "a"),
        ("A = 'a'\nx = A", "a"),
        ("A = 'a'\nx = A + 'b'", "ab"),
        ("A = 'a'\nx = f'{A}-{1}'", "a-1"),
        ("x = None or 'a'", "a"),
        ("x: typing.Final = 'a'", "a"),
        ("x: typing.Final = {'a': 1}['a']", 1),
        ("class A:\n    kind: typing.ClassVar = 'a'\nx = A.kind", "a"),
        ("class Color(enum.Enum):\n    RED = 'red'\nx = Color.RED", "red"),
        ("class S(BaseSettings):\n    url: str = 'sqlite://'\ns = S()\nx = s.url", "sqlite://"),
        ("d = {'a': 1, 'b': 2}\nx = d['b']", 2),
        ("d = {'a': {'b': 1}}\nx = d['a']['b']", 1),
        ("A = None\nx = A or 'b'", "b"),
        ("class Color(enum.Enum):\n    RED = 'red'\nx = Color.RED.value", "red"),
        ("class Color(enum.StrEnum):\n    RED = 'red'\nx = Color.RED", "red"),
        ("class S(BaseSettings):\n    url: str = Field('a', alias='A')\nx = S().url", "a"),
        ("class S(BaseSettings):\n    a: str = 'a'\n    url: str = f'{a}b'\nx = S().url", "ab"),
        (
            "class S(BaseSettings):\n    url: str = 'a'\ndef get():\n    return S()\nx = get().url",
            "a",
        ),
        ("class S(BaseSettings):\n    url: str = 'a'\nx = S(url='b').url", "b"),
        ("x = -1", -1),
        ("a, x = 1, 2", 2),
    ],
)
def test_constants(source: str, expected: object) -> None:
    value = value_of(module(IMPORTS + source), "x")
    assert isinstance(value, Constant)
    assert value.value == expected


@pytest.mark.parametrize(
    "source",
    [
        "x = 'a'\nx = 'b'",
        "x = 'a' if y else 'b'",
        "x = input()",
        "x = x",
        "x = y\ny = x",
        "import os\nx = os.environ['A']",
        "x = f'{unknown}'\ny = 1",
        "x = 'a' + unknown",
        "x = unknown() or 'a'",
        "import os\nx = os.getenv('A', 'a')",
        "class Color(enum.Enum):\n    RED = enum.auto()\nx = Color.RED",
        "class Color(enum.Enum):\n    RED = 'red'\nx = Color(unknown)",
        "class S(BaseSettings):\n    url: str\nx = S().url",
        "class S(BaseSettings):\n    url: str = Field(...)\nx = S().url",
        "class S(BaseSettings):\n    url: str = Field(default_factory=str)\nx = S().url",
        "class S(BaseSettings):\n    url: str = 'a'\nx = S(url=unknown).url",
        "class S(BaseSettings):\n    url: str = 'a'\nx = S(**unknown).url",
        "class S(BaseSettings):\n    url: str = 'a'\n"
        "class T(S):\n    url: str = unknown()\nx = T().url",
        "x += 1",
        "for x in range(3): pass",
        "@dataclass\nclass A:\n    n: typing.Final = 1\nx = A(y).n",
    ],
)
def test_what_is_no_constant(source: str) -> None:
    assert not isinstance(value_of(module(IMPORTS + source), "x"), Constant)


@pytest.mark.parametrize(
    ("source", "cls"),
    [
        ("x = httpx.Client()", "httpx.Client"),
        ("x = boto3.client('s3')", None),  # a client, whatever its class is called
        ("x = redis.from_url('redis://')", "redis.Redis"),
        ("x = create_engine('sqlite://')", "sqlalchemy.Engine"),
        ("x = create_engine('sqlite://').connect()", "sqlalchemy.Connection"),
        ("x = create_engine('sqlite://').begin()", "sqlalchemy.Connection"),
        ("x = httpx.Client().get('')", "httpx.Response"),
        ("x = boto3.session.Session().client('s3')", "botocore.client.BaseClient"),
        ("x = redis.asyncio.from_url('')", "redis.asyncio.Redis"),
        ("x = sessionmaker()()", SESSION),
        ("make = sessionmaker(bind=None)\nx = make()", SESSION),
        (
            "make = sessionmaker(class_=AsyncSession)\nx = make()",
            "sqlalchemy.ext.asyncio.AsyncSession",
        ),
        ("x = async_sessionmaker()()", "sqlalchemy.ext.asyncio.AsyncSession"),
        ("def make() -> Session: ...\nx = make()", SESSION),
        ("def make():\n    return Session()\nx = make()", SESSION),
        ("x: Session", SESSION),
        ("x: Session = None", SESSION),
        ("x: Optional[Session] = None", SESSION),
        ("x: Session | None = None", SESSION),
        ("x: 'Session'", SESSION),
        ("x: Union[None, 'Session']", SESSION),
        ("Alias = Annotated[Session, 'note']\nx: Alias", SESSION),
        ("if TYPE_CHECKING:\n    from sqlalchemy.orm import Session as S\nx: 'S'", SESSION),
        ("x: 'Annotated[Session, 1] | None'", SESSION),
        ("Alias: typing.TypeAlias = Session\nx: Alias", SESSION),
        ("x: typing.Final = Session()", SESSION),
        ("x: 'typing.Final' = Session()", SESSION),
        ("x: typing_extensions.Final = Session()", SESSION),
        ("def make() -> Session: ...\nx: typing.Final = make()", SESSION),
        ("make: typing.Final = sessionmaker()\nx = make()", SESSION),
        ("all_: typing.Final = {'a': Session()}\nx = all_['a']", SESSION),
        ("class A:\n    db: typing.ClassVar = Session()\nx = A.db", SESSION),
        ("class A:\n    db: typing.Final = Session()\nx = A().db", SESSION),
        (
            "class A:\n    def __init__(self):\n"
            "        self.db: typing.Final = Session()\nx = A().db",
            SESSION,
        ),
        ("@dataclass\nclass A:\n    db: typing.ClassVar = Session()\nx = A().db", SESSION),
        ("x: typing.Final", None),
        ("x: typing.Final[typing.Any] = Session()", SESSION),
        ("x = typing.cast(Session, object())", SESSION),
        ("x = None\nx = Session()", SESSION),
        ("class C(Session): pass\nx = C()", "__main__.C"),
        ("with Session() as x: pass", SESSION),
        ("with create_engine('').connect() as x: pass", "sqlalchemy.Connection"),
        ("with create_engine('').begin() as x: pass", "sqlalchemy.Connection"),
        ("with sessionmaker()() as x: pass", SESSION),
        ("with sessionmaker().begin() as x: pass", SESSION),
        ("with contextlib.closing(Session()) as x: pass", SESSION),
        ("@contextmanager\ndef open_():\n    yield Session()\nwith open_() as x: pass", SESSION),
        (
            "@contextmanager\ndef open_() -> Iterator[Session]:\n    yield get()\n"
            "with open_() as x: pass",
            SESSION,
        ),
        ("def sessions():\n    yield Session()\nx = next(sessions())", SESSION),
        ("def sessions():\n    yield Session()\nfor x in sessions(): pass", SESSION),
        ("for i, x in enumerate([Session()]): pass", SESSION),
        ("for i, x in zip(y, [Session()]): pass", SESSION),
        ("for i, (x, z) in enumerate(zip([Session()], y, strict=True)): pass", SESSION),
        ("for i, (x, z) in zip([Session()], y): pass", None),
        ("for i, (x, *z) in enumerate(zip([Session()], y)): pass", None),
        ("for (i, x), z in zip(enumerate([Session()]), y): pass", SESSION),
        ("for i, x in zip(*y, [Session()]): pass", None),
        ("for x, i in enumerate([Session()]): pass", None),
        ("x = functools.partial(Session)()", SESSION),
        (
            "class A:\n    def __init__(self):\n        self.db = Session()\nx = A().db",
            SESSION,
        ),
        (
            "class B:\n    def __init__(self):\n        self.db = Session()\n"
            "class A(B): ...\nx = A().db",
            SESSION,
        ),
        (
            "class A:\n    def __init__(self, db: Session):\n        self.db = db\nx = A(1).db",
            SESSION,
        ),
        ("@dataclass\nclass A:\n    db: Session\nx = A(1).db", SESSION),
        (
            "class A:\n    @property\n    def db(self):\n        return Session()\nx = A().db",
            SESSION,
        ),
        ("class A:\n    db = Session()\nx = A.db", SESSION),
        ("x = Session()\nfor _ in y:\n    x = Session()", SESSION),
        ("if y:\n    x = Session()\nelse:\n    x = Session()", SESSION),
        ("def f(n):\n    return f(n - 1) if n else Session()\nx = f(1)", None),
    ],
)
def test_classes(source: str, cls: str | None) -> None:
    found = class_of(module(IMPORTS + source), "x")
    assert found == cls or (
        cls is None and found in (None, "boto3.client", "botocore.client.BaseClient")
    )


@pytest.mark.parametrize(
    "source",
    [
        "if y:\n    x = Session()\nelse:\n    x = httpx.Client()",
        "x = Session() if y else httpx.Client()",
        "x = Session()\nx = httpx.Client()",
        "x: Session | httpx.Client",
        "x: Session = httpx.Client()",  # the annotation contradicts the value
        "def make() -> Session:\n    return httpx.Client()\nx = make()",
        "def make(y):\n    if y:\n        return Session()\n    return httpx.Client()\nx = make(1)",
        "x = Session()\nfor _ in y:\n    x = httpx.Client()",
        "x = Session()\nwhile y:\n    x = unknown()",
        "x: unknown",
        "x: Annotated[unknown, Session]",
        "with unknown() as x: pass",
        "def make() -> unknown: ...\nx = make()",
        "x = sessionmaker",
        "x = functools.partial(unknown)()",
        "def make(cls):\n    return cls()\nx = make(Session)",
        "class A:\n    db = unknown()\nx = A.db",
        "class A:\n    def __init__(self, db):\n        self.db = db\nx = A(unknown()).db",
        "@dataclass\nclass A:\n    db: unknown\nx = A(1).db",
        "class A(unknown):\n    def load(self): ...\nx = A().db",
        "with contextlib.closing(unknown()) as x: pass",
        "async def make():\n    return Session()\nx = make()",  # a coroutine
        "x = y.session",
        "session = db = y\nx = session",
        "class A:\n    def __init__(self):\n        self.db = Session()\n"
        "    def swap(self):\n        self.db = httpx.Client()\nx = A().db",
        "@contextmanager\ndef open_() -> Iterator[Session]:\n    yield httpx.Client()\n"
        "with open_() as x: pass",
    ],
)
def test_doubt_is_unknown(source: str) -> None:
    assert class_of(module(IMPORTS + source), "x") is None


@pytest.mark.parametrize(
    ("first", "then", "cls"),
    [
        ("x: Optional[Session] = None", "x = unknown()", SESSION),
        ("x: Session", "x = unknown()", SESSION),
        ("x: Optional[Session] = None", "x = Session()", SESSION),
        ("x: Session = unknown()", "x = None", SESSION),
        ("x: Optional[Session] = None", "x = AsyncSession()", None),
        ("x: Session", "x = 'a'", None),
        ("x: Session", "x: AsyncSession = unknown()", None),
        ("x: typing.Any = None", "x = unknown()", None),
        ("x = None", "x = unknown()", None),
        ("x: Optional[Session] = None", "def start(y):\n    global x\n    x = y", SESSION),
    ],
)
def test_a_name_is_what_it_is_declared_as(first: str, then: str, cls: str | None) -> None:
    assert class_of(module(f"{IMPORTS}{first}\n{then}"), "x") == cls


@pytest.mark.skipif(sys.version_info < (3, 12), reason="new syntax")
@pytest.mark.parametrize(
    ("alias", "cls"),
    [
        ("Session", SESSION),
        ("Annotated[Session, Depends()]", SESSION),
        ("Session | None", SESSION),
        ("unknown", None),
        ("Session | httpx.Client", None),
    ],
)
def test_type_aliases(alias: str, cls: str | None) -> None:
    assert class_of(module(IMPORTS + f"type Alias = {alias}\nx: Alias\n"), "x") == cls


@pytest.mark.parametrize(
    "declared",
    [
        "db: Session",
        "db: Annotated[Session, Depends(get_db)]",
        "db: SessionDep",
        "db: Optional[SessionDep] = None",
        "db = Depends(get_db)",
        "db: Session = Depends(get_db)",
        "db: 'Session' = Depends(get_db)",
        "db: Annotated[Session, Depends()]",
        "db: SessionLocal = Depends(get_db)",
        "db: Annotated[SessionLocal, Depends(get_db)]",
        "db: scoped_session(SessionLocal) = Depends(get_db)",
    ],
)
def test_parameters(declared: str) -> None:
    opened = module(
        IMPORTS
        + "def get_db():\n    db = sessionmaker()()\n    try:\n        yield db\n    finally:\n"
        + "        db.close()\n"
        + "SessionDep = Annotated[Session, Depends(get_db)]\n"
        + "SessionLocal = sessionmaker()\n"
        + f"def read({declared}):\n    db.execute()\n"
    )
    assert receiver_class(opened, "execute") == SESSION


@pytest.mark.parametrize(
    ("again", "known"),
    [
        ("rows = rows.filter(y)", True),
        ("rows = rows.filter(y).limit(1)", True),
        ("if y:\n        rows = rows.filter(y)\n    rows = rows.order_by(y)", True),
        ("for each in y:\n        rows = rows.filter(each)", True),
        ("rows = y.query()", False),
        ("rows = rows.unheard_of()", False),
        ("rows = rows.filter(y).all()", False),
        ("rows = rows.filter(y)\n    rows = y", False),
        ("rows = y(rows)", False),
    ],
)
@pytest.mark.parametrize("asked", [("count",), ("filter", "count"), ("unheard_of", "count")])
def test_a_name_narrowed_down_by_its_own_methods_is_what_it_was(
    again: str, known: bool, asked: tuple[str, ...]
) -> None:
    source = f"def read(db: Session, y):\n    rows = db.query(y)\n    {again}\n    rows.count()\n"
    opened = module(IMPORTS + source)
    for method in asked:
        for call, _ in opened.routing.calls_named(method):
            opened.values.of(call)
    assert receiver_class(opened, "count") == ("sqlalchemy.orm.Query" if known else None)


@pytest.mark.parametrize(
    ("again", "known"),
    [
        ("rows = rows.where(y)", "Query"),
        ("rows = rows.limit(1).start_at(y)", "Query"),
        ("rows = rows.where(y)\n    rows = rows.limit(1)", "Query"),
        ("rows = rows.document(y).collection(y)", "CollectionReference"),
        ("rows = rows.document(y)", None),
    ],
)
def test_or_a_kind_of_it(again: str, known: str | None) -> None:
    source = f"def read(y):\n    rows = Client().collection(y)\n    if y:\n        {again}\n"
    opened = module(f"from google.cloud.firestore import Client\n{source}    rows.stream()\n")
    assert receiver_class(opened, "stream") == (known and f"google.cloud.firestore.{known}")


@pytest.mark.parametrize(
    "declared",
    [
        "db",
        "session",
        "db: Annotated[unknown, Depends(unknown)]",
        "db: AsyncSession = Depends(get_sync)",  # contradicts what the dependency yields
        "db = Depends(unknown)",
        "db: sessionmaker()",  # no class
        "db: Session = Depends(get_iterator)",  # nobody iterates
        "*db: Session",
        "**db: Session",
    ],
)
def test_parameters_that_say_nothing(declared: str) -> None:
    name = declared.lstrip("*").split(":")[0].split(" ")[0]
    opened = module(
        IMPORTS
        + "def get_sync():\n    yield sessionmaker()()\n"
        + "def get_iterator() -> Iterator[Session]:\n    return Sessions()\n"
        + f"def read({declared}):\n    {name}.execute()\n"
    )
    assert receiver_class(opened, "execute") is None


@pytest.mark.parametrize(
    ("declared", "cls"),
    [
        ("cache: redis.Redis = request.app.state.cache", "redis.Redis"),
        ("cache: 'redis.Redis | None' = request.app.state.cache", "redis.Redis"),
        ("cache: typing.Any = request.app.state.cache", "starlette.datastructures.State"),
        ("cache = request.app.state.cache", "starlette.datastructures.State"),
        ("cache: str = redis.Redis()", "redis.Redis"),
        ("cache: typing.Protocol = redis.Redis()", "redis.Redis"),
        ("cache: Own = redis.Redis()", "redis.Redis"),
        ("cache: Derived = redis.Redis()", None),
        ("cache: memcache.Client = redis.Redis()", None),
    ],
)
def test_what_a_library_keeps_for_the_project_is_what_it_is_declared_as(
    declared: str, cls: str | None
) -> None:
    opened = module(
        "import memcache, redis, typing, unknown\nfrom fastapi import Request\n"
        "class Own: ...\nclass Derived(unknown.Base): ...\n"
        f"def read(request: Request):\n    {declared}\n    cache.get('key')\n"
    )
    ((call, _),) = opened.routing.calls_named("get")
    value = opened.value(call.callee)
    assert (value.of.cls if isinstance(value, Method) else None) == cls


@pytest.mark.parametrize(
    ("declared", "check", "cls"),
    [
        ("db", "if not isinstance(db, Session): raise TypeError", SESSION),
        ("db: typing.Any", "if not isinstance(db, Session): return", SESSION),
        ("db: object = None", "if db is None or not isinstance(db, Session): return", SESSION),
        ("db=None", "assert isinstance(db, Session), 'a session'", SESSION),
        ("db, n", "n = 1\n    if not isinstance(db, Session): raise TypeError", SESSION),
        ("db", "assert isinstance(db, (Session, redis.Redis))", None),
        ("db: 'Sessions'", "assert isinstance(db, Session)", None),  # of something more
        ("db", "if not isinstance(db, Session): print()", None),
        ("db", "if isinstance(db, Session): raise TypeError", None),
        ("db", "if not isinstance(db, Session): return\n    else: print()", None),
        ("db, n", "if n or not isinstance(db, Session): return", SESSION),
        ("db, n", "if n and not isinstance(db, Session): return", None),
        ("db", "db = db()\n    assert isinstance(db, Session)", None),
        ("db", "assert isinstance(db, Session)\n    db = db()", None),
        ("*db", "assert isinstance(db, Session)", None),
    ],
)
def test_parameters_that_are_looked_at_first(declared: str, check: str, cls: str | None) -> None:
    opened = module(f"{IMPORTS}\ndef read({declared}):\n    {check}\n    db.execute()\n")
    assert receiver_class(opened, "execute") == cls


@pytest.mark.parametrize(
    ("declared", "body", "cls"),
    [
        ("db: Session | None = None", "db = db or unknown()", SESSION),
        ("db: Optional[Session] = None", "db = db or self.kept.db", SESSION),
        ("db: Session", "db = db or unknown()\n        db = db or self.db", SESSION),
        ("db: Session | None = None", "db = db or boto3.kept.db", SESSION),
        ("db: Session | None = None", "db = db or redis.Redis()", None),
        ("db: Session | None = None", "db = db or redis.Redis", None),
        ("db: Session | None = None", "db = db and unknown()", None),
        ("db: Session | None = None", "db = db or unknown()\n        db = unknown()", None),
        ("db: Session | None = None", "db = unknown() or db", None),
        ("other: Session, db=None", "db = other or unknown()", None),
        ("db=None", "db = db or unknown()", None),
        ("db: typing.Any = None", "db = db or unknown()", None),
    ],
)
def test_a_parameter_that_is_set_to_itself_or_something(
    declared: str, body: str, cls: str | None
) -> None:
    opened = module(
        f"{IMPORTS}\nclass Users:\n    def read(self, {declared}):\n        {body}\n"
        "        db.execute()\n"
    )
    assert receiver_class(opened, "execute") == cls


def test_a_dependency_gives_what_it_is_declared_to_find_in_the_state() -> None:
    opened = module(
        "import redis\nfrom fastapi import Depends, Request\n"
        "def cached(request: Request) -> redis.Redis:\n    return request.app.state.cache\n"
        "def read(cache=Depends(cached)):\n    cache.get('key')\n"
    )
    assert receiver_class(opened, "get") == "redis.Redis"


@pytest.mark.parametrize(
    ("base", "cls"),
    [
        ("Protocol", "__main__.Stored"),
        ("ABC", "__main__.Users"),
        ("Protocol[int]", "__main__.Stored"),
    ],
)
def test_what_is_declared_by_a_protocol_is_what_is_seen(base: str, cls: str | None) -> None:
    opened = module(
        "from abc import ABC\nfrom typing import Protocol\nfrom fastapi import Depends\n"
        f"class Users({base}):\n    def find(self): ...\n"
        "class Stored:\n    def find(self): ...\n"
        "def users() -> Users:\n    return Stored()\n"
        "def read(users: Users = Depends(users)):\n    users.find()\n"
    )
    assert receiver_class(opened, "find") == cls


@pytest.mark.parametrize(
    ("parameter", "given", "cls"),
    [
        ("client=None", "client or Client()", "httpx.Client"),
        ("client=None", "Client() if client is None else client", "httpx.Client"),
        ("client: Client | None = None", "client or Client()", "httpx.Client"),
        ("client: object = None", "client or Client()", None),
        ("client", "client or Client()", None),
        ("client=3", "client or Client()", None),
        ("client=None", "client or unknown()", None),
        ("client=None, other=None", "client or other", None),
        ("client=None", "client or Client() or AsyncClient()", None),
    ],
)
def test_what_is_used_in_the_place_of_another_is_like_it(
    parameter: str, given: str, cls: str | None
) -> None:
    opened = module(
        "from httpx import AsyncClient, Client\nclass Service:\n"
        f"    def __init__(self, {parameter}):\n        self.client = {given}\n"
        "    def read(self):\n        self.client.get('/')\n"
    )
    assert receiver_class(opened, "get") == cls
    ((call, _),) = opened.routing.calls_named("get")
    made = opened.value(receiver(call.callee))
    assert made is None or (isinstance(made, Instance) and made.made is None) or "|" in parameter


def test_functions_methods_and_partials() -> None:
    opened = module(
        IMPORTS
        + """
class Service:
    def run(self): ...
    @classmethod
    def make(cls): return cls()
class Special(Service): ...
def helper(): ...
partial_ = functools.partial(helper, 1)
method = Special().run
made = Special.make()
"""
    )
    assert isinstance(value_of(opened, "helper"), Function)
    assert isinstance(value_of(opened, "partial_"), Partial)
    bound = value_of(opened, "method")
    assert isinstance(bound, Bound)
    assert bound.function is function(opened, "run")
    made = value_of(opened, "made")
    assert isinstance(made, Instance)
    assert made.cls == "__main__.Special"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("@classmethod\n    def make(cls): return cls()", "Special"),
        ("@classmethod\n    def make(cls) -> 'Service': return cls()", "Special"),
        ("@classmethod\n    def make(cls): return Service()", "Service"),
        ("@classmethod\n    def make(cls, kind: type['Service']): return kind()", "Service"),
        ("@staticmethod\n    def make(): return Service()", "Service"),
        ("@classmethod\n    def make(cls): return Other()", "Other"),
    ],
)
def test_what_a_class_gives_by_a_method_of_its_base(method: str, expected: str) -> None:
    opened = module(
        f"class Service:\n    {method}\nclass Special(Service): ...\nclass Other: ...\n"
        "made = Special.make()"
    )
    made = value_of(opened, "made")
    assert isinstance(made, Instance)
    assert made.cls == f"__main__.{expected}"


def test_subclasses_of_the_project_are_resolved_to_their_bases() -> None:
    opened = module(
        IMPORTS + "class Mine(Session): ...\nclass Yours(Mine): ...\nclass Odd(unknown()): ...\n"
        "x = Yours()\ny = Odd()\nz = Mine\n"
    )
    values = opened.values
    assert values.derives("__main__.Yours", SESSION) is True
    assert values.derives("__main__.Yours", "httpx.Client") is False
    assert values.derives("__main__.Odd", "httpx.Client") is None


def test_a_method_inherited_from_a_library_is_one_of_the_library() -> None:
    opened = module(IMPORTS + "class Mine(Session): ...\nx = Mine()\nx.execute()")
    ((call, _),) = opened.routing.calls_named("execute")
    method = opened.values.of(call.callee)
    assert getattr(method, "name", None) == "execute"
    assert getattr(getattr(method, "of", None), "cls", None) == SESSION


def test_what_a_class_inherits_from_a_library_is_of_the_library() -> None:
    opened = module(
        "from abc import ABC\nfrom peewee import Model\nfrom elsewhere import Unknown\n"
        "class Base(Model):\n    kind = 'base'\n"
        "    @classmethod\n    def open(cls):\n        cls.pool = cls._pool = unknown()\n"
        "class Order(Base, ABC): ...\nclass Plain(ABC): ...\nclass Odd(unknown()): ...\n"
        "found = Order.get\nkind = Order.kind\nplain = Plain.get\nodd = Odd.get\n"
        "pool = Order.pool\nprivate = Order._pool\n"
    )
    found, kind = value_of(opened, "found"), value_of(opened, "kind")
    assert isinstance(found, External)
    assert found.name == "peewee.Model.get"
    assert isinstance(kind, Constant)
    assert kind.value == "base"
    assert not any(value_of(opened, name) for name in ("plain", "odd", "pool", "private"))


def test_the_order_of_questions_does_not_change_the_answers() -> None:
    source = (
        IMPORTS
        + "def a(n): return b(n) if n else Session()\ndef b(n): return a(n)\nx = a(1)\ny = b(1)\n"
    )
    forth, back = module(source), module(source)
    assert [class_of(forth, n) for n in "xy"] == [class_of(back, n) for n in "yx"][::-1]


def test_of_overloads_the_last_stands() -> None:
    opened = module("""
        from typing import overload

        class Store:
            @overload
            async def get(self, key: int) -> int: ...
            @overload
            async def get(self, key: str) -> str: ...
            def get(self, key): return key

        get = Store.get
        """)
    value = value_of(opened, "get")
    assert isinstance(value, Function)
    assert not value.is_async


def test_of_overloaded_functions_the_last_stands() -> None:
    opened = module("""
        from typing import overload

        @overload
        async def get(key: int) -> int: ...
        @overload
        async def get(key: str) -> str: ...
        def get(key): return key

        @unknown.overload
        def put(key: int): ...
        def put(key): return key

        read, write = get, put
        """)
    value = value_of(opened, "read")
    assert isinstance(value, Function)
    assert not value.is_async
    assert value_of(opened, "write") is None


@pytest.mark.parametrize(
    ("source", "cls"),
    [
        ("x = typing.cast('Session', unknown)", SESSION),
        ("x = typing.cast('Optional[Session]', unknown)", SESSION),
        ("x = typing.cast(Session, unknown)", SESSION),
        ("x = typing.cast('not Python', unknown)", None),
        ("from sqlalchemy import cast\nx = cast('Session', unknown)", None),
    ],
)
def test_casts_to_a_quoted_type(source: str, cls: str | None) -> None:
    assert class_of(module(IMPORTS + source), "x") == cls


@pytest.mark.parametrize(
    ("call", "refuses"),
    [
        ("f(1)", False),
        ("f()", True),
        ("f(1, 2)", False),
        ("f(1, 2, 3)", True),
        ("f(1, key=2)", False),
        ("f(1, other=2)", True),
        ("f(*given)", False),
        ("f(**given)", False),
        ("anything(1, 2, 3, key=4)", False),
        ("anything()", True),
        ("keyword(key=1)", False),
        ("keyword()", True),
        ("decorated(1, 2, 3)", False),
        ("C(1)", False),
        ("C()", True),
        ("C(1).m()", False),
        ("C(1).m(2)", True),
        ("C.m(2)", False),  # doubt: a class may be what stands for `self`
        ("p()", False),
        ("p(2, 3)", True),
        ("p(*given)", False),
        ("unknown(1)", False),
    ],
)
def test_calls_that_do_not_fit(call: str, refuses: bool) -> None:
    source = f"""
    import functools, library
    def f(item, key=None): ...
    def anything(item, *others, **options): ...
    def keyword(*, key): ...
    @library.filled_in
    def decorated(item): ...
    class C:
        def __init__(self, item): ...
        def m(self): ...
    p = functools.partial(f, 1)
    x = {call}
    """
    opened = module(source)
    last = source.count("\n")
    made = next(each for each in opened.syntax.summary.calls if each.lineno == last)
    assert is_refused(opened.values.of(made.callee), made, opened.values) is refuses


@pytest.mark.parametrize(
    ("stars", "data", "expected"),
    [
        ("from app.data import *", "ONE = 1", "builtins.open"),
        ("from app.data import *", "from .main import *", "builtins.open"),  # and back
        ("from app.data import *", "open = 1", None),
        ("from app.data import *", "from os import open", "os.open"),
        ("from app.data import *", "from os import *", None),
        ("from app.other import *", "", None),
        ("from os import *", "", None),
    ],
)
def test_a_builtin_beside_what_is_imported_with_a_star(
    tmp_path: Path, stars: str, data: str, expected: str | None
) -> None:
    opened = project(tmp_path, {"app/main.py": f"{stars}\nopened = open", "app/data.py": data})
    assert opened.values.qualname(Ref("app.main.opened")) == expected


@pytest.mark.parametrize(
    ("stars", "data", "expected"),
    [
        ("from peewee import *", "", "peewee.Model"),
        ("from peewee import *\nfrom app.data import *", "ONE = 1", "peewee.Model"),
        ("from peewee import *\nfrom app.data import *", "from .main import *", "peewee.Model"),
        ("from app.data import *", "from peewee import *", "peewee.Model"),
        ("from app.data import *", "from peewee import *\n__all__ = ['Model']", "peewee.Model"),
        # another one, or perhaps
        ("from peewee import *\nModel = 1", "", None),
        ("from peewee import *\nfor Model in others(): ...", "", None),
        ("from peewee import *\nfrom app.data import *", "class Model: ...", "app.data.Model"),
        (
            "from peewee import *\nfrom app.data import *",
            "from others import Model",
            "others.Model",
        ),
        ("from peewee import *\nfrom others import *", "", None),
        ("from peewee import *\nfrom app.data import *", "from others import *", None),
        ("from peewee import *\nfrom app.missing import *", "", None),
        ("from app.data import *", "from peewee import *\n__all__ = ['Field']", None),
        (
            "from app.data import *",
            "from peewee import *\n__all__ = ['Field', *more]",
            "peewee.Model",
        ),
    ],
)
def test_what_only_one_library_can_have_brought_in_with_a_star(
    tmp_path: Path, stars: str, data: str, expected: str | None
) -> None:
    files = {"app/main.py": f"{stars}\nfound = Model", "app/data.py": data}
    opened = project(tmp_path, files)
    found = opened.values.of(Ref("app.main.found"))
    assert (opened.values.qualname(Ref("app.main.found")) if found else None) == expected


def test_no_attribute_of_what_is_defined_is_brought_in_with_a_star() -> None:
    opened = module("from peewee import *\nclass A: ...\nfound = A.create")
    assert opened.values.of(Ref("__main__.found")) is None


@pytest.mark.parametrize(
    ("parameters", "given", "cls"),
    [
        ("users: Users", "super().__init__(users)", "Users"),
        ("users: Users", "super(Service, self).__init__(users, 3)", "Users"),
        ("users: Users", "super().__init__(repository=users)", "Users"),
        ("users: Users = Depends()", "super().__init__(users)", "Users"),
        ("session: Session", "super().__init__(Users(session))", "Users"),
        ("users", "super().__init__(users)", None),
        ("users: Users", "super().__init__(*users)", None),
        ("users: Users", "super().__init__(other=users)", None),
        ("users: Users", "unknown().__init__(users)", None),
        ("users: Users", "", None),
        ("users: Users", "super().__init__(users)\n        super().__init__(3)", None),
        ("users: Users", "super().__init__(None)", None),
    ],
)
@pytest.mark.parametrize(
    ("base", "declared", "known"),
    [
        ("Base", "", None),
        ("Base[Users]", ": T", None),
        ("Base", ": Repository", "Repository"),
        ("Middle", ": Repository", "Repository"),
    ],
)
def test_what_a_class_hands_up_to_its_base(
    parameters: str, given: str, cls: str | None, base: str, declared: str, known: str | None
) -> None:
    opened = module(
        IMPORTS + "from typing import Generic, TypeVar\nT = TypeVar('T')\n"
        "class Repository: ...\n"
        "class Users(Repository):\n    def find(self): ...\n"
        "class Base(Generic[T]):\n"
        f"    def __init__(self, repository{declared}, other=None):\n"
        "        self.repository = repository\n"
        "class Middle(Base[T]): ...\n"
        f"class Service({base}):\n"
        f"    def __init__(self, {parameters}):\n        {given or 'pass'}\n"
        "    def get(self):\n        self.repository.find()\n"
    )
    expected = cls or known
    assert receiver_class(opened, "find") == (f"__main__.{expected}" if expected else None)


@pytest.mark.parametrize(
    ("between", "users", "expected"),
    [
        ("", "self.client['users']", "pymongo.database.Database"),
        ("self.client.admin.command('ping')", "self.client['users']", "pymongo.database.Database"),
        ("with lock:\n            ready = True", "self.client['a']", "pymongo.database.Database"),
        ("self.ready = True", "self.client['a']['b']", "pymongo.collection.Collection"),
        ("self.client = psycopg.connect()", "self.client['users']", None),
        ("self.connect_other()", "self.client['users']", None),
        ("if lock:\n            self.client = lock", "self.client['users']", None),
        ("other.client = lock", "self.client['users']", None),
        ("self = other", "self.client['users']", None),
        ("", "other.client['users']", None),
        ("", "[self.client for self in other][0]['users']", None),
    ],
)
def test_what_a_method_has_just_set_is_that_whatever_others_set_it_to(
    tmp_path: Path, between: str, users: str, expected: str | None
) -> None:
    store = f"""
import psycopg
from pymongo import MongoClient

class Store:
    def __init__(self):
        self.client = None
        self.users = None
        self.connect()

    def connect(self):
        self.client = MongoClient()
        {between}
        self.users = {users}

    def connect_other(self):
        self.client = psycopg.connect()
        self.users = None
"""
    files = {"app/store.py": store, "app/main.py": "from app.store import Store\nx = Store().users"}
    seen = project(tmp_path, files)
    assert class_of(seen, "x") == expected
    same = project(tmp_path, {"app/main.py": f"{store}\nx = Store().users"})
    assert class_of(same, "x") == expected


def test_what_several_methods_set_to_different_things_is_none_of_them() -> None:
    store = """
    import psycopg
    from pymongo import MongoClient
    class Store:
        def connect(self):
            self.client = MongoClient()
        def connect_other(self):
            self.client = psycopg.connect()
        def read(self):
            self.ready = True
            self.client.find_one()
    """
    assert receiver_class(module(store), "find_one") is None
