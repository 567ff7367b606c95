"""Functions that work only as long as nothing comes between two of their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import module, project

SOURCE = """
import time
from fastapi import FastAPI
app = FastAPI()
given = None

def work():
    print(given)
    time.sleep(1)

def rest():
    time.sleep(1)

@app.post("/")
async def run(key: str):
    {}
"""


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("global given\n    given = key\n    work()", False),
        ("global given\n    given = key\n    rest()", True),
        ("global given\n    work()\n    given = key", True),
        ("global given\n    given = key\n    time.sleep(1)", True),
        ("global given\n    given = open('it')\n    work()", True),
        ("given = key\n    work()", True),
        ("work()", True),
    ],
)
def test_what_a_route_leaves(body: str, blocks: bool) -> None:
    assert bool(list(module(SOURCE.format(body)).each(BlockingCall))) is blocks


REMOVING = """
import os, shutil, time
from pathlib import Path
from fastapi import FastAPI
app = FastAPI()
FOLDER = "media"
SAMPLE = Path("media") / "sample.wav"
TITLES = Path("media")

def clear(path):
    shutil.rmtree(path)

def clear_other(path):
    shutil.rmtree(FOLDER + path)

def forget(path: Path):
    path.unlink()

@app.post("/")
async def run(key: str):
    folder = "media"
    time.sleep(1)
    {}
"""


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("shutil.rmtree(folder)", False),
        ("shutil.rmtree(FOLDER)", False),
        ("os.remove('media/all.txt')", False),
        ("os.rename('all.part', key)", False),
        ("clear(folder)", False),
        ("clear(path='media')", False),
        ("SAMPLE.unlink()", False),
        ("Path('all.txt').unlink(missing_ok=True)", False),
        ("Path('all.part').rename(key)", False),
        ("sample = TITLES / 'all.txt'\n    sample.unlink()", False),
        ("forget(SAMPLE)", False),
        ("forget(Path('all.txt'))", False),
        ("Path(key).unlink()", True),
        ("Path('media', key).unlink()", True),
        ("(TITLES / key).unlink()", True),
        ("forget(Path(key))", True),
        ("SAMPLE.read_text()", True),
        ("key.replace('a', 'b')", True),
        ("clear(key)", True),
        ("clear_other(folder)", True),
        ("shutil.rmtree(f'media/{key}')", True),
        ("os.rename(key, 'all.txt')", True),
        ("shutil.rmtree(folder)\n    await other()", True),  # where others come in between, too
        ("os.listdir(folder)", True),
    ],
)
def test_what_a_route_removes(body: str, blocks: bool) -> None:
    found = [each.name for each in module(REMOVING.replace("{}", body)).each(BlockingCall)]
    assert ("time.sleep" in found) is blocks


SHARING = """
import duckdb
from typing import Annotated
from fastapi import Depends, FastAPI
from passlib.hash import bcrypt
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker
app = FastAPI()
engine = create_engine("postgresql://")
Local = sessionmaker(bind=engine)

class Database:
    session: Session = None
    factory: sessionmaker = None

everybody = Local()
opened = nothing = None

@app.on_event("startup")
def start():
    global opened
    opened = duckdb.connect("a.db")

def connection():
    if opened is None:
        raise RuntimeError
    return opened

def connection_of_its_own():
    return opened.cursor()

def given_by_name():
    yield opened

def shared():
    with Database.session as session:
        query = session.query(Item)
        return query.filter(Item.id == 1).first()

def by_default(session: Session = Local()):
    return session.query(Item).filter(Item.id == 1).first()

def given(session: Session = None):
    return session.query(Item).filter(Item.id == 1).first()

def own():
    with Local() as session:
        return session.query(Item).filter(Item.id == 1).first()

Given = Annotated[duckdb.DuckDBPyConnection, Depends(given_by_name)]
Own = Annotated[duckdb.DuckDBPyConnection, Depends(connection_of_its_own)]

