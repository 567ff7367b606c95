"""Lines that never run: behind a call that fails, or a name that nothing binds."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Module
from tests.model.build import project

USERS = """
from abc import ABC
from contextlib import asynccontextmanager, contextmanager
from dataclasses import InitVar, dataclass, field
from functools import lru_cache
from typing import ClassVar

def find(db, key): ...
async def load(db, key): ...
async def stream(key): yield key
def rows(key): yield key
@any_of
async def wrapped(key): yield key
@asynccontextmanager
async def opened(key): yield key
@contextmanager
def plain(key): yield key
@any_of
@contextmanager
def both(key): yield key
def any_of(*args): ...
@lru_cache
def kept(db, key): ...
class Users:
    def __init__(self, db): ...
    def find(self, key): ...
    def get(self, key): ...
class Admins(Users):
    def get(self): ...
@dataclass(frozen=True)
class Note:
    text: str
    hash: InitVar[str]
    kind: ClassVar[str]
    tags: list[str] = field(default_factory=list)
    count: int = 2 ** 3
    size = 0
@dataclass(kw_only=True)
class Named:
    name: str
@dataclass
class Longer(Note):
    more: str
@dataclass
class Perhaps:
    if Users:
        more: str
    last: str
if Users:
    def either(db, key): ...
else:
    def either(key): ...
"""
FAILING = """
import logging
import os
from contextlib import suppress
from fastapi import FastAPI
from app import users
from app.users import Users, any_of, either, find, kept, load, rows, stream, wrapped
from app.users import both, opened, plain, Longer, Named, Note, Perhaps
from httpx import AsyncClient, Client

app = FastAPI()

@app.get("/")
async def read(key, db, service: Users):
    {}
    here()
"""


def lines(opened: Module) -> dict[str, int]:
    """The lines with `here`, `before` and the like, by what stands there."""
    return {text.strip(): number for number, text in enumerate(opened.lines, 1)}


def runs(folder: Path, body: str, line: str = "here()") -> bool:
    text = FAILING.format(body.replace("\n", "\n    "))
    if "here()" in body:
        text = text.removesuffix("    here()\n")
    opened = project(folder, {"app/users.py": USERS, "app/main.py": text})
    assert not opened.is_unused(lines(opened)[line])
    return not opened.never_runs(lines(opened)[line])


@pytest.mark.parametrize(
    "call",
    [
        "find(key)",
        "user = find(key)",
        "user = users.find(key)",
        "find(db, key, 1)",
        "find(db, name=key)",
        "user: int = await load(key)",
        "load(key)",
        "kept(key)",
        "logger = logging.getLogger('LEVEL', 'INFO')",
        "os.getenv('A', 'B', key)",
        "async with opened(key, 1) as db:\n    here()",
        "service.find()",
        "Users()",
        "print(f'{Users().name}')",
        "Note('a')",
        "note = Note(text='a', tags=[])",
        "Note('a', hash='b', nmae='c')",
        "any_of(note=Note(text='a'))",
        "any_of(\n    Note(text='a'))\nbefore()",
        "before()\nwith db:\n    print()\nfind(key)",
        "async with load(key) as user:\n    print()\n    here()\nfind(key)",
        "if key:\n    return before()\nfind(key)",
        "if key:\n    find(key)\n    here()",
        "for each in key:\n    find(each)\n    if each:\n        here()",
        "from app.users import nothing",
        "if key:\n    from app.users import nothing\n    here()",
        "return before()",
        "if key:\n    raise KeyError\n    here()",
        "if 0 and key:\n    here()",
        "try:\n    find(key)\n    here()\nexcept TypeError: ...",
        "try: ...\nexcept ValueError:\n    find(key)\n    here()",
        "try:\n    find(key)\nexcept TypeError:\n    raise KeyError",
        "try:\n    find(key)\nexcept TypeError:\n    if db:\n        return 1\n    raise",
        "try:\n    with db:\n        find(key)\nfinally:\n    print()",
        "try:\n    find(key)\nexcept TypeError: ...\nelse:\n    here()",
        "try:\n    try:\n        find(key)\n    finally:\n        ...\nexcept OSError:\n    raise",
        "for each in key:\n    try:\n        find(each)\n    except TypeError:\n        continue\n"
        "    here()",
        "found = next(stream(key))",
        "found = next(stream(key), None)",
        "found = await stream(key)",
        "found = await rows(key)",
        "async with stream(key) as found:\n    here()",
        "with rows(key) as found:\n    here()",
        "with opened(key) as db:\n    here()",
        "with Users(db), opened(key):\n    here()",
        "async with plain(key):\n    here()",
        "with AsyncClient() as client:\n    here()",
        "async with Client() as client:\n    here()",
        "client = AsyncClient()\nwith client:\n    here()",
        "with Client() as client:\n    find(key)",
        "async with AsyncClient() as client:\n    with open(key):\n        find(key)",
        "with open(key) as file, Client():\n    found = find(key)\nbefore()",
    ],
)
def test_behind_a_call_that_fails(tmp_path: Path, call: str) -> None:
    assert not runs(tmp_path, call)


HELPED = """
async def run(key):
    Users()
    help_out(key)
{}
def help_out(key):
    step()
    help_out(key)
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", False),
        ("# help_out(1)", False),
        ("help_out(1)", True),
        ("def other(): help_out(1)", True),
        ("TOOLS = ['help_out']", True),
        ("@app.get('/helped')", True),
    ],
)
def test_what_is_called_only_behind_a_call_that_fails(
    tmp_path: Path, more: str, expected: bool
) -> None:
    text = FAILING.format("await run(key)") + HELPED.format(more)
    opened = project(tmp_path, {"app/users.py": USERS, "app/main.py": text}, "app/main.py")
    assert opened.never_runs(lines(opened)["step()"]) is not expected
    files = {"app/users.py": USERS, "app/main.py": text, "app/more.py": "from app.main import *\n"}
    files["app/more.py"] += "help_out(2)\n"
    (tmp_path / "more").mkdir()
    opened = project(tmp_path / "more", files, "app/main.py")
    assert not opened.never_runs(lines(opened)["step()"])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("here(Users())", False),
        ("await here(key, note=Note(text='a'))", False),
        ("here(\n        Note(text='a'),\n    )", False),
        ("here(any_of(Users()))", False),
        ("next(find(key))", True),  # said of both
        ("any_of(here(), Users())", True),
        ("any_of(Users(here()))", True),
        ("Users(here())", True),
        ("any_of(here() and Users())", True),
        ("here(lambda: Users())", True),
        ("here(key and Users())", True),
        ("here(Users(db))", True),
    ],
)
def test_on_the_line_of_a_call_that_fails(tmp_path: Path, line: str, expected: bool) -> None:
    assert runs(tmp_path, line, line.splitlines()[0]) is expected


