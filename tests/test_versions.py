"""What rules say depends on the versions that the project is for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_fastapi import engine, registry
from flake8_fastapi.model import Module
from flake8_fastapi.options import Options

ENGINE = """
from sqlalchemy.ext.asyncio import create_async_engine
DATABASE_URL = "postgresql://db.example.org/items"
engine = create_async_engine(DATABASE_URL)
"""
LATE_COMMIT = """
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
app = FastAPI()
def get_session():
    with Session() as session:
        yield session
        session.commit()
@app.post("/items")
def create_item(session: Session = Depends(get_session)):
    session.add(Item())
"""
CONNECTION = """
import sqlite3
from fastapi import FastAPI
app = FastAPI()
@app.get("/items")
def list_items():
    connection = sqlite3.connect("items.db")
    return connection.execute("SELECT name FROM items").fetchall()
"""

CLOSED_ON_SUCCESS = """
import sqlite3
from fastapi import FastAPI
app = FastAPI()
{route}
    return read()
def read():
    connection = sqlite3.connect("items.db")
    names = connection.execute("SELECT name FROM items").fetchall()
    connection.close()
    return names
"""
CAUGHT = """
import {library}
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.get("/items")
def list_items():
    connection = {opened}
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT name FROM items")
        connection.close()
    {handler}
"""
ROUTE = """
from fastapi import FastAPI
app = FastAPI()
@app.get("/items")
async def list_items():
    await anything()
    return """
STORES = {
    "redis": f"import redis\n{ROUTE}redis.Redis().get('items')\n",
    "pymongo": f"import pymongo\n{ROUTE}pymongo.MongoClient().shop.items.find_one({{}})\n",
}
SINCE_3_9 = '[project]\nrequires-python = ">=3.9"\n'
REDIS = """
import aioredis
from fastapi import FastAPI
app = FastAPI()
app.state.redis = aioredis.from_url("redis://localhost")
"""


def messages(code: str, source: str, *versions: str, file: str = "<string>") -> list[str]:
    lines = source.splitlines(keepends=True)
    module = Module(ast.parse(source), file, lines, Options(target_versions=versions))
    return [finding.text for finding in engine.check(module, [registry.rule(code)])]


def test_postgresql_has_an_async_driver_since_sqlalchemy_2_1() -> None:
    assert messages("FPI121", ENGINE, "sqlalchemy=2.1") == []
    (message,) = messages("FPI121", ENGINE, "sqlalchemy=2.0.40")
    assert "`postgresql://`, whose driver psycopg2 is not async" in message


@pytest.mark.parametrize(
    ("library", "versions", "remedy"),
    [
        ("redis", "redis=3.5.3", "hand it to a thread with `await run_in_threadpool(...)`"),
        ("redis", "redis=4.2", "use `redis.asyncio.Redis`, or `run_in_threadpool`"),
        ("redis", "redis=5", "use `redis.asyncio.Redis`, or `run_in_threadpool`"),
        ("pymongo", "pymongo=4.8", "hand it to a thread with `await run_in_threadpool(...)`"),
        ("pymongo", "pymongo=4.9", "use `pymongo.AsyncMongoClient`, or `run_in_threadpool`"),
    ],
)
def test_what_helps_is_there_in_that_version(library: str, versions: str, remedy: str) -> None:
    (message,) = messages("FPI204", STORES[library], versions)
    assert message.endswith(f"; {remedy}")


def test_what_helps_needs_a_newer_version_than_the_oldest(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("redis>=3.5\n")
    (message,) = messages("FPI204", STORES["redis"], file=str(tmp_path / "app.py"))
    assert "; use `redis.asyncio.Redis` (since redis 4.2), or" in message


@pytest.mark.parametrize(("version", "reported"), [("2.0", False), ("2.1", True)])
@pytest.mark.parametrize(
    "url",
    [
        '"postgresql+asyncpg://db/items?async_fallback=true"',
        'f"postgresql+asyncpg://{HOST}/items?async_fallback=true"',
        'URL_OF_APP + "?async_fallback=true"',
    ],
)
def test_async_driver_falls_back_up_to_sqlalchemy_2_0(
    url: str, version: str, reported: bool
) -> None:
    source = f"""