@app.get("/")
async def run(key: str, given_one: Given, own_one: Own):
    {}
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("shared()", []),
        ("opened.execute('')", []),
        ("db = connection()\n    db.execute('').fetchall()", []),
        ("given_one.execute('')", []),
        ("own_one.execute('')", ["declare"]),
        ("connection().cursor().execute('')", ["declare"]),
        ("opened.cursor().execute('')", ["declare"]),
        ("connection_of_its_own().execute('')", ["declare"]),
        ("everybody.get(Item, 1)", []),
        ("everybody.query(Item).filter(Item.id == 1).all()", []),
        ("by_default()", []),
        ("given(Local())", ["declare"]),
        ("own()", ["declare `run` with plain `def`"]),
        ("with Session(engine) as session:\n        session.get(Item, 1)", ["declare"]),
        ("bcrypt.hash(key)", ["declare"]),
        ("shared()\n    bcrypt.hash(key)", ["run_in_threadpool"]),
    ],
)
def test_sessions_that_all_requests_have(body: str, said: list[str]) -> None:
    opened = module(SHARING.format(body))
    remedies = [opened.remedy(each) for each in opened.each(BlockingCall)]
    assert len(remedies) == len(said)
    assert all(word in remedy for word, remedy in zip(said, remedies))


KEEPING = """
import time
from pathlib import Path
from fastapi import Depends, FastAPI
app = FastAPI()

class Speech:
    def __init__(self, name: str):
        self.sample = Path("sample.wav")
        self.own = Path(name)
        self.either = Path("sample.wav")

    def choose(self, name: str):
        self.either = Path(name)

    async def say(self, text: str):
        time.sleep(1)
        self.{}.unlink()

@app.post("/")
async def run(text: str):
    await Speech(text).say(text)
"""


@pytest.mark.parametrize(("path", "blocks"), [("sample", False), ("own", True), ("either", True)])
def test_what_an_object_names_for_all(path: str, blocks: bool) -> None:
    found = [each.name for each in module(KEEPING.format(path)).each(BlockingCall)]
    assert ("time.sleep" in found) is blocks


DRAWING = """
import os, tempfile, time
from datetime import datetime
from pathlib import Path
from uuid import uuid4
from fastapi import FastAPI
app = FastAPI()

class Pictures:
    def __init__(self, name: str):
        self.folder = Path(tempfile.gettempdir()) / "pictures"
        self.own = Path(tempfile.mkdtemp())

    def grow(self):
        self.longer = str(self.longer) + "a"

    def again(self):
        return str(self.again())

    def path_of(self, name):
        return str(self.folder / f"{name}.png")

    def own_path(self, name):
        return str(self.own / name)

    def forget(self, path):
        os.unlink(path)

    def draw(self, text: str, count: int):
        for number in range(count):
            path = FILE
            time.sleep(1)
            self.forget(path)

@app.post("/")
async def run(text: str, count: int):
    Pictures(text).draw(text, count)
"""


@pytest.mark.parametrize(
    ("file", "blocks"),
    [
        ("self.path_of('it')", False),
        ("self.path_of(f'{number}')", False),
        ("self.path_of(f'{int(time.time())}_{number}')", False),
        ("self.path_of(int(time.time()))", False),
        ("os.path.join('pictures', str(number))", False),
        ("os.path.join(os.getcwd(), 'picture.png')", False),
        ("self.own_path('it')", True),
        ("self.path_of(text)", True),
        ("self.longer", True),
        ("self.again()", True),
        ("self.path_of(f'{time.time()}_{number}')", True),  # hardly twice
        ("self.path_of(int(text))", True),
        ("self.path_of(uuid4().hex)", True),
        ("os.path.join('pictures', text)", True),
    ],
)
def test_what_helpers_write_and_remove(file: str, blocks: bool) -> None:
    found = [each.name for each in module(DRAWING.replace("FILE", file)).each(BlockingCall)]
    assert ("time.sleep" in found) is blocks


def test_helpers_of_a_function_that_awaits() -> None:
    text = DRAWING.replace("FILE", "'it'").replace("def run(", "def run_2(", 1)
    text += "\n@app.get('/')\nasync def waits():\n    await x()\n    Pictures('').draw('', 1)\n"
    assert [each.function.name for each in module(text).each(BlockingCall)] == ["waits"]


