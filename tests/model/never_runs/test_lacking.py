"""Code behind an attribute that is not there never runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

ROUTES = """
import requests
from fastapi import APIRouter, Depends
from app.service import *
router = APIRouter()
service = Service()
holder, kept = Holder(), Kept()
derived = Derived()
counted = Counted(count=1)
open_one, foreign, made, changed, decorated = Open(), Foreign(), Made(), Changed(), Decorated()
sized = Sized()
either = unknown() or Service()

@router.post("/")
async def read(
    item: Item,
    loose: Loose,
    given: Service = Depends(Service),
    new: Service = Depends(make_service),
    said: Service = Depends(find_service),
    handed: Service = Depends(hand_on),
    wider: Derived = Depends(hand_on),
    said_handed: Service = Depends(hand_on_said),
    perhaps: Service = Depends(hand_on_perhaps),
):
    {}
    here()
"""
SERVICE = """
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import lru_cache
from fastapi import Depends
from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict
from somewhere import Unknown, decorate, unknown

class Service:
    kind = "a"
    size: int
    def __init__(self):
        self.name = "b"
    def find(self): ...
    def update(self, item, values):
        for key, value in values.items():
            setattr(item, key, value)
    @property
    def full(self): ...
    class Inner: ...

async def make_service() -> Service:
    return Service()

async def find_service() -> Service:
    return unknown()

async def checked_service(key: str) -> Service:
    try:
        made = Service()
        return made
    except KeyError:
        raise ValueError

async def hand_on(service: Service = Depends(checked_service)) -> Service:
    if not service.name:
        raise ValueError
    return service

async def hand_on_said(service: Service = Depends(find_service)) -> Service:
    return service

async def hand_on_perhaps(service: Service = Depends(checked_service)) -> Service:
    return service if service.name else unknown()

@decorate
async def async_service() -> Service: ...

class Derived(Service):
    def other(self): ...

class Kept:
    def __init__(self, **given):
        self.__dict__.update(given)

class Holder:
    def __init__(self, **given):
        for key, value in given.items():
            setattr(self, key, value)

class Open:
    def __getattr__(self, name): return 1

class Foreign(Unknown): ...

class Made:
    def __new__(cls): return unknown()

class Changed: ...

@decorate
class Decorated: ...

class Maker:
    @classmethod
    def make(cls): return cls()
    @classmethod
    def again(cls, key):
        made = cls()
        return made

class More(Maker):
    def more(self): ...

class State(IntEnum):
    OPEN = 1

class Words(str, Enum):
    FIRST = "a"

@dataclass
class Counted:
    count: int

class Sized(Counted):
    def __init__(self): ...

class Item(BaseModel):
    key: str

class Loose(BaseModel):
    key: str
    def more(self): ...

class Settings(BaseSettings):
    database_url: str
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

@lru_cache
def get_settings() -> Settings:
    return Settings()