@pytest.mark.parametrize(
    "call",
    [
        "from app.users import Admins",
        "if key:\n    from app.users import nothing",
        "try:\n    from app.users import nothing\nexcept ImportError: ...",
        "find(db, key)",
        "Note('a', 'b')",
        "Note('a', hash='b', count=1)",
        "Note('a', 'b', [], 1)",
        "Note(**key)",
        "Note(*key)",
        "Longer('a')",
        "Named('a')",
        "Perhaps('a')",
        "find(*key)",
        "find(**key)",
        "any_of(key)",
        "kept(db, key)",
        "logger = logging.getLogger('LEVEL')",
        "os.getenv('A', *key)",
        "logging.getLogger.cache(1, 2)",
        "either(key)",
        "service.get()",  # of an Admins, perhaps
        "unknown(key)",
        "if key:\n    find(key)",
        "user = find(key) if key else None",
        "user = key and find(key)",
        "user = 1 < db < find(key)",
        "for each in key:\n    find(each)",
        "while key:\n    find(key)",
        "match key:\n    case 1:\n        find(key)",
        "try:\n    find(key)\nexcept TypeError: ...",
        "try:\n    find(key)\nfinally:\n    here()",
        "try:\n    find(key)\nexcept KeyError:\n    here()\n    raise",
        "try:\n    find(key)\nexcept KeyError:\n    raise\nexcept TypeError: ...",
        "try:\n    if db:\n        find(key)\nexcept TypeError:\n    raise",
        "try:\n    print()\nexcept TypeError:\n    find(key)\n    raise",
        "try:\n    try:\n        find(key)\n    finally:\n        print()\nexcept TypeError: ...",
        "for each in key:\n    try:\n        find(each)\n    except TypeError:\n        continue",
        "with suppress(KeyError):\n    try:\n        find(key)\n    except OSError:\n        raise",
        "with suppress(TypeError):\n    find(key)",
        "with db.ignoring():\n    find(key)",
        "with open(key), db.ignoring():\n    find(key)",
        "with db.ignoring():\n    with Client():\n        find(key)",
        "with Client():\n    with db.ignoring():\n        find(key)",
        "with Client():\n    if key:\n        find(key)",
        "user = [find(each) for each in key]",
        "user = lambda: find(key)",
        "def inner():\n    find(key)",
        "@find(key)\ndef inner(): ...",
        "assert find(key)",
        "user: find(key) = 1",
        "class Inner:\n    find(key)",
        "if key:\n    find(key)\nelse:\n    here()",
        "next(rows(key))",
        "next(load(db, key).__await__())",
        "next(wrapped(key))",
        "await anext(stream(key))",
        "await wrapped(key)",
        "async with wrapped(key) as found:\n    here()",
        "next(key)",
        "next()",
        "async with opened(key) as db:\n    here()",
        "with plain(key) as db:\n    here()",
        "async with both(key) as db:\n    here()",
        "async with AsyncClient() as client:\n    here()",
        "with Client() as client:\n    here()",
        "with key:\n    here()",
    ],
)
def test_behind_a_call_that_may_go_on(tmp_path: Path, call: str) -> None:
    assert runs(tmp_path, call)