from sqlalchemy import create_engine
HOST = "db.example.org"
URL_OF_APP = "postgresql+asyncpg://db/items"
engine = create_engine({url})
"""
    assert bool(messages("FPI121", source, f"sqlalchemy={version}")) == reported


@pytest.mark.parametrize(
    ("version", "remedies"),
    [
        *[("0.70", False), ("0.105", False), ("0.106", None), ("0.117.1", None)],
        *[("0.118", False), ("0.120", False), ("0.121", True)],
    ],
)
def test_exit_code_comes_before_the_response_in_fastapi_0_106_to_0_117(
    version: str, remedies: bool | None
) -> None:
    found = messages("FPI114", LATE_COMMIT, f"fastapi={version}")
    assert ["scope=" in text for text in found] == [remedies] * (remedies is not None)


MANAGER = """
from contextlib import contextmanager
from fastapi import Depends, FastAPI
app = FastAPI()
@contextmanager
def open_db(): yield 1
@app.get("/")
def read(db=Depends(open_db)): {}
"""


@pytest.mark.parametrize(
    ("body", "version", "reported"),
    [
        ("return 1", "0.123.4", False),
        ("return 1", "0.123.5", True),
        ("return db.all()", "0.123.4", True),
        ("return [each for each in db]", "0.100", True),
    ],
)
def test_a_manager_that_nobody_reads_fails_since_fastapi_0_123_5(
    body: str, version: str, reported: bool
) -> None:
    assert bool(messages("FPI108", MANAGER.format(body), f"fastapi={version}")) == reported


CACHED = """
import time
from fastapi import FastAPI
from fastapi_cache.decorator import cache
app = FastAPI()
@app.get("/")
@cache(expire=60)
async def read():
    time.sleep(1)
"""


def test_a_cache_awaits_what_it_keeps_before_fastapi_cache_0_2() -> None:
    (found,) = messages("FPI201", CACHED, "fastapi-cache2=0.1.9")
    assert "plain `def`" not in found
    (found,) = messages("FPI201", CACHED, "fastapi-cache2=0.2")
    assert "plain `def`" in found


CLIENT = """
from contextlib import asynccontextmanager
from fastapi import FastAPI
from redis import asyncio as redis
@asynccontextmanager
async def lifespan(app):
    app.state.redis = redis.{}
    yield
