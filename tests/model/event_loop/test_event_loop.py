"""Who runs on the event loop, and what blocks there."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from tests.model.build import function, module, project
from tests.model.event_loop.blocked import IMPORTS, blocked, route

SHARED = """
import hashlib, threading
from concurrent.futures import ThreadPoolExecutor
from qdrant_client import QdrantClient
pool = ThreadPoolExecutor()
vectors = QdrantClient(":memory:")
remote = QdrantClient("http://vectors")
class Worker:
    def __init__(self):
        self.thread = threading.Thread(target=print)
worker = Worker()
"""


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("@app.get('/')\nasync def run(): ...", "route"),
        ("@app.websocket('/')\nasync def run(ws: WebSocket): ...", "route"),
        ("async def run(): ...\n@app.get('/')\ndef r(x=Depends(run)): ...", "dependency"),
        ("async def run():\n    yield\n@app.get('/')\ndef r(x=Depends(run)): ...", "dependency"),
        (
            "class C:\n    async def run(self): ...\nc = C()\napp.include_router("
            "APIRouter(), dependencies=[Depends(c.run)])",
            "dependency",
        ),
        ("@app.middleware('http')\nasync def run(request, call_next): ...", "middleware"),
        ("class M(BaseHTTPMiddleware):\n    async def dispatch(self, r, n):\n        await run()\n"
         "async def run(): ...", "called"),
        ("class M:\n    async def __call__(self, s, r, n):\n        await run()\n"
         "async def run(): ...\napp.add_middleware(M)", "called"),
        ("@app.exception_handler(KeyError)\nasync def run(request, exc): ...", "handler"),
        ("async def run(): ...\ndef r(tasks: BackgroundTasks):\n    tasks.add_task(run)", "task"),
        ("async def run():\n    yield\ndef r():\n    return StreamingResponse(run())", "stream"),
        ("@app.get('/')\nasync def r():\n    async def run(): ...\n    await run()", "called"),
    ],
)  # fmt: skip
def test_what_runs_on_the_event_loop(source: str, kind: str) -> None:
    opened = module(IMPORTS + source)
    reason = opened.why_on_event_loop(function(opened, "run"))
    assert reason is not None
    assert reason.kind == kind


@pytest.mark.parametrize(
    "source",
    [
        "@app.get('/')\ndef run(): ...",
        "def run(): ...\n@app.get('/')\nasync def r(x=Depends(run)): ...",
        "async def run(): ...",  # nobody in sight calls it
        "@asynccontextmanager\nasync def run(app: FastAPI):\n    yield\nx = FastAPI(lifespan=run)",
        "@app.on_event('startup')\nasync def run(): ...",
        "async def run(): ...\n@app.on_event('startup')\nasync def start():\n    await run()",
        "async def run(): ...\nif __name__ == '__main__':\n    asyncio.run(run())",
    ],
)
def test_what_does_not(source: str) -> None:
    opened = module(IMPORTS + source)
    assert opened.why_on_event_loop(function(opened, "run")) is None


def test_direct_calls_block() -> None:
    opened = route(
        "time.sleep(1)\nrequests.get('')\nsubprocess.run('')\ndb.execute(query)\n"
        "requests.Session().get('')",
        arguments="db: Session",
    )
    assert [name for name, _, _ in blocked(opened)] == [
        "time.sleep", "requests.get", "subprocess.run", "Session.execute", "Session.get",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.sleep(1)",
        "await run_in_threadpool(time.sleep, 1)",
        "await run_in_threadpool(lambda: time.sleep(1))",
        "await asyncio.to_thread(time.sleep, 1)",
        "await asyncio.get_running_loop().run_in_executor(None, requests.get, '')",
        "await run_in_threadpool(functools.partial(requests.get, ''))",
        "def later():\n    time.sleep(1)\nawait run_in_threadpool(later)",
        "time = object()\ntime.sleep(1)",
        "client = httpx.AsyncClient()\nawait client.get('')",
        "session.execute(query)",
        "db.execute('SELECT 1')",  # fails
        # asked first, or awaited
        "future = pool.submit(print)\nif future.done():\n    future.result()",
        "future = pool.submit(print)\nawait asyncio.wrap_future(future)\nfuture.result()",
        "if worker.thread.is_alive():\n    await asyncio.sleep(1)\nworker.thread.join()",
        "worker.stop.set()\nworker.thread.join(timeout=5)",
        "def end():\n    worker.stop.set()\n    worker.thread.join()\nend()",
        "vectors.get_collection('a')",  # in memory
        "hashlib.pbkdf2_hmac('sha256', b'', b'', 1000)",
        "await db.execute(query)\ndb.commit()",  # whatever it says it is, it is awaited
        "async with db.begin():\n    db.commit()",
    ],
)
def test_innocent_twins(body: str) -> None:
    assert blocked(route(body, SHARED, "db: Session" if "db." in body else "")) == []


THREADS = """
import anyio, asyncer, contextlib, queue, threading
from anyio import to_thread
from asgiref.sync import sync_to_async
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from fastapi.concurrency import contextmanager_in_threadpool
from starlette.concurrency import iterate_in_threadpool
engine = create_async_engine("")
jobs, lock, pool = queue.Queue(), threading.Lock(), ThreadPoolExecutor()
def work(*given):
    time.sleep(1)