NAMES = """
from fastapi import FastAPI
from app import users
app = FastAPI()
def here(): ...
@app.get("/")
async def read(key, db):
    {}
    here()
"""


def is_behind_a_name(folder: Path, body: str, users: str = "", git: bool = True) -> bool:
    if git:
        (folder / ".git").mkdir()
    text = NAMES.format(body.replace("\n", "\n    "))
    opened = project(folder, {"app/users.py": users, "app/main.py": text})
    return opened.never_runs(lines(opened)["here()"])


@pytest.mark.parametrize(
    "body",
    [
        "models.User",
        "found = db.query(models.User).all()",
        "if missing == key: pass",
        "if users and key:\n    pass\nif missing and key: pass",
        "for each in missing: ...",
        "key = [missing, 1]",
        "async with db: missing()\nmissing()",
        "if key: ...\nprint(f'{missing}')",
        "missing()\nif 'key' in locals(): ...",
    ],
)
def test_behind_a_name_that_nothing_binds(tmp_path: Path, body: str) -> None:
    assert is_behind_a_name(tmp_path, body)


@pytest.mark.parametrize(
    ("body", "users"),
    [
        ("users.User", ""),
        ("if key: missing()", ""),
        ("key and missing", ""),
        ("key if key else missing", ""),
        ("lambda: missing", ""),
        ("[missing for each in key]", ""),
        ("try: missing\nexcept NameError: ...", ""),
        ("def later(): missing()", ""),
        ("missing()\ndef later():\n    global missing\n    missing = 1", ""),
        ("missing()\nexec('missing = 1')", ""),
        ("missing()\nlocals()['missing'] = 1", ""),
        ("missing()", "import builtins\nbuiltins.missing = 1"),
        ("print(key, __file__, WindowsError)", ""),
    ],
)
def test_behind_a_name_that_may_be_there(tmp_path: Path, body: str, users: str) -> None:
    assert not is_behind_a_name(tmp_path, body, users)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("db.insert(missing())", True),
        ("db.insert({\n        'at': missing.now(),\n    })", True),
        ("db.insert(key).of(missing)", False),  # the inner one is called
        ("db.insert(key)(missing())", False),
        ("db.insert(lambda: missing)", False),
        ("db.insert(key or missing)", False),
        ("db.insert(key)\n    missing()", False),
    ],
)
def test_a_call_that_is_given_what_nothing_binds(tmp_path: Path, call: str, expected: bool) -> None:
    (tmp_path / ".git").mkdir()
    text = NAMES.format(f"{call}  # it")
    opened = project(tmp_path, {"app/users.py": "", "app/main.py": text})
    (line,) = [number for number, each in enumerate(opened.lines, 1) if "db.insert" in each]
    assert opened.never_runs(line) is expected


@pytest.mark.skipif(sys.version_info < (3, 12), reason="new syntax")
def test_type_parameters_are_names(tmp_path: Path) -> None:
    aliases = "type Pages[P] = list[P]\ndef first[T](of: T) -> T: return T\nclass It[U]: of = U"
    (tmp_path / ".git").mkdir()
    text = f"from fastapi import FastAPI\napp = FastAPI()\n{aliases}\n"
    opened = project(tmp_path, {"app/users.py": "", "app/main.py": text})
    functions = opened.syntax.tree.nodes(ast.FunctionDef)
    assert not [name for each in functions for name in opened.undefined_in(each)]