settings = get_settings()
"""
MAIN = """
from fastapi import FastAPI
from app import routes
from app.service import Changed
app = FastAPI()
app.include_router(routes.router)
Changed.added = lambda self: 1
"""


def never_runs(folder: Path, statement: str, service: str = SERVICE) -> bool:
    folder.mkdir(exist_ok=True)
    files = {
        "app/routes.py": ROUTES.format(statement),
        "app/service.py": service,
        "app/main.py": MAIN,
    }
    opened = project(folder, files, "app/routes.py")
    (line,) = [number for number, text in enumerate(opened.lines, 1) if "here()" in text]
    return opened.never_runs(line)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("service.absent()", True),
        ("found = service.absent", True),
        ("if service.absent: pass", True),
        ("if item: service.absent()", False),
        ("service.absent = 1", False),
        ("service.find()", False),
        ("service.full", False),
        ("service.name", False),
        ("service.kind", False),
        ("service.size", False),
        ("service.Inner()", False),
        ("service.__class__", False),
        ("Service().absent()", True),
        ("derived.absent()", True),
        ("derived.find()", False),
        ("derived.other()", False),
        ("counted.count", False),
        ("counted.absent", True),
        ("sized.absent", True),
        ("either.absent()", False),
        ("given.absent()", True),
        ("given.find()", False),
        ("new.absent()", True),
        ("new.find()", False),
        ("said.absent()", False),
        ("handed.absent()", True),
        ("handed.find()", False),
        ("wider.other()", True),
        ("said_handed.absent()", False),
        ("perhaps.absent()", False),
        ("open_one.absent", False),
        ("foreign.absent", False),
        ("made.absent", False),
        ("holder.absent", False),
        ("kept.absent", False),
        ("changed.added()", False),
        ("changed.absent()", True),
        ("decorated.absent()", False),
        ("item.absent", True),
        ("item.key", False),
        ("item.model_dump()", False),
        ("item.json()", False),
        ("loose.more()", False),
        ("loose.absent", True),
        ("unknown.absent", False),
        ("settings.absent", True),
        ("settings.database_url", False),
        ("settings.model_dump()", False),
        ("get_settings().absent", True),
        ("Settings().database_url", False),
        ("Settings.settings_customise_sources", False),
        ("State.ABSENT", True),
        ("State.OPEN", False),
        ("State.OPEN.value", False),
        ("State.from_bytes", False),
        ("State(1).value", False),
        ("State(1).name", False),
        ("State(1).absent", True),
        ("Words.ABSENT", True),
        ("Words.upper", False),
        ("Words.FIRST", False),
        ("Service.absent", True),
        ("Service.find", False),
        ("Service.name", False),
        ("Foreign.absent", False),
        ("Derived.absent", True),
        ("Maker.make().more()", False),  # of a `More`
        ("More.make().more()", False),
        ("Maker.again(1).more()", False),
        ("found = find_service()\\n    found.find()", True),
        ("found: Service = find_service()\\n    found.find()", True),
        ("found: Service = find_service()\\n    found.close()", False),
        ("found = await find_service()\\n    found.find()", False),
        ("found = find_service()\\n    found = await found\\n    found.find()", False),
        ("found = find_service()\\n    if item: found = Service()\\n    found.find()", False),
        ("found = holder.find_service()\\n    found.find()", False),
        ("find_service().find()", True),
        ("if service is None or service.absent: pass", True),
        ("if service and service.absent == item: pass", True),
        ("if service is None and service.absent: pass", False),
        ("if item and service.absent: pass", False),
        ("if service and item and service.absent: pass", False),
        ("if service and (item or service.absent): pass", False),
        ("async_service().find()", False),
        ("try:\\n        service.absent()\\n    except Exception: pass", False),
    ],
)
def test_of_an_object(tmp_path: Path, statement: str, expected: bool) -> None:
    assert never_runs(tmp_path, statement.replace("\\n", "\n")) is expected


def test_classes_that_get_more_than_is_written(tmp_path: Path) -> None:
    loose = SERVICE.replace("class Loose(BaseModel):", 'class Loose(BaseModel, extra="allow"):')
    assert not never_runs(tmp_path / "extra", "loose.absent", loose)
    for said in ('extra="allow"', "extra=EXTRA", '**{"extra": "allow"}'):
        open_ended = SERVICE.replace('extra="ignore"', said)
        assert not never_runs(tmp_path / "settings", "settings.absent", open_ended)
    within = SERVICE.replace(
        "    key: str\n    def", "    class Config: extra = Extra.allow\n    def"
    )
    assert not never_runs(tmp_path / "within", "loose.absent", within)
    assert never_runs(tmp_path / "another", "item.absent", within)  # which says nothing itself
    registry = SERVICE.replace("class Service:", "class Service(metaclass=Registry):")
    assert not never_runs(tmp_path / "meta", "service.absent()", registry)
    patched = SERVICE + "\nunknown.absent: int = 1\n"
    assert not never_runs(tmp_path / "set", "service.absent()", patched)
    assert never_runs(tmp_path / "model", "item.absent", patched)  # which refuses it
    assert not never_runs(tmp_path / "of", "item.absent", SERVICE + "\nItem.absent = 1\n")
    own = SERVICE.replace("class Made:", "class Made:\n    def keep(self): self.absent = 1")
    assert never_runs(tmp_path / "own", "service.absent()", own)


SESSIONS = """
from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker
from app.models import User

engine = create_async_engine("sqlite+aiosqlite://")
Local = async_sessionmaker(engine)
Plain = sessionmaker()
Old = sessionmaker(engine, class_=AsyncSession)
app = FastAPI()

class Legacy(AsyncSession):
    def query(self, *entities): ...

async def get_db():
    async with Local() as session:
        yield session

def get_plain():
    with Plain() as session:
        yield session

class Service:
    def __init__(self, db: AsyncSession):
        self.db = db
    async def find(self):
        {method}
        found()