def steps():
    time.sleep(1)
    yield 1
@contextlib.contextmanager
def opened():
    time.sleep(1)
    yield 1
"""


@pytest.mark.parametrize(
    "body",
    [
        "await run_in_threadpool(work)",
        "await asyncio.to_thread(work)",
        "await asyncio.gather(asyncio.to_thread(work), asyncio.to_thread(requests.get, ''))",
        "await anyio.to_thread.run_sync(work)",
        "await to_thread.run_sync(functools.partial(work, 1))",
        "await asyncio.get_running_loop().run_in_executor(pool, work, 1)",
        "await asyncer.asyncify(work)(1)",
        "async for step in iterate_in_threadpool(steps()): ...",
        "async with contextmanager_in_threadpool(opened()): ...",
        "await db.run_sync(work)",
        "await db.run_sync(lambda session: work(session))",
        "async with engine.begin() as connection:\n    await connection.run_sync(work)",
        "await sync_to_async(work)(1)",
        "in_thread = sync_to_async(requests.get)\nawait in_thread('')",
        "pool.submit(work, 1)",
        "await asyncio.wrap_future(pool.submit(work))",
        "with ThreadPoolExecutor() as inner:\n    inner.submit(work)",
        "ProcessPoolExecutor().submit(work)",
        "threading.Thread(target=work).start()",
        "return StreamingResponse(steps())",  # which iterates in a thread
    ],
)
def test_what_runs_in_threads(body: str) -> None:
    assert blocked(route(body, THREADS, "db: AsyncSession")) == []


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        ("later = lambda: time.sleep(1)", None),
        ("later = lambda: time.sleep(1)\nlater()", 1),
        ("def inner():\n    work()\nreturn inner", None),
        ("def inner():\n    work()\ninner()", 2),
        ("async def inner():\n    work()\nawait inner()", 1),
        ("steps()", None),
        ("for step in steps(): ...", 1),
        ("list(steps())", 1),
        ("with opened(): ...", 1),
        ("register(work)", None),
        ("register(lambda: work())", None),
    ],
)
def test_nested_functions_run_where_they_are_called(body: str, depth: int | None) -> None:
    found = blocked(route(body, THREADS))
    assert [through for _, _, through in found] == ([] if depth is None else [depth])


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("lock.acquire()", True),
        ("lock.acquire(blocking=False)", False),
        ("lock.acquire(False)", False),
        ("lock.acquire(timeout=0)", False),
        ("lock.acquire(**options)", True),
        ("jobs.get()", True),
        ("jobs.get(timeout=5)", True),
        ("jobs.get(block=False)", False),
        ("jobs.get(timeout=0)", False),
        ("jobs.get_nowait()", False),
        ("import sqlite3\nsqlite3.connect('items.db')", True),
        ("import sqlite3\nsqlite3.connect(':memory:')", False),
        ("import sqlite3\nsqlite3.connect(':memory:').execute('')", False),
        ("time.sleep(0)", False),
        ("import os\nos.path.join('a', 'b')\nos.path.exists('a')\nos.getenv('a')", False),
        ("import logging\nlogging.info('a')", False),
    ],
)
def test_arguments_that_switch_the_waiting_off(body: str, blocks: bool) -> None:
    assert bool(blocked(route(body, THREADS))) is blocks


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("@app.get('/')\ndef run(): ...", "route"),
        ("def run(): ...\n@app.get('/')\nasync def r(x=Depends(run)): ...", "dependency"),
        ("def run(): ...\napp.include_router(APIRouter(), dependencies=[Depends(run)])",
         "dependency"),
        ("def run(): ...\ndef r(tasks: BackgroundTasks):\n    tasks.add_task(run)", "task"),
        ("def run():\n    yield\ndef r():\n    return StreamingResponse(run())", "stream"),
        ("def run(): ...", None),
        ("@app.get('/')\nasync def run(): ...", None),
        ("@app.on_event('startup')\ndef run(): ...", None),
        ("def run(): ...\n@app.get('/')\ndef r():\n    run()", None),
    ],
)  # fmt: skip
def test_what_fastapi_hands_to_threads(source: str, kind: str | None) -> None:
    opened = module(IMPORTS + source)
    reason = opened.why_in_thread(function(opened, "run"))
    assert (reason and reason.kind) == kind
    assert blocked(opened) == []


DECORATED = """
def bridged(function):
    def wrapper(*args): return asyncio.run(function(*args))
    return wrapper