app = FastAPI(lifespan=lifespan)
"""


@pytest.mark.parametrize(
    ("made", "version", "closing"),
    [
        ("from_url('redis://')", "4.6", "close(close_connection_pool=True)"),
        ("from_url('redis://')", "5", "close(close_connection_pool=True)"),
        ("from_url('redis://')", "5.0.1", "aclose()"),
        ("Redis()", "4.6", "close(close_connection_pool=True)"),
        ("ConnectionPool()", "4.6", "disconnect()"),
        ("ConnectionPool()", "6", "aclose()"),
    ],
)
def test_how_a_client_of_redis_is_closed(made: str, version: str, closing: str) -> None:
    (found,) = messages("FPI304", CLIENT.format(made), f"redis={version}")
    assert f"await `{closing}` there" in found


@pytest.mark.parametrize(("version", "reported"), [("3.10", False), ("3.11", True)])
def test_connection_of_sqlite3_is_closed_with_its_last_reference_before_python_3_11(
    version: str, reported: bool
) -> None:
    assert bool(messages("FPI106", CONNECTION, f"python={version}")) == reported


@pytest.mark.parametrize(
    ("route", "version", "reported"),
    [
        ("def list_items():", "3.10", True),
        ("def list_items():", "3.11", True),
        ("async def list_items():", "3.10", False),
        ("async def list_items():", "3.11", True),
    ],
)
def test_the_exception_of_a_thread_keeps_a_connection_of_sqlite3(
    route: str, version: str, reported: bool
) -> None:
    source = CLOSED_ON_SUCCESS.format(route=f'@app.get("/items")\n{route}')
    found = messages("FPI106", source, f"python={version}")
    assert ["stays open when" in text for text in found] == [True] * reported


@pytest.mark.parametrize(
    ("opened", "reported"),
    [
        ("psycopg2.connect()", False),
        ("psycopg.connect()", False),
        ("pymysql.connect()", False),
        ("await aiomysql.connect()", False),
        ("MySQLdb.connect()", False),
        ("pyodbc.connect()", False),
        ("oracledb.connect()", False),
        ("sqlite3.connect('items.db')", True),
        ("mysql.connector.connect()", False),
        ("pymssql.connect()", True),
        ("psycopg2.pool.SimpleConnectionPool(1, 5).getconn()", True),
        ("psycopg_pool.ConnectionPool().getconn()", True),
        ("oracledb.create_pool().acquire()", True),
        ("sqlalchemy.create_engine('sqlite://').connect()", True),
    ],
)
def test_connections_that_close_themselves(opened: str, reported: bool) -> None:
    library = opened.removeprefix("await ").partition("(")[0].rpartition(".")[0]
    source = CAUGHT
    if opened.startswith("await"):
        source = CAUGHT.replace("def list_items", "async def list_items")
    caught = source.format(opened=opened, library=library, handler="except Exception: pass")
    assert bool(messages("FPI106", caught)) == reported
    raised = source.format(opened=opened, library=library, handler="finally: print()")
    assert messages("FPI106", raised)
    assert messages("FPI106", caught.replace("connection.close()", "pass"))


def test_sqlite3_is_one_of_them_before_python_3_11() -> None:
    source = CAUGHT.format(
        library="sqlite3", opened="sqlite3.connect('a.db')", handler="except Exception: pass"
    )
    assert not messages("FPI106", source, "python=3.10")
    assert messages("FPI106", source, "python=3.11")


@pytest.mark.parametrize(
    ("handler", "reported"),
    [
        ("except Exception as error: print(error)", False),
        ("except psycopg2.Error: pass", False),
        ("except: return None", False),
        ("except HTTPException: raise\n    except Exception: pass", False),
        ("except Exception as error: raise HTTPException(500) from error", False),
        ("except Exception: raise", True),
        ("except KeyError: raise\n    except Exception: pass", True),
        ("except Exception as error: raise ValueError() from error", True),
        ("except ValueError: pass", True),
    ],
)
def test_what_the_function_catches_keeps_no_connection(handler: str, reported: bool) -> None:
    source = CAUGHT.format(library="psycopg2", opened="psycopg2.connect()", handler=handler)
    assert bool(messages("FPI106", source)) == reported


@pytest.mark.parametrize(
    ("route", "version", "reported"),
    [
        ("def", "1.9", True),
        ("def", "1.10", False),
        ("async def", "1.9", False),
        ("async def", "1.10", False),
    ],
)
def test_an_exception_that_is_answered_keeps_a_connection_of_a_thread_before_starlette_1_10(
    route: str, version: str, reported: bool
) -> None:
    source = CAUGHT.format(
        library="psycopg2",
        opened="psycopg2.connect()",
        handler="except Exception as error: raise HTTPException(500) from error",
    ).replace("def list_items", f"{route} list_items")
    assert bool(messages("FPI106", source, f"starlette={version}")) == reported


def test_what_is_done_before_the_try_may_raise() -> None:
    source = CAUGHT.format(
        library="psycopg2", opened="psycopg2.connect()", handler="except Exception: pass"
    )
    before = source.replace("    try:", "    connection.set_session(autocommit=True)\n    try:")
    assert messages("FPI106", before)


@pytest.mark.parametrize(
    ("files", "reported"),
    [
        ({}, True),
        ({"Dockerfile": "FROM python:3.10-slim"}, False),
        ({"Dockerfile": "FROM python:3.12-slim"}, True),
        ({"Dockerfile": "FROM python:3.10", "runtime.txt": "python-3.12.1"}, True),
        ({"Dockerfile": "FROM python:3.10", "pyproject.toml": SINCE_3_9}, False),
        ({"Dockerfile": "FROM python:3.8", "pyproject.toml": SINCE_3_9}, True),
        ({"Dockerfile": "FROM python:3.12", "pyproject.toml": SINCE_3_9}, True),
        ({"requirements.txt": "aioredis==2.0.1\nexceptiongroup==1.1.3\n"}, False),
        ({"requirements.txt": "aioredis==2.0.1\nasyncpg==0.25.0\n"}, False),
        ({"requirements.txt": "aioredis==2.0.1\nasyncpg==0.29.0\n"}, True),
    ],
)
def test_aioredis_fails_on_the_python_that_the_project_is_run_with(
    tmp_path: Path, files: dict[str, str], reported: bool
) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert bool(messages("FPI312", REDIS, file=str(tmp_path / "main.py"))) == reported


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("import aioredis", "from redis import asyncio as aioredis"),
        ("from aioredis import Redis", "from redis.asyncio import Redis"),
        (
            "from aioredis import Redis as R, from_url",
            "from redis.asyncio import Redis as R, from_url",
        ),
        ("from aioredis import Redis, create_pool", "from redis import asyncio as aioredis"),
        ("from aioredis.client import Redis", "from redis import asyncio as aioredis"),
    ],
)
def test_aioredis_is_imported_from_redis_under_the_same_names(line: str, instead: str) -> None:
    source = f"from fastapi import FastAPI\n{line}\nused = [aioredis, Redis, R]\n"
    (message,) = messages("FPI312", source)
    assert f"use `{instead}`" in message


@pytest.mark.parametrize(("version", "reported"), [("1.3.20", False), ("1.4", True), ("2", True)])
def test_sqlalchemy_has_no_asyncio_before_1_4(version: str, reported: bool) -> None:
    source = "from fastapi import FastAPI\nfrom databases import Database\nstore = Database('')\n"
    assert bool(messages("FPI312", source, f"sqlalchemy={version}")) == reported


@pytest.mark.parametrize(
    ("name", "other", "needed"),
    [
        ("shop/store.py", "from shop import store", False),
        ("shop/store.py", "from shop.store import Database", True),
        ("shop/store.py", "from shop.store import *\nDatabase('sqlite://')", True),
        ("shop/__init__.py", "import shop", True),
    ],
)
def test_an_import_that_nobody_uses_can_go(
    tmp_path: Path, name: str, other: str, needed: bool
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").touch()
    (tmp_path / "main.py").write_text(f"from fastapi import FastAPI\n{other}\napp = FastAPI()\n")
    source = "from databases import Database\n"
    (tmp_path / name).write_text(source)
    (message,) = messages("FPI312", source, file=str(tmp_path / name))
    assert ("use `sqlalchemy.ext.asyncio`" in message) == needed
    assert ("remove the import" in message) == (not needed)


ROUTER = """
from fastapi import APIRouter
router = APIRouter()
@router.on_event("shutdown")
def stop(): ...
"""
UPLOAD = """
from fastapi import FastAPI, HTTPException, UploadFile
app = FastAPI()
@app.post("/")
async def upload(file: UploadFile):
    content = await file.read()
    if len(content) > 5 * 1024 * 1024:
        raise HTTPException(413)