SENDING = """
from celery import Celery
from celery.result import AsyncResult
from fastapi import FastAPI
from rq import Queue
from app.config import BACKEND
app = FastAPI()
queue = Celery("shop", backend=BACKEND)
jobs = Queue()

@queue.task
def work(): ...

@app.post("/")
async def begin():
    {}
"""


@pytest.mark.parametrize(
    ("call", "backend", "blocks"),
    [
        ("work.delay()", 'BACKEND = "redis://"', True),
        ("work.delay()", 'BACKEND = "rpc://"', False),
        ("work.delay()", 'BACKEND = f"rpc://{HOST}"', False),
        ("AsyncResult('1').ready()", 'BACKEND = "rpc://"', False),
        ("work.delay()", "BACKEND = None\ndef rpc(): ...", True),
        ("jobs.enqueue(work)", 'BACKEND = "rpc://"', True),
    ],
)
def test_results_that_go_to_the_thread_that_asked(
    tmp_path: Path, call: str, backend: str, blocks: bool
) -> None:
    files = {"app/main.py": SENDING.format(call), "app/config.py": backend}
    opened = project(tmp_path, files, "app/main.py")
    assert bool(list(opened.each(BlockingCall))) is blocks


def test_results_of_which_only_the_environment_tells(tmp_path: Path) -> None:
    config = "import os\nBACKEND = os.environ['BACKEND']"
    files = {"app/main.py": SENDING.format("work.delay()"), "app/config.py": config}
    opened = project(tmp_path, {**files, "compose.yml": "BACKEND: rpc://"}, "app/main.py")
    assert not list(opened.each(BlockingCall))


OBJECT = """
import ftplib, redis, redis_lock, socket, threading, time
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker
app = FastAPI()
Local = sessionmaker()

def send(to: socket.socket, text: str):
    to.sendall(text.encode())
    return to.recv(9)

class Kept:
    def __init__(self):
        self.session = Local()
        self.store = redis.Redis()
        self.own = redis_lock.Lock(self.store, "log")
        self.lock = threading.Lock()
        self.socket = socket.create_connection(("", 1))
        self.opened = None

    @property
    def kept(self):
        if self.opened is None:
            self.opened = ftplib.FTP("a.example")
        return self.opened

    @property
    def another(self):
        return ftplib.FTP("a.example")

    def work(self, key: str):
        {}

class Items:
    def __init__(self, session: Session):
        self.session = session

    def first(self):
        return self.session.query(Kept).first()

kept = Kept()
late = None

def start():
    global late
    late = Kept()

def ask(key: str):
    return late.work(key)

@app.get("/")
async def run(key: str):
    {}
"""

FOR_EACH = "declare `run` with plain `def`"
ANEW = "connect anew in a `def` for `run_in_threadpool`"


@pytest.mark.parametrize(
    ("work", "body", "said"),
    [
        ("self.session.query(Kept).first()", "kept.work(key)", []),
        ("self.session.query(Kept).first()", "ask(key)", []),
        ("self.session.query(Kept).first()", "Kept().work(key)", [FOR_EACH]),
        ("Local().query(Kept).first()", "kept.work(key)", [FOR_EACH]),
        ("Items(Local()).first()", "kept.work(key)", [FOR_EACH]),
        (
            "self.session.query(Kept).first()",
            "time.sleep(1)\n    kept.work(key)",
            ["use `await asyncio.sleep(...)`"],
        ),
        (
            "with self.lock:\n            self.session.query(Kept).first()",
            "kept.work(key)",
            [FOR_EACH],
        ),
        ("with self.own:\n            self.store.rpush('log', key)", "kept.work(key)", []),
        (
            "with self.own:\n            self.store.rpush('log', key)",
            "Kept().work(key)",
            [FOR_EACH],
        ),
        ("self.store.rpush('log', key)", "kept.work(key)", [FOR_EACH]),
        ("send(self.socket, key)", "ask(key)", [ANEW]),
        ("send(self.socket, key)", "Kept().work(key)", [FOR_EACH]),
        ("self.kept.cwd(key)", "kept.work(key)", [ANEW]),
        ("self.another.cwd(key)", "kept.work(key)", [FOR_EACH]),
    ],
)
def test_what_the_object_of_a_module_keeps(work: str, body: str, said: list[str]) -> None:
    opened = module(OBJECT.format(work, body))
    assert [opened.remedy(each) for each in opened.each(BlockingCall)][:1] == said