def test_a_sketch_may_leave_names_out(tmp_path: Path) -> None:
    assert not is_behind_a_name(tmp_path, "missing()", git=False)


def test_what_stands_before_the_call_or_in_it(tmp_path: Path) -> None:
    body = "before()\nfind(\n    given(),\n)\nwith db:\n    inside()\ndef later():\n    nested()"
    assert runs(tmp_path, body, "before()")
    assert runs(tmp_path, body, "find(")
    assert runs(tmp_path, body, "given(),")
    assert not runs(tmp_path, body, "inside()")
    assert not runs(tmp_path, body, "nested()")
    assert runs(tmp_path, f"def earlier():\n    before()\n{body}", "before()")
    assert not runs(tmp_path, "with db:\n    find(key)\n    inside()", "inside()")


SESSIONS = """
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, sessionmaker
from library import provided

make = sessionmaker(bind=create_engine("postgresql://"))
make_async = sessionmaker(create_async_engine("postgresql://"), class_=AsyncSession)
async def seen():
    with make() as session:
        yield session
async def seen_async():
    async with make_async() as session:
        yield session
def said() -> Session:
    return provided()
"""
AWAITING = """
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
from app.db import make, said, seen, seen_async

app = FastAPI()

@app.get("/")
async def read(seen: Session = Depends(seen), seen_async: Session = Depends(seen_async),
               said: Session = Depends(said), given: Session = None):
    {}
    here()
"""


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("await seen.commit()", False),
        ("user = (await seen.execute(1)).first()", False),
        ("with make() as made:\n        await made.execute(1)\n        here()", False),
        ("seen.commit()", True),
        ("await seen.something()", True),
        ("await seen_async.commit()", True),
        ("await said.commit()", True),  # declared so, and perhaps something else
        ("await given.commit()", True),
        ("if given:\n        await seen.commit()", True),
    ],
)
def test_behind_an_await_of_what_a_session_gives(
    tmp_path: Path, statement: str, expected: bool
) -> None:
    text = AWAITING.format(statement)
    opened = project(tmp_path, {"app/db.py": SESSIONS, "app/main.py": text})
    line = text[: text.index("here()")].count("\n") + 1
    assert opened.never_runs(line) is not expected
    assert not opened.never_runs(line - 1)  # the `await` itself


READING = """
from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, load_only, selectinload
from app.models import User, joinedload as own

router = APIRouter()

async def read(session: AsyncSession):
    {}
    here()
"""


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("one = (await session.execute(1)).scalar()", True),
        ("rows = await session.execute(1)\n    rows.scalar()", True),
        ("rows = await session.execute(1)\n    rows.scalar()\n    rows.scalar()", False),
        ("rows = await session.execute(1)\n    rows.first()\n    rows.scalars().all()", False),
        ("rows = await session.execute(1)\n    if not rows.scalar():\n        raise 1\n"
         "    rows.scalar_one()", False),
        ("rows = await session.execute(1)\n    if session.new:\n        rows.scalar()\n"
         "    rows.scalar()", True),
        ("rows = await session.execute(1)\n    rows.scalar()\n    if session.new:\n"
         "        rows.scalar()", True),
        ("rows = await session.execute(1)\n    rows.all()\n    rows.first()", True),
        ("rows = await session.execute(1)\n    rows.scalar()\n"
         "    rows = await session.execute(2)\n    rows.scalar()", True),
        ("rows = await session.scalars(1)\n    rows.one()\n    rows.one()", False),
        ("rows = await session.scalars(1)\n    rows.one()\n    rows.keys()", True),
        ("select(User).options(joinedload('pets'))", False),
        ("select(User).options(joinedload(User.pets).selectinload('toys'))", False),
        ("select(User).options(joinedload(User.pets).selectinload(User.toys))", True),
        ("select(User).options(own('pets'), own(User).joinedload('toys'))", True),
        ("if User:\n        select(User).options(load_only('name'))", True),
    ],
)  # fmt: skip
def test_behind_what_sqlalchemy_refuses(tmp_path: Path, statement: str, expected: bool) -> None:
    text = READING.format(statement)
    line = text[: text.index("here()")].count("\n") + 1
    opened = project(tmp_path, {"app/main.py": text})
    assert opened.never_runs(line) is not expected


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [("sqlalchemy==1.4.54", True), ("sqlalchemy>=1.4", True), ("sqlalchemy>=2.0.1", False)],
)
def test_since_when_sqlalchemy_refuses_names(
    tmp_path: Path, requirement: str, expected: bool
) -> None:
    (tmp_path / "requirements.txt").write_text(f"{requirement}\n")
    text = READING.format("joinedload('pets')")
    line = text[: text.index("here()")].count("\n") + 1
    opened = project(tmp_path, {"app/main.py": text})
    assert opened.never_runs(line) is not expected