"""


@pytest.mark.parametrize(
    ("versions", "cls"),
    [
        ((), "APIRouter"),
        (("fastapi=0.103",), "FastAPI"),
        (("fastapi>=0.103,<0.104",), "FastAPI"),
        (("fastapi>=0.103",), "FastAPI"),
        (("fastapi==0.112.1",), "FastAPI"),
        (("fastapi==0.112.2",), "APIRouter"),
        (("fastapi>=0.115",), "APIRouter"),
    ],
)
def test_lifespans_of_routers_run_since_fastapi_0_112_2(
    versions: tuple[str, ...], cls: str
) -> None:
    (message,) = messages("FPI301", ROUTER, *versions)
    assert f"`{cls}(lifespan=...)`" in message


@pytest.mark.parametrize(
    ("versions", "named"),
    [
        ((), True),
        (("fastapi>=0.165",), True),
        (("fastapi>=0.141.1",), False),
        (("fastapi<0.160",), False),
    ],
)
def test_a_remedy_is_in_the_oldest_version_too(versions: tuple[str, ...], named: bool) -> None:
    (message,) = messages("FPI407", UPLOAD, *versions)
    assert ("max_body_size" in message) is named


HTTPX_LOCK = '[[package]]\nname = "httpx"\nversion = "0.28.1"\n'


@pytest.mark.parametrize(
    ("files", "reported"),
    [
        ({}, True),
        ({"requirements.txt": "fastapi\nhttpx\n"}, True),
        ({"requirements.txt": "fastapi[standard]\n"}, True),
        ({"requirements.txt": "fastapi==0.70.1\nh11==0.12.0\n"}, False),
        ({"requirements.txt": "fastapi\nhttpx==0.27.2\n"}, False),
        # what the application needs is listed elsewhere, and may hold httpx back
        ({"requirements-test.txt": "pytest\nhttpx>=0.24\n"}, False),
        ({"requirements-test.txt": "pytest\nhttpx\n"}, False),
        ({"requirements-test.txt": "pytest\nhttpx>=0.28\n"}, True),
        ({"requirements-test.txt": "pytest\nhttpx==0.28.1\n"}, True),
        (
            {"requirements-test.txt": "httpx>=0.24\n", "requirements.txt": "fastapi>=0.110\n"},
            True,
        ),
        # one of several lists holds it back; what a lock file has is what is installed
        (
            {"requirements-dev.txt": "httpx>=0.27\n", "requirements.txt": "fastapi\nhttpx<0.28\n"},
            False,
        ),
        (
            {"requirements-dev.txt": "httpx~=0.24.1\n", "requirements.txt": "fastapi\nhttpx\n"},
            False,
        ),
        ({"requirements-dev.txt": "httpx>=0.27\n", "requirements.txt": "fastapi\nhttpx<1\n"}, True),
        ({"uv.lock": HTTPX_LOCK, "requirements.txt": "fastapi\nhttpx<0.28\n"}, True),
    ],
)
def test_of_an_httpx_that_is_not_listed_or_may_be_held_back_nothing_is_known(
    tmp_path: Path, files: dict[str, str], reported: bool
) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    source = "from fastapi import FastAPI\nfrom httpx import AsyncClient\napp = FastAPI()\n"
    source += "client = AsyncClient(app=app)\n"
    assert bool(messages("FPI801", source, file=str(tmp_path / "main.py"))) == reported


RETURNING_NOTHING = """
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.get("/"{model})
def read(name: str = ""){annotation}:
    try:
        if not name:
            raise HTTPException(404)
        return [name]
    except Exception as error:
        print(error)