@app.get("/")
async def read(
    db: AsyncSession = Depends(get_db),
    belied: Session = Depends(get_db),
    plain: Session = Depends(get_plain),
    said: AsyncSession = Depends(get_plain),
):
    service = Service(plain)
    await service.find()
    {statement}
    here()
"""


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("db.query(User).all()", True),
        ("belied.query(User)", True),
        ("user = db.query(User).filter(User.id == 1).first()", True),
        ("session = Local()\n    session.query(User)", True),
        ("session = Old()\n    session.query(User)", True),
        ("async with Local() as session:\n        session.query(User)\n        here()", True),
        ("plain.query(User)", False),
        ("said.query(User)", False),
        ("db.execute(1)", False),
        ("if plain:\n        db.query(User)", False),
        ("session = Plain()\n    session.query(User)", False),
        ("session = Legacy()\n    session.query(User)", False),
    ],
)
def test_a_session_that_has_no_queries(tmp_path: Path, statement: str, expected: bool) -> None:
    text = SESSIONS.format(statement=statement, method="...")
    opened = project(tmp_path, {"app/main.py": text, "app/models.py": "class User: ..."})
    line = next(number for number, it in enumerate(opened.lines, 1) if it.strip() == "here()")
    assert opened.never_runs(line) is expected


def test_each_such_query_is_to_be_mended(tmp_path: Path) -> None:
    text = SESSIONS.format(statement="db.query(User)\n    db.query(User).all()", method="...")
    opened = project(tmp_path, {"app/main.py": text, "app/models.py": "class User: ..."})
    line = opened.lines.index("    db.query(User).all()\n") + 1
    assert not opened.never_runs(line)
    assert opened.never_runs(line + 1)


def test_what_a_parameter_is_said_to_be_is_not_certain(tmp_path: Path) -> None:
    text = SESSIONS.format(statement="...", method="self.db.query(User)")
    opened = project(tmp_path, {"app/main.py": text, "app/models.py": "class User: ..."})
    line = next(number for number, it in enumerate(opened.lines, 1) if it.strip() == "found()")
    assert not opened.never_runs(line)


def test_a_class_that_is_given_to_a_method_may_be_a_derived_one(tmp_path: Path) -> None:
    main = """
from fastapi import FastAPI
app = FastAPI()

class Base:
    @classmethod
    def make(cls):
        print({})
        here()

class Derived(Base):
    NAME = "a"

@app.get("/")
def read():
    Derived.make()
"""
    for name, expected in (("cls.NAME", False), ("Base.NAME", True)):
        opened = project(tmp_path, {"app/main.py": main.format(name)})
        assert opened.never_runs(opened.lines.index("        here()\n") + 1) is expected


ITEMS = """
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Session, declarative_base
from somewhere import session, unknown

class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
Older = declarative_base()
class Owner(Older):
    __tablename__ = "owners"
class Table(Base):
    __tablename__ = "tables"
    def __getitem__(self, name): ...
class Item(BaseModel):
    key: str

def current_user(db: Session = Depends(session)) -> User:
    user = db.execute(select(User)).scalar_one_or_none()
    if user is None:
        raise ValueError
    return user
def current_owner(db: Session = Depends(session)):
    return db.query(Owner).first()
def current_table(db: Session = Depends(session)):
    return db.query(Table).first()
def said_to_be(): return unknown()
def active(user: User = Depends(current_user)): return user
def said_active(user: User = Depends(said_to_be)): return user
def either(db: Session = Depends(session)):
    if unknown: return {"id": 1}
    return db.query(User).first()

app = FastAPI()

@app.post("/")
async def read(
    item: Item,
    user: User = Depends(current_user),
    owner=Depends(current_owner),
    table=Depends(current_table),
    said: User = Depends(said_to_be),
    one=Depends(either),
    handed: User = Depends(active),
    said_handed: User = Depends(said_active),
):
    FIRST
    here()