class Registry:
    def job(self, name):
        def decorator(function):
            def enqueue(payload): print(name, payload)
            return enqueue
        return decorator
registry = Registry()
def timed(function):
    def wrapper(*args):
        result = function(*args)
        print("started")
        return result
    return wrapper
def started(function):
    def wrapper(*args): return asyncio.create_task(function(*args))
    return wrapper
def handed(function):
    def wrapper(*args): return app.start(function, *args)
    return wrapper
def both(function):
    def plain(*args): return function(*args)
    async def wrapper(*args): return await function(*args)
    return wrapper if asyncio.iscoroutinefunction(function) else plain
def kept(function):
    print(function)
    return function
"""


@pytest.mark.parametrize(
    ("decorator", "found"),
    [
        ("bridged", 0),
        ("registry.job('run')", 0),
        ("timed", 1),
        ("started", 1),
        ("handed", 1),
        ("both", 1),
        ("kept", 1),
        ("functools.unheard_of", 1),
    ],
)
@pytest.mark.parametrize("use", ["", "@app.get('/')\nasync def read(it=Depends(run)): ..."])
def test_a_decorator_that_has_others_run_it(decorator: str, found: int, use: str) -> None:
    run = f"@{decorator}\nasync def run():\n    time.sleep(1)\n"
    called = "@app.get('/it')\nasync def it():\n    return await run()\n"
    assert len(blocked(module(f"{IMPORTS}{DECORATED}{run}{use or called}"))) == found


@pytest.mark.parametrize(
    "job",
    [
        "from celery import shared_task\n@shared_task\ndef run():\n    time.sleep(1)",
        "import dramatiq\n@dramatiq.actor\nasync def run():\n    time.sleep(1)",
        "async def run(ctx):\n    time.sleep(1)\nclass WorkerSettings:\n    functions = [run]\n"
        "import arq",
        "import rq\nasync def run():\n    time.sleep(1)\nrq.Queue().enqueue(run)",
    ],
)
def test_tasks_of_workers_do_not_serve(tmp_path: Path, job: str) -> None:
    files = {
        "app/main.py": "from fastapi import FastAPI\nfrom app import jobs\napp = FastAPI()",
        "app/jobs.py": f"import time\n{job}",
    }
    assert blocked(project(tmp_path, files, check="app/jobs.py")) == []


def test_the_guilty_ones() -> None:
    body = "pool.submit(print).result()\nworker.thread.join()\nremote.get_collection('a')"
    body += "\nhashlib.pbkdf2_hmac('sha256', b'', b'', 600_000)"
    assert len(blocked(route(body, SHARED))) == 4


def test_the_first_of_a_kind_in_a_function_is_told_apart() -> None:
    body = "requests.get('')\nrequests.get('')\npool.submit(print).result()"
    assert [call.first for call in route(body, SHARED).each(BlockingCall)] == [True, False, True]


SERVICE = {
    "app/main.py": "from fastapi import FastAPI\nfrom app import service\napp = FastAPI()",
    "app/service.py": "import requests\nasync def work():\n    requests.get('a')",
    "app/unused.py": "import requests\nasync def work():\n    requests.get('a')",
}


def test_a_service_counts_where_the_application_imports_it(tmp_path: Path) -> None:
    served = project(tmp_path, SERVICE, check="app/service.py")
    assert blocked(served) == [("requests.get", "work", 0)]
    assert blocked(project(tmp_path, SERVICE, check="app/unused.py")) == []


def test_what_is_handed_to_a_queue_runs_in_a_worker(tmp_path: Path) -> None:
    jobs = SERVICE["app/service.py"] + "\ndef later(jobs):\n    jobs.enqueue(work, 'a')"
    opened = project(tmp_path, {**SERVICE, "app/service.py": jobs}, check="app/service.py")
    assert blocked(opened) == []


@pytest.mark.parametrize(("called", "found"), [("", 0), ("await service.work()", 1)])
@pytest.mark.parametrize(
    "beside",
    [
        "def script():\n    asyncio.run(work())",
        "@asynccontextmanager\nasync def lifespan(app):\n    await work()\n    yield",
    ],
)
def test_what_runs_elsewhere_counts_where_a_route_calls_it_too(
    tmp_path: Path, beside: str, called: str, found: int
) -> None:
    main = f"""