@pytest.mark.parametrize(("more", "expected"), [("", False), ("    run(inner())\n", True)])
def test_what_a_test_defines_and_never_names(tmp_path: Path, more: str, expected: bool) -> None:
    text = f"def test_it():\n    async def inner():\n        here()\n{more}"
    opened = project(tmp_path, {"tests/test_it.py": text}, "tests/test_it.py")
    assert opened.never_runs(3) is not expected


def test_a_test_may_patch_what_it_calls(tmp_path: Path) -> None:
    text = "from app.users import find\ndef test_it(patched):\n    find(1)\n    here()\n"
    opened = project(
        tmp_path, {"app/users.py": USERS, "tests/test_it.py": text}, "tests/test_it.py"
    )
    assert not opened.never_runs(4)
    (tmp_path / "more").mkdir()
    files = {"app/users.py": USERS, "scripts/find.py": text, "app/main.py": "print(1)"}
    assert project(tmp_path / "more", files, "scripts/find.py").never_runs(4)


MAIN = """
from fastapi import FastAPI
from app import routes

app = FastAPI()
app.include_router(routes.router)
"""


@pytest.mark.parametrize(
    ("requirement", "called", "reached"),
    [
        ("openai>=1.55", 0, False),
        ("openai", 0, False),
        ("openai>=0.27", 2, True),
        ("openai==0.28.1", 2, True),
    ],
)
def test_what_a_library_has_no_longer_raises(
    tmp_path: Path, requirement: str, called: int, reached: bool
) -> None:
    (tmp_path / "requirements.txt").write_text(f"{requirement}\n")
    source = """
        import openai
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/")
        async def read():
            openai.Embedding.create()
            print()
        @app.get("/other")
        async def other():
            openai.ChatCompletion.create()
        """
    opened = project(tmp_path, {"app/main.py": source})
    assert len([*opened.each(BlockingCall)]) == called
    assert opened.never_runs(8) is not reached


@pytest.mark.parametrize(
    ("requirement", "locked", "has_it"),
    [
        ("qdrant-client>=1.16", None, False),
        ("qdrant-client==1.17.1", None, False),
        ("qdrant-client", None, False),
        ("qdrant-client>=1.7", None, True),
        ("qdrant-client>=1.7", "1.15.1", True),
        ("qdrant-client>=1.7", "1.17.1", False),
        ("qdrant-client>=1.7,<1.18", None, False),
        ("qdrant-client>=1.7,<1.16", None, True),
        ("qdrant-client==1.15.1", None, True),
    ],
)
def test_what_a_client_has_no_longer_does_not_block(
    tmp_path: Path, requirement: str, locked: str | None, has_it: bool
) -> None:
    (tmp_path / "pyproject.toml").write_text(
        f'[project]\nname = "app"\ndependencies = ["{requirement}"]\n'
    )
    if locked:
        package = f'[[package]]\nname = "qdrant-client"\nversion = "{locked}"\n'
        (tmp_path / "uv.lock").write_text(package)
    source = """
        from fastapi import FastAPI
        from qdrant_client import QdrantClient
        app = FastAPI()
        client = QdrantClient("http://vectors")
        @app.get("/")
        async def read():
            client.search("items", [0.1])
            client.count("items")
        """
    opened = project(tmp_path, {"app/main.py": source})
    searched = ["QdrantClient.search"] if has_it else []
    assert [each.name for each in opened.each(BlockingCall)] == [*searched, "QdrantClient.count"]