"""


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("user['id']", True),
        ("owner['id']", True),
        ("item['key']", True),
        ("x = {'id': user['id']}", True),
        ("Item(key='a')['key']", True),
        ("user['id'] = 1", False),  # of which nothing is said
        ("user.rows['id']", False),
        ("table['id']", False),
        ("said['id']", False),
        ("handed['id']", True),
        ("said_handed['id']", False),
        ("one['id']", False),
        ("if item: user['id']", False),
        ("user: dict['str', int]", False),
    ],
)
def test_an_object_without_items(tmp_path: Path, statement: str, expected: bool) -> None:
    opened = project(tmp_path, {"app/main.py": ITEMS.replace("FIRST", statement)})
    line = next(number for number, it in enumerate(opened.lines, 1) if it.strip() == "here()")
    assert opened.never_runs(line) is expected


GIVEN = """
from fastapi import FastAPI
from pydantic import BaseModel
class Item(BaseModel):
    key: str
app = FastAPI()
@app.post("/")
async def read(item: Item):
    FIRST
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("here(item.absent)", True),
        ("here(\n        item.absent,\n    )", True),
        ("here(f'{item.absent}')", True),
        ("here(item.key)", False),
        ("here(lambda: item.absent)", False),
        ("here(item.key and item.absent)", False),
        ("here() and other(item.absent)", False),
    ],
)
def test_what_a_call_is_given_comes_first(tmp_path: Path, call: str, expected: bool) -> None:
    opened = project(tmp_path, {"app/main.py": GIVEN.replace("FIRST", f"x = {call}")})
    line = next(number for number, it in enumerate(opened.lines, 1) if "x = " in it)
    assert opened.never_runs(line) is expected


MAPPED = """
from sqlalchemy import Column, ForeignKey, Integer, Table
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, MappedAsDataclass, declarative_base, mapped_column, relationship,
)
from somewhere import Unknown, build, engine

class Base(AsyncAttrs, DeclarativeBase): ...
OldBase = declarative_base()
OtherBase = declarative_base(constructor=build)

class Timed:
    made_at = Column(Integer)

class User(Timed, Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    team = relationship("Team", backref="members")
    @property
    def title(self): ...

class Team(OldBase):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)

class Open(Base):
    __tablename__ = "open"
    id = Column(Integer, primary_key=True)
    def __init__(self, **given): ...

class Built(OtherBase):
    __tablename__ = "built"
    id = Column(Integer, primary_key=True)

class Data(MappedAsDataclass, Base):
    __tablename__ = "data"
    id = Column(Integer, primary_key=True)

class Foreign(Unknown, Base):
    __tablename__ = "foreign"
    id = Column(Integer, primary_key=True)

Team.added_later = Column(Integer)
"""


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("User(absent=1)", True),
        ("User(id=1, name='a', absent=1)", True),
        ("User(absent=1, **given)", True),
        ("User(id=1, name='a', made_at=2, title='b', team=item, metadata=1)", False),
        ("User(**given)", False),
        ("Team(absent=1)", True),
        ("Team(id=1, members=[])", False),
        ("Team(added_later=1)", False),
        ("Open(absent=1)", False),
        ("Built(absent=1)", False),
        ("Data(absent=1)", False),
        ("Foreign(absent=1)", False),
        ("if item: User(absent=1)", False),
        ("try:\n        User(absent=1)\n    except TypeError: ...", False),
        ("User.absent", True),
        ("user = User(id=1)\n    user.absent", True),
        ("user = User(id=1)\n    user.name, user.made_at, user.team", False),
        ("user = User(id=1)\n    user.awaitable_attrs", False),
        ("user = User(id=1)\n    user.absent = 1", False),
        ("Team.members", False),
        ("Foreign.absent", False),
    ],
)
def test_of_a_mapped_class(tmp_path: Path, statement: str, expected: bool) -> None:
    assert never_runs(tmp_path, statement, SERVICE + MAPPED) is expected


def test_mapped_classes_that_get_more_than_is_written(tmp_path: Path) -> None:
    plain = (SERVICE + MAPPED).replace("backref=", "lazy=")
    assert never_runs(tmp_path / "no backref", "Team(members=[])", plain)
    table = '    __table__ = Table("teams", OldBase.metadata, autoload_with=engine)'
    reflected = plain.replace('    __tablename__ = "teams"', table)
    assert not never_runs(tmp_path / "reflected", "Team(absent=1)", reflected)