from fastapi import FastAPI
from app import service

app = FastAPI()

@app.get("/")
async def read():
    {called or "..."}
"""
    service = "import asyncio, requests\nfrom contextlib import asynccontextmanager\n"
    service += f"async def work():\n    requests.get('a')\n{beside}\n"
    files = {"app/main.py": main, "app/service.py": service}
    assert len(blocked(project(tmp_path, files, check="app/service.py"))) == found


def test_whoever_awaits_another_method_of_its_own_waits_for_no_process() -> None:
    source = """
class Server:
    async def find(self): ...
    def reload(self):
        subprocess.run(["nginx", "-s", "reload"])
    async def renew(self):
        await self.find()
        self.reload()
server = Server()
"""
    found = blocked(route("await server.renew()", source))
    assert found == [("subprocess.run", "renew", 1)]


@pytest.mark.parametrize(
    ("name", "found"),
    [("work", 1), ("start", 0), ("close", 0), ("__aenter__", 0), ("ensure_index", 0),
     ("start_job", 1), ("closest", 1), ("initialize", 0), ("setup_db", 0),
     ("initialize_order", 1)],
)  # fmt: skip
def test_what_starts_or_stops_does_not_count_unless_somebody_calls_it(
    tmp_path: Path, name: str, found: int
) -> None:
    service = f"import requests\nasync def {name}():\n    requests.get('a')"
    opened = project(tmp_path, {**SERVICE, "app/service.py": service}, check="app/service.py")
    assert len(blocked(opened)) == found


@pytest.mark.parametrize(("called", "found"), [("", 0), ("\n    await init_db.load()", 1)])
def test_so_does_what_a_file_called_init_db_holds(tmp_path: Path, called: str, found: int) -> None:
    main = "from fastapi import FastAPI\nfrom app import init_db\napp = FastAPI()\n"
    main += f"@app.post('/fill')\nasync def fill():\n    ...{called}"
    load = "import requests\nasync def load():\n    requests.get('a')"
    files = {"app/main.py": main, "app/init_db.py": load}
    assert len(blocked(project(tmp_path, files, check="app/init_db.py"))) == found


def test_tests_scripts_and_workers_do_not_serve(tmp_path: Path) -> None:
    files = {
        "app/main.py": "from fastapi import FastAPI\napp = FastAPI()",
        "tests/test_main.py": (
            "import time\nfrom app.main import app\n@app.get('/')\nasync def work():\n"
            "    time.sleep(1)"
        ),
    }
    assert blocked(project(tmp_path, files, check="tests/test_main.py")) == []


def test_across_files_at_every_depth(tmp_path: Path) -> None:
    files = {
        "app/main.py": """
            from fastapi import FastAPI
            from app.deps import SessionDep
            from app.services import mail
            app = FastAPI()
            @app.get("/")
            async def read(db: SessionDep):
                db.commit()
                mail.send()
        """,
        "app/deps.py": """
            from typing import Annotated
            from fastapi import Depends
            from sqlalchemy.orm import sessionmaker
            make = sessionmaker()
            def get_db():
                with make() as db:
                    yield db
            SessionDep = Annotated[object, Depends(get_db)]
        """,
        "app/services/mail.py": "from app.services.smtp import post\ndef send():\n    post()",
        "app/services/smtp.py": """
            import smtplib
            def post():
                with smtplib.SMTP("localhost") as server:
                    server.sendmail("", "", "")
        """,
    }
    opened = project(tmp_path, files)
    found = {(b.name, b.via) for b in opened.each(BlockingCall)}
    assert ("Session.commit", "") in found
    assert any(
        via == "through `app.services.mail.send` → `app.services.smtp.post`; " for _, via in found
    )


@pytest.mark.parametrize(("caller", "depth"), [("await svc.send()", 1), ("print(svc)", 0)])
@pytest.mark.parametrize("imported", ["from celery import group", "from arq import create_pool"])
def test_routes_call_what_stands_beside_a_queue(
    tmp_path: Path, imported: str, caller: str, depth: int
) -> None:
    """A service that imports a queue may be a worker's, too; its callers tell."""
    files = {
        "app/main.py": (
            "from fastapi import Depends, FastAPI\nfrom app.service import Service\n"
            "app = FastAPI()\n@app.get('/')\n"
            f"async def read(svc: Service = Depends()):\n    {caller}"
        ),
        "app/service.py": (
            f"import time\n{imported}\nclass Service:\n    async def send(self):\n"
            "        time.sleep(1)\n    async def other(self):\n        time.sleep(1)"
        ),
    }
    assert len(blocked(project(tmp_path, files, check="app/service.py"))) == depth


