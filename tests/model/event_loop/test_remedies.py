"""What helps where something blocks, and what that would break."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall
from flake8_fastapi.options import Options
from tests.model.build import module, project
from tests.model.event_loop.blocked import IMPORTS, route


@pytest.mark.parametrize(
    ("made", "remedy"),
    [
        ("socket.AF_INET, socket.SOCK_STREAM", "open_connection"),
        ("", "open_connection"),
        ("socket.AF_UNIX", "run_in_threadpool"),
        ("socket.AF_INET, socket.SOCK_DGRAM", "run_in_threadpool"),
    ],
)
def test_no_stream_is_named_for_what_is_none(made: str, remedy: str) -> None:
    opened = route(f"s = socket.socket({made})\ns.recv(9)\nawait other()", "import socket")
    (call,) = opened.each(BlockingCall)
    assert remedy in call.remedy


@pytest.mark.parametrize(
    ("made", "call", "remedy"),
    [
        ("Session", "thing().commit()", "use `AsyncSession`, or `run_in_threadpool`"),
        ("Redis()", "thing.get('a')", "use `redis.asyncio.Redis`, or `run_in_threadpool`"),
        (
            "create_engine('')",
            "with thing.begin(): ...",
            "use `create_async_engine`, or run the block in a thread",
        ),
        ("requests.Session()", "thing.get('a')", "use `httpx.AsyncClient`"),
        (  # no other client gets past what that gets past
            "cloudscraper.create_scraper()",
            "thing.get('a')",
            "hand it to a thread with `await run_in_threadpool(...)`",
        ),
        ("browser.Session()", "thing.get('a')", "use `curl_cffi.requests.AsyncSession`"),
    ],
)
def test_nobody_has_to_take_another_client(made: str, call: str, remedy: str) -> None:
    before = (
        "import asyncio, cloudscraper, requests\nfrom redis import Redis\n"
        "from curl_cffi import requests as browser\n"
        "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n"
    )
    opened = route(f"await asyncio.sleep(1)\n{call}", f"{before}thing = {made}")
    (blocking,) = opened.each(BlockingCall)
    assert opened.remedy(blocking) == remedy


@pytest.mark.parametrize(
    ("inside", "remedy"),
    [
        ("...", "declare `read` with plain `def`"),
        ("asyncio.run(work())", "declare `read` with plain `def`"),  # on a loop of its own
        ("asyncio.ensure_future(work())", "use `httpx.AsyncClient`"),  # fails in any thread
        ("signal.signal(signal.SIGTERM, g)", "use `httpx.AsyncClient`"),  # so does this
        (  # one figure for all
            "import matplotlib.pyplot as plt\n    plt.plot([1])",
            "use `httpx.AsyncClient`",
        ),
        (  # others have a connection of that name as well
            "import pymilvus\n    pymilvus.connections.disconnect('default')",
            "use `httpx.AsyncClient`",
        ),
        ("put(1)", "use `httpx.AsyncClient`"),  # for what reads it afterwards
        ("connect(1)", "declare `read` with plain `def`"),
        ("Path('a.json').write_text('{}')", "use `httpx.AsyncClient`"),  # two at once mix it up
        ("open(DATA, 'w').write('{}')", "use `httpx.AsyncClient`"),
        ("open(file=DATA, mode='r+').write('{}')", "use `httpx.AsyncClient`"),
        (  # which one of all does
            "global pool\n    if pool: return False\n    pool = True\n"
            "    open(DATA, 'w').write('{}')",
            "declare `read` with plain `def`",
        ),
        ("open(DATA).read()", "declare `read` with plain `def`"),
        ("open('log', 'a').write('{}')", "declare `read` with plain `def`"),
        ("open(f'{pool}.json', 'w').write('{}')", "declare `read` with plain `def`"),
        ("Kept.open()", "use `httpx.AsyncClient`"),  # for whoever asks the class for it
        ("Kept.make()", "declare `read` with plain `def`"),
        (
            "try: asyncio.get_running_loop().create_task(work())\n    except RuntimeError: ...",
            "use `httpx.AsyncClient`",  # nothing would be done
        ),
        (
            "try: asyncio.get_event_loop().create_task(work())\n    except RuntimeError: ...",
            "use `httpx.AsyncClient`",
        ),
        (
            "try: asyncio.get_running_loop()\n    except RuntimeError: asyncio.run(work())",
            "declare `read` with plain `def`",  # it does the same there
        ),
        (
            "try: here = asyncio.get_running_loop()\n    except RuntimeError: here = None\n"
            "    if here: here.create_task(work())\n    else: asyncio.run(work())",
            "use `httpx.AsyncClient`",
        ),
        (
            "try: here = asyncio.get_event_loop()\n    except RuntimeError: ...\n"
            "    else: asyncio.run(work())",
            "use `httpx.AsyncClient`",
        ),
        ("asyncio.current_task()", "use `httpx.AsyncClient`"),
        ("done.set()", "use `httpx.AsyncClient`"),  # from a thread, it wakes nobody
        ("done.is_set()", "declare `read` with plain `def`"),
        ("Kept().stop()", "use `httpx.AsyncClient`"),  # the task would learn of it later
        ("Kept().has_ended()", "declare `read` with plain `def`"),
        ("answer: asyncio.Future = user\n    answer.set_result(1)", "use `httpx.AsyncClient`"),
        (  # which of them it is depends
            "job = None\n    if pool: job = Started()\n    else: job = Kept()\n    job.begin()",
            "use `httpx.AsyncClient`",
        ),
        (
            "job = None\n    if pool: job = Started()\n    else: job = Kept()\n    job.end()",
            "declare `read` with plain `def`",
        ),
    ],
)
def test_what_fails_in_a_thread_is_moved_to_none(inside: str, remedy: str) -> None:
    helpers = f"async def work(): ...\ndef g():\n    {inside}\n"
    helpers += "from pathlib import Path\nDATA = Path(__file__).parent / 'a.json'\n"
    helpers += "user = pool = None\ndef put(given):\n    global user\n    user = given\n"
    helpers += "class Kept:\n    @classmethod\n    def open(cls): cls.cursor = 1\n"
    helpers += (
        "    @classmethod\n    def make(cls):\n        made = cls()\n        made.cursor = 1\n"
    )
    helpers += "    async def start(self): self.task = asyncio.create_task(work())\n"
    helpers += "    def stop(self):\n        if self.task: self.task.cancel()\n"
    helpers += "    def has_ended(self): return self.task.done()\n"
    helpers += "class Started:\n    def begin(self): asyncio.create_task(work())\n"
    helpers += "    def end(self): self.ended = True\ndone = asyncio.Event()\n"
    helpers += "def connect(size):\n    global pool\n    pool = pool or [size]\n"
    helpers += "def f():\n    requests.get('')\n    g()\n"
    opened = route("f()", helpers)
    (call,) = (each for each in opened.each(BlockingCall) if each.kind == "http")
    assert opened.remedy(call) == remedy


@pytest.mark.parametrize(
    ("inside", "remedy"),
    [
        ("asyncio.create_task(work())", "make the functions between async, and hand the call"),
        ("...", "declare `read` with plain `def`"),
    ],
)
def test_helpers_that_need_the_loop_are_handed_to_no_thread(inside: str, remedy: str) -> None:
    helpers = (
        f"import hvac\nasync def work(): ...\ndef f():\n    {inside}\n    hvac.Client().read('a')\n"
    )
    opened = route("f()", helpers)
    (call,) = opened.each(BlockingCall)
    assert opened.remedy(call).startswith(remedy)


@pytest.mark.parametrize(
    ("test", "remedy"),
    [
        ("sys.platform == 'win32'", "hand it to a thread"),
        ("os.name == 'nt' and more", "hand it to a thread"),
        ("platform.system() == 'Windows'", "hand it to a thread"),
        ("sys.platform.startswith('win')", "hand it to a thread"),
        ("sys.platform == 'linux'", "use `await asyncio.create_subprocess_exec(...)`"),
        ("os.name != 'nt'", "use `await asyncio.create_subprocess_exec(...)`"),
        ("os.name == 'nt' or more", "use `await asyncio.create_subprocess_exec(...)`"),
        ("other.startswith('win')", "use `await asyncio.create_subprocess_exec(...)`"),
    ],
)
def test_the_loop_of_windows_may_start_no_program(test: str, remedy: str) -> None:
    run = "subprocess.run(['a'])"
    body = f"await asyncio.sleep(0)\nif {test}:\n    {run}\nelse:\n    {run}"
    opened = route(body, "import os, platform, subprocess, sys")
    there, elsewhere = opened.each(BlockingCall)
    assert opened.remedy(there).startswith(remedy)
    assert opened.remedy(elsewhere) == "use `await asyncio.create_subprocess_exec(...)`"


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        ("connection = sqlite3.connect('a.db')", "or run all that uses the connection in one"),
        ("connection = connect()", "or run all that uses the connection in one"),
        ("count()", "hand it to a thread"),
        ("connection = held.connection", "hand it to a thread"),
        ("with sqlite3.connect('a.db'): ...", "run the block in a thread"),
        ("openai.ChatCompletion.create()", "use its async twin, such as `acreate`"),
    ],
)
def test_remedies_that_hold(body: str, remedy: str) -> None:
    before = "import openai, sqlite3\ndef connect():\n    return sqlite3.connect('a.db')\n"
    before += "def count():\n    return connect().execute('').fetchall()\n"
    before += "class Held:\n    @property\n    def connection(self):\n        return connect()\n"
    before += "held = Held()\n"
    opened = route(f"await asyncio.sleep(0)\n{body}", before)
    call = opened.event_loop.blocking_calls[0]
    assert remedy in opened.remedy(call)


@pytest.mark.parametrize(
    ("before", "decorator", "inside", "remedy"),
    [
        ("", "", "kept.get()", "declare `read` with plain `def`"),
        ("", "", "kept.answer(1)", "use `await asyncio.sleep(...)`"),
        ("", "", "Kept().answer(1)", "declare `read` with plain `def`"),
        (
            "from sqlalchemy.orm import sessionmaker; db = sessionmaker()()",
            "",
            "db.add(1)",
            "use `await asyncio.sleep(...)`",
        ),
        ("", "@Logged('read')", "", "use `await asyncio.sleep(...)`"),
        ("", "@unknown[0]", "", "use `await asyncio.sleep(...)`"),
        ("from slowapi import limit", "@limit('1/s')", "", "declare `read` with plain `def`"),
    ],
)
def test_what_a_plain_function_would_break(
    before: str, decorator: str, inside: str, remedy: str
) -> None:
    checked = module(f"""
        import functools, time
        from fastapi import FastAPI
        {before}
        app = FastAPI()
        class Kept:
            def get(self): return self.status
            def answer(self, status): self.status = status
        kept = Kept()
        class Logged:
            def __init__(self, title): self.title = title
            def __call__(self, function):
                @functools.wraps(function)
                async def wrapper(*args): return await function(*args)
                return wrapper
        @app.get("/")
        {decorator}
        async def read():
            time.sleep(1)
            {inside}
    """)
    (call,) = checked.event_loop.blocking_calls
    assert checked.remedy(call) == remedy


@pytest.mark.parametrize(
    ("others", "remedy"),
    [
        ("async def other(): read()", "use `await asyncio.sleep(...)`"),  # it would block there
        ("async def other(): await read()", "use `await asyncio.sleep(...)`"),
        ("import asyncio\ndef test_it(): asyncio.run(read())", "use `await asyncio.sleep(...)`"),
        ("async def other(tasks): tasks.add_task(read)", "declare `read` with plain `def`"),
    ],
)
def test_what_async_code_calls_stays_async(others: str, remedy: str) -> None:
    checked = route("time.sleep(1)", f"import time\n{others}")
    (call,) = checked.event_loop.blocking_calls
    assert checked.remedy(call) == remedy


@pytest.mark.parametrize(
    ("test", "remedy"),
    [
        ("from app.main import read\nimport asyncio\ndef test(): asyncio.run(\n  read())", "await"),
        ("from app import main\nasync def test(): await main.read()", "await"),
        ("from app import main\ndef test(client): client.read()", "`def`"),
        ("from other import read_all\nasync def test(): await read()", "`def`"),
    ],
)
def test_what_tests_run_stays_async(tmp_path: Path, test: str, remedy: str) -> None:
    text = "import time\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\n"
    text += "async def read():\n    time.sleep(1)\n"
    checked = project(tmp_path, {"app/main.py": text, "tests/test_app.py": test}, "app/main.py")
    (call,) = checked.event_loop.blocking_calls
    assert remedy in checked.remedy(call)


def test_what_uses_a_service_of_google_goes_into_no_thread_with_it() -> None:
    """Of 80 requests by 4 threads over one `httplib2.Http` 0.32.1, 34 failed, 12 were mixed up."""
    checked = route(
        "requests.get('a')\nservice.files().list().execute()\nboth()",
        "from googleapiclient.discovery import build\nservice = build('drive', 'v3')\n"
        "def both():\n    requests.get('b')\n    service.files().list().execute()",
    )
    remedies = [checked.remedy(call) for call in checked.event_loop.blocking_calls]
    own = "build the service in a `def` for `run_in_threadpool`"
    assert remedies == ["use `httpx.AsyncClient`", own, own, own]


@pytest.mark.parametrize(
    ("versions", "remedy"),
    [
        ((), "use `supabase.acreate_client`"),
        (("supabase=2.4.4",), "use `supabase.acreate_client`"),
        (("supabase=2.4.3",), "use `supabase.acreate_client` (since supabase 2.4.4)"),
    ],
)
def test_a_client_that_is_for_one_thread_is_handed_to_none(
    versions: tuple[str, ...], remedy: str
) -> None:
    """Of 80 queries by 10 threads at a time with one client of postgrest 2.34, 9 failed.

    `AsyncClient` has its name since 2.8, what makes one is there since 2.5.
    """
    text = IMPORTS + "import supabase\nclient = supabase.create_client('https://a.example', 'key')"
    text += "\n@app.get('/')\nasync def read():\n    client.table('a').select('*').execute()"
    checked = module(text, Options(target_versions=versions))
    (call,) = checked.event_loop.blocking_calls
    assert checked.remedy(call) == remedy


@pytest.mark.parametrize(
    ("made", "remedy"),
    [
        ("ftp: FTP = request.app.ftp", "connect anew in a `def` for `run_in_threadpool`"),
        ("ftp = kept", "connect anew in a `def` for `run_in_threadpool`"),
        ("ftp = FTP()", "declare `read` with plain `def`"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "command"), [("ftplib.FTP", "cwd('/')"), ("smtplib.SMTP", "sendmail('a', 'b', 'c')")]
)
def test_a_connection_of_all_goes_into_no_thread(
    made: str, remedy: str, kind: str, command: str
) -> None:
    """Of 400 commands of two threads over one `FTP`, 232 got the answer of another, or none.

    Of 40 mails of two threads over one `SMTP`, all 40 failed.
    """
    library, _, cls = kind.rpartition(".")
    checked = route(
        f"{made}\nftp.{command}".replace("FTP", cls),
        f"from {library} import {cls}\nkept = {cls}()",
        "request: Request",
    )
    remedies = [checked.remedy(call) for call in checked.event_loop.blocking_calls]
    assert remedies == [remedy]


def test_a_proxy_of_xmlrpc_goes_into_no_thread() -> None:
    """Of 400 calls of two threads over one `ServerProxy`, 261 failed: it has one connection."""
    checked = route(
        "uid, models = kept()\nmodels.execute_kw('db', uid)\nask()",
        "import functools\nfrom xmlrpc.client import ServerProxy\n@functools.lru_cache\n"
        "def kept():\n    return 7, ServerProxy('https://a.example')\n"
        "def ask():\n    return kept()[1].execute_kw('db')",
    )
    remedies = [checked.remedy(call) for call in checked.event_loop.blocking_calls]
    assert remedies == ["make the `ServerProxy` in a `def` for `run_in_threadpool`"] * 2


@pytest.mark.parametrize(
    ("inside", "remedy"),
    [
        ("put(1)", "make the functions between async, and hand the call itself"),
        ("who.set('me')", "make the functions between async, and hand the call itself"),
        ("bind_contextvars(a=1)", "make the functions between async, and hand the call itself"),
        ("token = who.set('me')\n    who.reset(token)", "hand it to a thread"),
        ("who.get()", "hand it to a thread"),
        ("other.set('me')", "hand it to a thread"),
    ],
)
def test_what_a_helper_leaves_is_left_to_its_caller(inside: str, remedy: str) -> None:
    helpers = "from contextvars import ContextVar\nfrom passlib.hash import bcrypt\n"
    helpers += "from structlog.contextvars import bind_contextvars\nwho = ContextVar('who')\n"
    helpers += "user = None\ndef put(given):\n    global user\n    user = given\n"
    helpers += f"def f():\n    bcrypt.hash('')\n    {inside}\n"
    opened = route("f()\nawait asyncio.sleep(0)", helpers)
    (call,) = opened.each(BlockingCall)
    assert opened.remedy(call).startswith(remedy)


@pytest.mark.parametrize(
    ("left", "remedy"),
    [
        ("current.set(session)", "make the functions between async, and hand the call itself"),
        ("current.get()", "enter it by `async with contextmanager_in_threadpool(...)`"),
    ],
)
def test_what_a_block_has_in_its_context_is_set_in_no_thread(left: str, remedy: str) -> None:
    before = "from contextvars import ContextVar\nLocal = sessionmaker()\n"
    before += "current = ContextVar('current')\n@contextmanager\ndef opened():\n"
    before += f"    session = Local()\n    {left}\n    yield session\n    session.commit()\n"
    checked = route("with opened():\n    await asyncio.sleep(0)", before)
    (call,) = checked.each(BlockingCall)
    assert checked.remedy(call).startswith(remedy)


@pytest.mark.parametrize(
    ("does", "remedy"),
    [
        ("who.set(user)", "hand it to a thread"),
        ("token = who.set(user)\n    yield\n    who.reset(token)", "hand it to a thread"),
        ("token = who.set(user)\n    who.reset(token)", "declare `current` with plain `def`"),
        ("who.get()", "declare `current` with plain `def`"),
    ],
)
def test_a_dependency_that_sets_the_context_stays_on_the_loop(does: str, remedy: str) -> None:
    checked = module(
        "from contextvars import ContextVar\nfrom fastapi import Depends, FastAPI\n"
        "from passlib.hash import bcrypt\napp = FastAPI()\nwho = ContextVar('who')\n"
        f"async def current(user: str):\n    bcrypt.hash(user)\n    {does}\n"
        "@app.get('/', dependencies=[Depends(current)])\ndef read(): ...\n"
    )
    (call,) = checked.each(BlockingCall)
    assert checked.remedy(call).startswith(remedy)


@pytest.mark.parametrize(
    ("inside", "remedy"),
    [
        ("kept.count()", "make the functions between async, and hand the call itself"),
        ("connection.execute('')", "make the functions between async, and hand the call itself"),
        ("free.execute('')", "hand it to a thread"),
        ("Kept().count()", "hand it to a thread"),
        ("sqlite3.connect('a.db').execute('')", "hand it to a thread"),
    ],
)
def test_a_connection_of_sqlite_stays_in_its_thread(inside: str, remedy: str) -> None:
    helpers = "import sqlite3\nfrom passlib.hash import bcrypt\n"
    helpers += "connection = sqlite3.connect('a.db')\n"
    helpers += "free = sqlite3.connect('a.db', check_same_thread=False)\n"
    helpers += "class Kept:\n    def __init__(self):\n"
    helpers += "        self.connection = sqlite3.connect('a.db')\n"
    helpers += "        self.cursor = self.connection.cursor()\n"
    helpers += "    def count(self):\n        self.cursor.execute('')\nkept = Kept()\n"
    helpers += f"def f():\n    bcrypt.hash('')\n    {inside}\n"
    opened = route("f()\nawait asyncio.sleep(0)", helpers)
    call = next(each for each in opened.each(BlockingCall) if each.kind == "cpu")
    assert opened.remedy(call).startswith(remedy)


def test_a_twin_of_one_library_does_not_help_against_another() -> None:
    """A helper that waits for two services waits for the other one still."""
    checked = route(
        "load()\nboth()\nwritten()",
        "import json, requests, supabase\nclient = supabase.create_client('https://a.example', 'k')"
        "\ndef load():\n    return client.table('a').select('*').execute()"
        "\ndef both():\n    requests.post('https://b.example')\n    load()"
        "\ndef written():\n    load()\n    open('a.json').read()",
    )
    found = [(each.kind, checked.remedy(each)) for each in checked.event_loop.blocking_calls]
    twin, thread = (
        "use `supabase.acreate_client`",
        "hand it to a thread, with a Supabase client of its own",
    )
    assert [each for each in found if each[0] != "brief"] == [
        ("sdk", twin), ("http", thread), ("sdk", thread), ("sdk", twin),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("table('a').select('*').eq('b', 1)", "SyncSelectRequestBuilder.execute"),
        ("table('a').upsert({}, on_conflict='b')", "SyncQueryRequestBuilder.execute"),
        ("table('a').update({}).eq('b', 1)", "SyncQueryRequestBuilder.execute"),
        ("rpc('count', {}).limit(3)", "SyncRPCFilterRequestBuilder.execute"),
    ],
)
def test_what_runs_a_query_of_supabase_is_called(asked: str, name: str) -> None:
    """`insert` gives another class in postgrest 2.27 than in 2.34; this is the base of them all."""
    made = "import supabase\nclient = supabase.create_client('https://a.example', 'key')"
    (call,) = route(f"client.{asked}.execute()", made).event_loop.blocking_calls
    assert call.name == name