OTHERS = """
def change(base, request):
    base.of_others = 1
    request.state.of_state = 1
"""
OWN = """
import asyncio
from fastapi import FastAPI, Request
from somewhere import Unknown, decorate

class Base:
    def __init__(self):
        self.known = 1
    async def run(self):
        {}
        here()

class Derived(Base):
    def more(self):
        self.of_derived = 1

class Mixin:
    of_mixin = 1

class Both(Mixin, Derived): ...

app = FastAPI()

@app.get("/")
async def read():
    await Base().run()
    await Both().run()
"""


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("self.absent", True),
        ("async with self.absent() as it:\n            here()", True),
        ("await self.absent(1)", True),
        ("self.of_state", True),
        ("self.known", False),
        ("self.run", False),
        ("self.of_derived", False),
        ("self.of_mixin", False),
        ("self.of_others", False),
        ("def inner(): self.absent = 1\n        self.absent", False),
        ("self.absent: int = 1\n        self.absent", False),
        ("setattr(self, 'absent', 1)\n        self.absent", False),
        ("other = self\n        other.absent = 1\n        self.absent", False),
        ("try: self.absent\n        except AttributeError: ...", False),
        ("if hasattr(self, 'absent'): self.absent", False),
    ],
)
def test_of_the_object_of_a_method(tmp_path: Path, statement: str, expected: bool) -> None:
    assert behind_own(tmp_path, OWN.format(statement.replace("\\n", "\n"))) is expected


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("class Base:", "class Base(Unknown):"),
        ("class Base:", "@decorate\nclass Base:"),
        ("class Base:", "class Base:\n    def __getattr__(self, name): ..."),
        ("class Both(Mixin, ", "class Both(Unknown, "),
        ("    async def run", "    @decorate\n    async def run"),
    ],
)
def test_of_an_object_that_may_have_more(tmp_path: Path, said: str, instead: str) -> None:
    assert not behind_own(tmp_path, OWN.format("self.absent").replace(said, instead))


def behind_own(folder: Path, text: str) -> bool:
    opened = project(folder, {"app/main.py": text, "app/others.py": OTHERS})
    return opened.never_runs(min(i for i, it in enumerate(opened.lines, 1) if "here()" in it))


SAVES = """
from typing import Any
from fastapi import FastAPI
from app.models import User

async def save(data, given: Any = None, users: list | None = None):
    {statement}
    here()

app = FastAPI()

@app.post("/")
async def create(name: str, user: User):
    made = {{"name": name}}
    {call}
"""


@pytest.mark.parametrize(
    ("statement", "call", "expected"),
    [
        ("data.name", "await save(made)", True),
        ("User(name=data.name)", "await save({'name': name})", True),
        ("given.name", "await save(1, {'name': name})", True),
        ("given.name", "await save(1, given=made)", True),
        ("data.name", "await save(made)\n    await save(dict(made))", False),
        ("data.name", "await save(made)\n    await save(user)", False),
        ("data.name", "await save(user)", False),
        ("data.name", "tasks.add_task(save, made)", False),
        ("data.items", "await save(made)", False),
        ("data = User(**data)\n    data.name", "await save(made)", False),
        ("if not isinstance(data, dict): data.name", "await save(made)", False),
        ("try: data.name\n    except AttributeError: ...", "await save(made)", False),
        ("users.name", "await save(1, 2, made)", False),
    ],
)
def test_of_a_dict_that_every_call_gives(
    tmp_path: Path, statement: str, call: str, expected: bool
) -> None:
    assert behind_own(tmp_path, SAVES.format(statement=statement, call=call)) is expected


UNAWAITED = """
from fastapi import FastAPI
app = FastAPI()
class Store:
    async def find(self, key): ...
    def keep(self, key): ...
    async def remove(self, key, other: "Store"):
        found = {found}
        if not found or found.owner != key:
            return
        here()
{more}
@app.get("/")
async def read():
    return await Store().remove(1, Store())
"""


@pytest.mark.parametrize(
    ("found", "more", "expected"),
    [
        ("self.find(key)", "", True),
        ("self.find(key)", "class Near(Store):\n    def keep(self, key): ...", True),
        ("self.find(key)", "class Near(Store):\n    def find(self, key): ...", False),
        ("await self.find(key)", "", False),
        ("self.keep(key)", "", False),
        ("other.find(key)", "", False),
        ("Store().find(key)", "", True),
    ],
)
def test_of_what_a_method_of_its_own_object_gives(
    tmp_path: Path, found: str, more: str, expected: bool
) -> None:
    source = UNAWAITED.format(found=found, more=more)
    opened = project(tmp_path, {"app/main.py": source})
    line = next(number for number, text in enumerate(opened.lines, 1) if "here()" in text)
    assert opened.never_runs(line) is expected