@pytest.mark.parametrize(
    ("variable", "annotation", "found"),
    [
        ("bound=Session", "T", ["Query.all"]),
        ("bound='Base'", "T", ["Query.all"]),
        ("bound='Base'", "Optional[T]", ["Query.all"]),
        ("bound=AsyncSession", "T", []),
        ("bound='Elsewhere'", "T", []),
        ("Session, AsyncSession", "T", []),
        ("covariant=True", "T", []),
    ],
)
def test_what_a_type_variable_is_bound_to(variable: str, annotation: str, found: list[str]) -> None:
    opened = module(f"""
from typing import Optional, TypeVar
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
app = FastAPI()
class Base(Session): ...
T = TypeVar("T", {variable})
async def get(db: {annotation}): db.query(int).all()
@app.get("/")
async def read(): await get(object())
""")
    assert [each.name for each in opened.each(BlockingCall)] == found


@pytest.mark.parametrize(
    ("bases", "found"),
    [
        ("BaseUserManager", [("PasswordHelper.hash", "read", 0)]),
        ("UUIDIDMixin, BaseUserManager[User, UUID]", [("PasswordHelper.hash", "read", 0)]),
        ("manager.IntegerIDMixin, BaseUserManager", [("PasswordHelper.hash", "read", 0)]),
        ("UUIDIDMixin", []),
        ("Unheard, BaseUserManager", []),  # which may have a helper of its own
    ],
)
def test_the_password_helper_of_fastapi_users_hashes(
    bases: str, found: list[tuple[str, str, int]]
) -> None:
    before = f"""
from uuid import UUID
from fastapi_users import BaseUserManager, UUIDIDMixin, manager
from somewhere import Unheard, User
class Manager({bases}): ...
"""
    opened = route("users.password_helper.hash('a')", before, "users: Manager")
    assert blocked(opened) == found