"""


@pytest.mark.parametrize(
    ("model", "annotation", "version", "answer"),
    [
        (", response_model=list[str]", "", "0.79.1", "200 with null"),
        (", response_model=list[str]", "", "0.80", "500"),
        ("", " -> list[str]", "0.88", "200 with null"),
        ("", " -> list[str]", "0.89", "500"),
        (", response_model=None", " -> list[str]", "0.89", "200 with null"),
        (", status_code=202", "", "0.89", "202 with null"),
    ],
)
def test_response_models_refuse_none_since_fastapi_0_80_and_annotations_are_some_since_0_89(
    model: str, annotation: str, version: str, answer: str
) -> None:
    source = RETURNING_NOTHING.format(model=model, annotation=annotation)
    (message,) = messages("FPI022", source, f"fastapi={version}")
    assert f"becomes a {answer};" in message


@pytest.mark.parametrize(
    ("route", "version", "reported"),
    [
        ("app", "0.136", True),
        ("app", "0.137", True),
        ("router", "0.136", True),
        ("router", "0.137", False),
    ],
)
def test_slowapi_finds_no_included_routes_since_0_137(
    route: str, version: str, reported: bool
) -> None:
    source = f"""
from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
app, router = FastAPI(), APIRouter()
@{route}.get("/")
def index(): ...
app.include_router(router)
app.state.limiter = Limiter(default_limits=["90/minute"])
app.add_middleware(CORSMiddleware, allow_origins=["*"])
app.add_middleware(SlowAPIMiddleware)
"""
    assert bool(messages("FPI701", source, f"fastapi={version}")) == reported