@pytest.mark.parametrize(
    ("requirements", "reached"),
    [("PyJWT\n", True), ("jwt\n", False), ("jwt\nPyJWT\n", False), ("python-jose\n", True)],
)
def test_another_distribution_takes_the_place_of_pyjwt(
    tmp_path: Path, requirements: str, reached: bool
) -> None:
    (tmp_path / "requirements.txt").write_text(f"fastapi\n{requirements}")
    source = """
        import jwt
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/")
        async def read():
            token = jwt.encode({}, "key")
            print(token)
        """
    assert project(tmp_path, {"app/main.py": source}).never_runs(8) is not reached


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("pass", False),
        ("await report()", True),
        ("use(report)", True),
        ("[report for _ in key]", True),
        ("async def other(): await report()", True),
        ("report = 1", False),
        ("use(locals())", True),
    ],
)
def test_a_function_within_another_one_that_nothing_there_names(
    tmp_path: Path, more: str, expected: bool
) -> None:
    body = f"async def report():\n    here()\n{more}"
    assert runs(tmp_path, body) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("from app.broken import load", False),
        ("from app import broken", False),
        ("from app.users import find", True),
        ("try:\n    from app.broken import load\nexcept ImportError: ...", True),
    ],
)
def test_behind_an_import_of_what_fails_itself(tmp_path: Path, body: str, expected: bool) -> None:
    text = FAILING.format(body.replace("\n", "\n    "))
    files = {
        "app/users.py": USERS,
        "app/main.py": text,
        "app/__init__.py": "",
        "app/broken.py": "from app.gone import Role\ndef load(): ...\n",
    }
    opened = project(tmp_path, files)
    assert opened.never_runs(lines(opened)["here()"]) is not expected


@pytest.mark.parametrize(
    ("statement", "reached"),
    [
        ("print(LIMIT)", False),
        ("print(self.LIMIT)", True),
        ("print(AT_TOP)", True),
        ("print(given)", True),
    ],
)
def test_names_of_a_class_are_none_of_its_methods(
    tmp_path: Path, statement: str, reached: bool
) -> None:
    source = f"""
        from fastapi import FastAPI
        app = FastAPI()
        AT_TOP = 1
        def here(): ...
        class Store:
            LIMIT = 3
            rows = [LIMIT]
            def find(self, given=LIMIT):
                {statement}
                here()
        @app.get("/")
        async def read():
            return Store().find()
        """
    (tmp_path / ".git").mkdir()
    opened = project(tmp_path, {"app/main.py": source})
    assert opened.never_runs(lines(opened)["here()"]) is not reached


MANAGERS = """
from contextlib import contextmanager
from fastapi import Depends, FastAPI
app = FastAPI()
def opened(): yield {{}}
@contextmanager
def managed(): yield {{}}
@app.get("/")
def read(db = Depends({})):
    first()
    {}
    here()
"""


@pytest.mark.parametrize(
    ("dependency", "statement", "expected"),
    [
        ("managed", "db.query()", False),
        ("managed", "find(\n        db)", False),
        ("managed", "find()", True),  # it may not be used at all
        ("managed", "with db as it: it.query()", True),
        ("managed", "try: db.query()\n    except AttributeError: pass", True),
        ("opened", "db.query()", True),
    ],
)
def test_behind_a_manager_that_nobody_enters(
    tmp_path: Path, dependency: str, statement: str, expected: bool
) -> None:
    opened = project(tmp_path, {"app/main.py": MANAGERS.format(dependency, statement)})
    assert opened.never_runs(lines(opened)["here()"]) is not expected
    assert not opened.never_runs(lines(opened)["first()"])


IN_VAIN = """
from {errors} import NotFound

def read(load):
    try:
        load()
    except NotFound:
        here()
"""
USING = """
from fastapi import FastAPI
from . import reading

app = FastAPI()
reading.read(print)
"""


@pytest.mark.parametrize(
    ("errors", "more", "expected"),
    [
        ("core.errors", {}, False),
        ("core.errors", {"core/find.py": "from core.errors import NotFound\nNotFound()"}, True),
        ("core.errors", {"api/requirements.txt": ""}, True),  # what `core` raises is not seen
        ("api.errors", {"api/requirements.txt": ""}, False),
    ],
)
def test_what_nobody_raises(
    tmp_path: Path, errors: str, more: dict[str, str], expected: bool
) -> None:
    defined = f"{errors.replace('.', '/')}.py"
    files = {defined: "class NotFound(Exception): ...", "api/main.py": USING, **more}
    files["api/reading.py"] = IN_VAIN.format(errors=errors)
    opened = project(tmp_path, files, "api/reading.py")
    assert opened.never_runs(lines(opened)["here()"]) is not expected