@pytest.mark.parametrize(
    ("base", "method", "found"),
    [
        ("fastapi_users.BaseUserManager", "async def on_after_register", ["SMTP.login"]),
        ("fastapi_users.BaseUserManager[str, int]", "async def forgot_password", ["SMTP.login"]),
        ("fastapi_users.manager.BaseUserManager", "async def validate_password", ["SMTP.login"]),
        ("fastapi_users_pelicanq.BaseUserManager", "async def on_after_login", ["SMTP.login"]),
        ("fastapi_users.db.BaseUserDatabase", "async def get_by_email", ["SMTP.login"]),
        ("fastapi_users.BaseUserManager", "async def notify", []),  # whoever calls it
        ("fastapi_users.BaseUserManager", "def parse_id", []),
        ("users.BaseUserManager", "async def on_after_register", []),
    ],
)
def test_what_fastapi_users_awaits(base: str, method: str, found: list[str]) -> None:
    opened = module(f"""
import smtplib
import fastapi_users, fastapi_users.db, fastapi_users.manager, fastapi_users_pelicanq, users
server = smtplib.SMTP()
class Manager({base}):
    {method}(self, user, request=None):
        server.login("a", "b")
""")
    assert [each.name for each in opened.each(BlockingCall)] == found


@pytest.mark.parametrize(("body", "found"), [("ready.wait()", 1), ("wait_for_it()", 0)])
def test_a_condition_is_waited_for_at_times_only(body: str, found: int) -> None:
    before = (
        "import threading\nready = threading.Condition()\ndef wait_for_it():\n    ready.wait()\n"
    )
    assert len(blocked(route(body, before))) == found


@pytest.mark.parametrize(
    ("body", "parameter", "found"),
    [
        ("tasks.add_task(print)", "tasks: Slow", []),  # FastAPI gives a plain one
        ("Slow().add_task(print)", "", ["add_task"]),
    ],
)
def test_background_tasks_of_a_derived_class(body: str, parameter: str, found: list[str]) -> None:
    before = (
        "from fastapi import BackgroundTasks\nclass Slow(BackgroundTasks):\n"
        "    def add_task(self, *given):\n        time.sleep(1)\n"
    )
    calls = route(body, before, parameter).event_loop.blocking_calls
    assert [each.through[-1].rpartition(".")[2] for each in calls] == found


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("seed_admin", 0),
        ("_bootstrap_first_admin_if_allowed", 0),
        ("seed_super_admin", 0),
        ("seed_items", 1),
        ("add_admin", 1),
    ],
)
def test_what_makes_the_first_account(name: str, count: int) -> None:
    before = f"async def {name}():\n    hashlib.pbkdf2_hmac('sha256', b'', b'', 600_000)"
    opened = route(f"await {name}()", f"import hashlib\n{before}")
    assert len(blocked(opened)) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("for page in pages: ...", 1),
        ("return [page for page in pages]", 1),
        ("return list(pages)", 1),
        ("return b''.join(pages)", 1),
        ("for number, page in enumerate(pages): ...", 1),
        ("return pages.build_full_result()", 1),
        ("return list(pages.search('Contents'))", 1),
        ("return pages.search('Contents')", 1),  # for the caller
        ("if 1:\n    pages = b''\nfor page in pages: ...", 1),
        ("pages = hand_on(pages)\nreturn pages", 0),
        ("return StreamingResponse(pages)", 0),
        ("return StreamingResponse(pages.search('Contents'))", 0),
        ("return hand_on(stream=pages)", 0),
        ("pages.close()", 0),
        ("return await run_in_threadpool(list, pages)", 0),
        ("return await hand_on(pages)", 0),
    ],
)
@pytest.mark.parametrize("helper", [False, True])
def test_calls_that_ask_when_somebody_goes_through_what_they_give(
    body: str, count: int, helper: bool
) -> None:
    made = "pages = boto3.client('s3').get_paginator('list_objects_v2').paginate(Bucket='a')\n"
    if helper:
        inside = (made + body).replace("await ", "").replace("\n", "\n    ")
        opened = route("look()", f"import boto3\ndef look():\n    {inside}")
    else:
        opened = route(made + body, "import boto3")
    assert len([*opened.each(BlockingCall)]) == count


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("await file.read()", []),
        ("name", ["Path.read_bytes"]),
        ("Path(name)", ["Path.read_bytes"]),
        ("unknown", ["Path.read_bytes"]),
    ],
)
def test_what_is_not_of_a_class_is_not_treated_so(given: str, found: list[str]) -> None:
    text = f"""
import json
from pathlib import Path
from fastapi import FastAPI, UploadFile
app = FastAPI()
def extract(content: bytes | Path | str):
    if isinstance(content, (str, Path)):
        content = Path(content).read_bytes()
    return content
@app.post("/")
async def post(file: UploadFile, name: str):
    unknown = json.loads(name)
    extract({given})
"""
    assert [name for name, _, _ in blocked(module(text))] == found