WORKERS = """
import asyncio
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session, sessionmaker
app = FastAPI()
Local = sessionmaker()

def get_db():
    with Local() as session:
        yield session

async def work(session: Session, key: str):
    await asyncio.sleep(1)
    session.get(Session, key)

class Service:
    def __init__(self, session: Session):
        self.session = session

    async def work(self, key: str):
        await asyncio.sleep(1)
        self.session.query(Session).filter(key).first()

    def read(self, key: str):
        return self.session.get(Session, key)


@app.get("/")
async def run(keys: list[str], db: Session = Depends(get_db)):
    own = Local()

    async def inner(key: str):
        await asyncio.sleep(1)
        db.get(Session, key)

    async def of_own(key: str):
        await asyncio.sleep(1)
        own.get(Session, key)

    service = Service(db)

    async def behind(key: str):
        await asyncio.sleep(1)
        service.read(key)

    async def anew(key: str):
        await asyncio.sleep(1)
        with Local() as session:
            session.get(Session, key)

    {}
"""


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("await asyncio.gather(*[inner(key) for key in keys])", False),
        ("await asyncio.gather(*[service.work(key) for key in keys])", False),
        ("await asyncio.gather(*[behind(key) for key in keys])", False),
        ("await behind(keys[0])", True),
        ("await asyncio.gather(*(of_own(key) for key in keys))", False),
        ("await asyncio.gather(*[work(db, key) for key in keys])", False),
        ("await asyncio.gather(*[work(own, key) for key in keys])", False),
        ("for key in keys:\n        asyncio.create_task(inner(key))", False),
        ("await asyncio.gather(*[Service(db).work(key) for key in keys])", True),  # two of them
        ("await asyncio.gather(*[anew(key) for key in keys])", True),
        ("await asyncio.gather(*[work(Local(), key) for key in keys])", True),
        ("for key in keys:\n        await inner(key)", True),
        ("for key in keys:\n        await work(db, key)", True),
        ("await inner(keys[0])", True),
        ("asyncio.create_task(inner(keys[0]))", True),
    ],
)
def test_one_session_of_several_workers(body: str, blocks: bool) -> None:
    opened = module(WORKERS.format(body))
    assert bool(list(opened.each(BlockingCall))) is blocks


ROUTE = """
from fastapi import FastAPI
from sqlalchemy.orm import Session
from app.database import engine
app = FastAPI()

@app.get("/")
async def run(key: str):
    with Session(engine) as session:
        session.get(Session, key)
"""


@pytest.mark.parametrize(
    ("database", "blocks"),
    [
        ("engine = create_engine(URL, poolclass=StaticPool)", False),
        ("engine = create_engine(\n    URL,\n    poolclass=pool.StaticPool,\n)", False),
        (
            "engine = create_engine(URL, poolclass=StaticPool)\n"
            "def another(**given):\n    return create_engine(URL, **given)",
            False,
        ),
        ("engine = create_engine(URL, poolclass=NullPool)", True),
        ("engine = create_engine(URL)", True),
        (
            "if URL == 'sqlite://':\n    engine = create_engine(URL, poolclass=StaticPool)\n"
            "else:\n    engine = create_engine(URL)",
            True,
        ),
    ],
)
def test_one_connection_for_all_threads(tmp_path: Path, database: str, blocks: bool) -> None:
    before = "from sqlalchemy import create_engine, pool\nfrom sqlalchemy.pool import StaticPool\n"
    test = f"{before}engine = create_engine('sqlite://', poolclass=StaticPool)"
    files = {"app/main.py": ROUTE, "app/database.py": before + database, "tests/test_it.py": test}
    opened = project(tmp_path, files)
    assert bool(list(opened.each(BlockingCall))) is blocks