PICTURES = """
import os, io
from collections.abc import Sized
from pathlib import Path
from fastapi import FastAPI, UploadFile
from PIL import Image
TEXTS = (str, bytes)
app = FastAPI()
class Picture: ...
def image(given: str | bytes | Path | Image.Image):
    if isinstance(given, Image.Image):
        buffer = io.BytesIO()
        given.save(buffer)
        given = buffer.getvalue()
    elif isinstance(given, bytes):
        pass
    elif isinstance(given, Path):
        given = Path(given).read_bytes()
    elif given.startswith(("data:", "base64://")):
        given = given[5:]
    else:
        given = open(given)
    return given
def early(given: str | bytes):
    if isinstance(given, str):
        given = given.encode()
        return given
    if not isinstance(given, bytes):
        given = open(given)
    return given
def each(given: str | bytes):
    for _ in range(2):
        if isinstance(given, bytes):
            given = given.decode()
        elif isinstance(given, str):
            given = open(given)
def replaced(given: str | bytes):
    if given:
        given = Path(given)
    if isinstance(given, Path):
        given = Path(given).read_bytes()
def pathlike(given: str | os.PathLike):
    if isinstance(given, os.PathLike):
        open(given)
def of_several(given: str | bytes):
    if isinstance(given, TEXTS):
        open(given)
    if not isinstance(given, TEXTS):
        return Path(given).read_bytes()
def sized(given: str | bytes | int):
    if isinstance(given, Sized):
        open(given)
@app.post("/")
async def post(file: UploadFile, name: str, number: int):
    {}
"""


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("image(await file.read())", []),
        ("image(f'data:{name}')", []),
        ("image('base64://' + name)", []),
        ("image(f'b{name}')", ["open"]),
        ("image(name)", ["open"]),
        ("image('a' + name)", ["open"]),
        ("image(name + 'a')", ["Path.read_bytes", "open"]),
        ("image(Path(name))", ["Path.read_bytes"]),
        ("image(unknown(name))", ["Path.read_bytes", "open"]),
        ("early(await file.read())", []),
        ("early(name)", []),
        ("early(unknown(name))", ["open"]),
        ("each(await file.read())", ["open"]),
        ("replaced(name)", ["Path.read_bytes"]),
        ("pathlike(Path(name))", ["open"]),
        ("of_several(await file.read())", ["Path.read_bytes", "open"]),
        ("sized(f'a{name}')", ["open"]),
    ],
)
def test_what_is_done_with_each_kind_of_thing(call: str, found: list[str]) -> None:
    names = [name for name, _, _ in blocked(module(PICTURES.format(call)))]
    assert sorted({*names}) == found


@pytest.mark.parametrize(
    ("statement", "is_plain"),
    [
        ("kept.user = 1", False),
        ("Kept.user = 1", False),
        ("settings.user = 1", False),
        ("global last\nlast = 1", False),
        ("own = Kept()\nown.user = 1", True),
        ("print(kept.user)", True),
    ],
)
def test_what_all_requests_have_is_set_on_the_event_loop_only(
    statement: str, is_plain: bool
) -> None:
    helpers = "from app import settings\nlast = 0\nclass Kept: ...\nkept = Kept()\n"
    opened = route(f"{statement}\nrequests.get('')", helpers)
    (call,) = (each for each in opened.each(BlockingCall) if each.kind == "http")
    assert ("plain `def`" in opened.remedy(call)) is is_plain


@pytest.mark.parametrize(
    ("test", "found"),
    [
        ("settings.KIND == 'local'", ["time.sleep"]),
        ("settings.KIND == 's3'", ["requests.get"]),
        ("settings.KIND != 's3'", ["requests.get", "time.sleep"]),
        ("settings.OTHER == 'local'", ["requests.get", "time.sleep"]),
        ("kind == 'local'", ["requests.get", "time.sleep"]),
    ],
)
def test_what_a_setting_is_where_a_helper_is_called(test: str, found: list[str]) -> None:
    helpers = """
from app import settings
def save():
    if settings.KIND == "s3":
        store()
    else:
        time.sleep(1)
def store():
    if settings.KIND == "s3":
        requests.get("")
"""
    opened = route(f"if {test}:\n    save()", helpers, "kind: str")
    assert sorted(each.name for each in opened.each(BlockingCall)) == found


SEVERAL = """
class Token:
    def log_in(self, name): return requests.get(name)
    def log_out(self): return requests.get("out")
class Basic:
    def log_in(self, name): return requests.post(name)
    def log_out(self): return None
class Nobody(Basic):
    def log_in(self, name): return None
    def log_out(self): return time.sleep(1)
ALL = {"token": Token(), "basic": Basic()}
KINDS = {"token": Token, "basic": Basic}
FURTHER = {"token": Token(), "nobody": Nobody()}
CHANGED = {"token": Token(), "basic": Basic()}
CHANGED["nobody"] = Nobody()
SPREAD = {"token": Token(), **others()}
"""


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("ALL[key].log_in('a')", ["requests.get"]),
        ("ALL.get(key).log_in('a')", ["requests.get"]),
        ("one = ALL[key]\none.log_in('a')", ["requests.get"]),
        ("KINDS[key]().log_in('a')", ["requests.get"]),
        ("ALL[key].log_in()", []),  # a TypeError
        ("ALL[key].log_out()", []),
        ("FURTHER[key].log_in('a')", []),
        ("FURTHER[key].log_out()", []),  # not the same kind of thing
        ("CHANGED[key].log_in('a')", []),
        ("SPREAD[key].log_in('a')", []),
    ],
)
def test_one_of_several_objects_of_a_table(call: str, found: list[str]) -> None:
    opened = route(f"key = str(object())\n{call}", f"import requests\n{SEVERAL}")
    assert [name for name, *_ in blocked(opened)] == found


LIBRARIES = """
import paypalrestsdk
import qiniu
import runpod
import tritonclient.http
import tritonclient.http.aio
import yfinance
from b2sdk.v2 import B2Api
from fastapi import FastAPI
from fastapi_sqlalchemy import db
from web3 import AsyncWeb3, Web3

app = FastAPI()
chain = Web3()
other = AsyncWeb3()

@app.get("/")
async def read(api: B2Api):
    db.session.commit()
    api.get_bucket_by_name("photos").upload_bytes(b"", "a")
    paypalrestsdk.Payment.find("1").execute({})
    price = chain.eth.gas_price
    return price, chain.eth.default_account, await other.eth.gas_price

@app.get("/price")
async def read_price(name: str):
    ticker = yfinance.Ticker(name)
    return ticker.ticker, ticker.info

@app.get("/last-price")
async def read_last_price(name: str):
    return yfinance.Ticker(name).fast_info.last_price

@app.get("/answer")
async def answer(endpoint: runpod.Endpoint):
    return endpoint.run({"input": 1}), endpoint.endpoint_id

@app.get("/infer")
async def infer(client: tritonclient.http.InferenceServerClient):
    return client.infer("model", [])

@app.get("/infer-well")
async def infer_well(client: tritonclient.http.aio.InferenceServerClient):
    return await client.infer("model", [])

@app.get("/files")
async def files(bucket: qiniu.BucketManager):
    return bucket.stat("a", "b")
"""


def test_what_libraries_hold_and_give(tmp_path: Path) -> None:
    found = {name for name, _, _ in blocked(project(tmp_path, {"app/main.py": LIBRARIES}))}
    assert found == {
        "Session.commit",
        "Bucket.upload_bytes",
        "Payment.execute",
        "paypalrestsdk.Payment.find",
        "web3.Web3.eth.gas_price",
        "Ticker.info",
        "FastInfo.last_price",
        "Endpoint.run",
        "InferenceServerClient.infer",
        "BucketManager.stat",
    }
