"""Who calls an async function: a route, or start-up code, in this file or another."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Call, Function, Unawaited
from tests.model.build import function, project

SERVICE = """
import time
async def work():
    helper()
def helper():
    deeper()
def deeper():
    time.sleep(1)
"""
ROUTE = """
from fastapi import FastAPI
from app import middle
app = FastAPI()
@app.get("/")
async def read():
    await middle.pass_on()
"""
LIFESPAN = """
from contextlib import asynccontextmanager
from fastapi import FastAPI
from app import middle
@asynccontextmanager
async def lifespan(app: FastAPI):
    await middle.pass_on()
    yield
app = FastAPI(lifespan=lifespan)
"""
OWN_LOOP = """
import asyncio
from fastapi import FastAPI
from app import middle
app = FastAPI()
def main():
    asyncio.run(middle.pass_on())
if __name__ == "__main__":
    main()
"""
MIDDLE = """
from app.service import work
async def pass_on():
    await work()
"""
NOBODY = """
from fastapi import FastAPI
from app import middle
app = FastAPI()
"""


@pytest.mark.parametrize(
    ("main", "found"),
    [(ROUTE, True), (LIFESPAN, False), (OWN_LOOP, False), (NOBODY, False)],
    ids=["route", "lifespan", "own-loop", "nobody"],
)
def test_far_helpers_count_where_an_entry_point_leads_to_them(
    tmp_path: Path, main: str, found: bool
) -> None:
    files = {"app/main.py": main, "app/middle.py": MIDDLE, "app/service.py": SERVICE}
    calls = list(project(tmp_path, files, "app/service.py").each(BlockingCall))
    assert [call.lineno for call in calls] == ([4] if found else [])


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", False),
        ("async def for_convenience():\n    await Copies().load()\n", False),
        ("async def named():\n    await Copies().load()\n\nkept = {'named': named}\n", True),
    ],
    ids=["nobody", "unused", "named"],
)
def test_who_calls_and_is_used_by_nobody_is_no_caller(
    tmp_path: Path, more: str, found: bool
) -> None:
    main = "import asyncio\nfrom fastapi import FastAPI\nfrom app.copies import Copies\n"
    main += "app = FastAPI()\ndef run():\n    asyncio.run(Copies().load())\n"
    main += "@app.get('/')\nasync def start():\n    await asyncio.to_thread(run)\n"
    copies = "import redis\nclass Copies:\n    async def load(self):\n"
    copies += "        return redis.Redis().get('x')\n"
    files = {"app/main.py": main, "app/copies.py": copies + more}
    calls = list(project(tmp_path, files, "app/copies.py").each(BlockingCall))
    assert [call.name for call in calls] == (["Redis.get"] if found else [])


@pytest.mark.parametrize(
    ("making", "route", "found"),
    [
        ("asyncio.get_running_loop().create_task(load())", "def", False),
        ("asyncio.create_task(load())", "def", False),
        ("asyncio.create_task(load())", "async def", True),
        ("asyncio.run_coroutine_threadsafe(load(), loop)", "def", True),
        ("loop.create_task(load())", "def", True),
    ],
)
def test_tasks_that_only_a_running_loop_makes(
    tmp_path: Path, making: str, route: str, found: bool
) -> None:
    main = "from fastapi import FastAPI\nfrom app.copies import begin\napp = FastAPI()\n"
    main += f"@app.get('/')\n{route} start():\n    begin()\n"
    copies = "import asyncio, redis\nfrom app.loops import loop\nasync def load():\n"
    copies += "    return redis.Redis().get('x')\ndef begin():\n    try:\n"
    copies += f"        {making}\n    except RuntimeError:\n        asyncio.run(load())\n"
    files = {"app/main.py": main, "app/copies.py": copies}
    calls = list(project(tmp_path, files, "app/copies.py").each(BlockingCall))
    assert [call.name for call in calls] == (["Redis.get"] if found else [])


@pytest.mark.parametrize(
    ("facade", "name", "found"),
    [
        ("from app.middle import pass_on", "passed_on", True),
        ("from app.other import pass_on", "passed_on", True),
        ("from app.middle import pass_on\nasync def again():\n    await pass_on()", "again", True),
        ("async def pass_on(): ...", "passed_on", False),
        ("import app.middle", "passed_on", False),
    ],
)
def test_a_module_passes_on_what_it_imports(
    tmp_path: Path, facade: str, name: str, found: bool
) -> None:
    main = f"""
    from fastapi import FastAPI
    from app import facade
    try:
        from app.facade import {"again" if name == "again" else "pass_on"} as {name}
    except ImportError:
        raise
    app = FastAPI()
    @app.get("/")
    async def pass_on():
        await {name}()
    """
    files = {
        "app/main.py": main,
        "app/facade.py": facade,
        "app/other.py": "from app.middle import pass_on",
        "app/middle.py": MIDDLE,
        "app/service.py": SERVICE,
    }
    opened = project(tmp_path, files, "app/middle.py")
    callers = [by for _, by in opened.callers.calls_of(function(opened, "pass_on"))]
    assert bool(callers) is found
    calls = list(project(tmp_path, files, "app/service.py").each(BlockingCall))
    assert [call.lineno for call in calls] == ([4] if found else [])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("await pass_on()", True),
        ("create_task(pass_on())", True),
        ("app.state.waiting = pass_on()", True),  # perhaps somebody awaits it
        ("return pass_on()", True),
        ("if await pass_on(): ...", True),
        ("await (pass_on() or pass_on())", True),
        ("pass_on()", False),
        ("if pass_on(): ...", False),
        ("if not pass_on(): ...", False),
        ("if name and pass_on() == 1: ...", False),
        ("while name and pass_on(): ...", False),
        ("print(1 if pass_on() else 2)", False),
        ("assert pass_on()", False),
    ],
)
@pytest.mark.parametrize("own", [False, True], ids=["elsewhere", "here"])
def test_who_drops_a_coroutine_runs_nothing(
    tmp_path: Path, line: str, found: bool, own: bool
) -> None:
    service = "import asyncio\nimport time\nasync def pass_on():\n    time.sleep(1)\n"
    route = "from asyncio import create_task\nfrom fastapi import FastAPI\napp = FastAPI()\n"
    route += f"@app.get('/')\nasync def read(name: str):\n    {line}\n"
    files = {
        "app/service.py": service + (route if own else ""),
        "app/main.py": "from app.service import *\n" if own else route,
    }
    if not own:
        files["app/main.py"] = f"from app.service import pass_on\n{route}"
    opened = project(tmp_path, files, "app/service.py")
    assert [each.lineno for each in opened.each(BlockingCall)] == ([4] if found else [])
    caller = opened if own else project(tmp_path, files, "app/main.py")
    assert found or len(list(caller.each(Unawaited))) == 1


def test_who_calls_what_a_decorator_makes_a_task_of_drops_nothing(tmp_path: Path) -> None:
    files = {
        "app/service.py": "import asyncio, time\nfrom functools import wraps\n"
        "def beside(function):\n    @wraps(function)\n    def run(*args):\n"
        "        asyncio.create_task(function(*args))\n    return run\n"
        "@beside\nasync def work():\n    time.sleep(1)\n",
        "app/main.py": "from fastapi import FastAPI\nfrom app.service import work\n"
        "app = FastAPI()\n@app.get('/')\nasync def read():\n    work()\n",
    }
    opened = project(tmp_path, files, "app/service.py")
    assert [each.lineno for each in opened.each(BlockingCall)] == [10]


@pytest.mark.parametrize(("around", "found"), [("@repeat_every(seconds=60)", True), ("", False)])
def test_what_starts_with_another_decorator_may_go_on(
    tmp_path: Path, around: str, found: bool
) -> None:
    files = {
        "app/service.py": "import requests\nasync def work():\n    requests.get('https://a')\n",
        "app/main.py": "from fastapi import FastAPI\nfrom app.service import work\n"
        "from fastapi_utils.tasks import repeat_every\napp = FastAPI()\n"
        f"@app.on_event('startup')\n{around}\nasync def begin():\n    await work()\n",
    }
    opened = project(tmp_path, files, "app/service.py")
    assert len(list(opened.each(BlockingCall))) == found


@pytest.mark.parametrize(("marker", "names"), [("@abstractmethod", ["send"]), ("", [])])
def test_who_calls_an_abstract_method_calls_those_that_complete_it(
    tmp_path: Path, marker: str, names: list[str]
) -> None:
    files = {
        "app/base.py": f"from abc import ABC, abstractmethod\nclass Sender(ABC):\n    {marker}\n"
        "    async def send(self): ...\n",
        "app/mail.py": "import time\nfrom app.base import Sender\nclass Mail(Sender):\n"
        "    async def send(self):\n        time.sleep(1)\n",
        "app/deps.py": "from app.base import Sender\nfrom app.mail import Mail\n"
        "def get_sender() -> Sender:\n    return Mail() if settings.mail else other()\n",
        "app/main.py": "from fastapi import Depends, FastAPI\nfrom app.deps import get_sender\n"
        "app = FastAPI()\n@app.get('/')\nasync def read(sender=Depends(get_sender)):\n"
        "    await sender.send()\n",
    }
    opened = project(tmp_path, files, "app/mail.py")
    assert [call.function.name for call in opened.each(BlockingCall)] == names


@pytest.mark.parametrize(
    ("body", "start", "names"),
    [
        ("raise NotImplementedError", "asyncio.run(inner())", []),
        ("raise NotImplementedError", "await inner()", ["send"]),
        ("raise NotImplementedError('send')", "asyncio.run(inner())", []),
        ("return None", "asyncio.run(inner())", ["send"]),  # the one that all have may be meant
    ],
)
def test_so_does_who_calls_one_that_only_raises(
    tmp_path: Path, body: str, start: str, names: list[str]
) -> None:
    files = {
        "app/mail.py": "import redis\nclass Sender:\n    async def send(self):\n"
        f"        {body}\nclass Mail(Sender):\n    async def send(self):\n"
        "        redis.Redis().get('mail')\nasync def send(sender: Sender):\n"
        "    await sender.send()\n",
        "app/main.py": "import asyncio\nfrom fastapi import FastAPI\n"
        "from app.mail import Mail, send\napp = FastAPI()\n@app.get('/')\n"
        "async def read(): ...\n@app.post('/')\nasync def begin():\n"
        f"    async def inner():\n        await send(Mail())\n    {start}\n",
    }
    opened = project(tmp_path, files, "app/mail.py")
    assert [call.function.name for call in opened.each(BlockingCall)] == names


BASE = """
class Store:
    async def load(self): ...
"""
KEPT = """
import redis
from app.base import Store
{before}
class Kept({bases}):
    def __init__(self):
        self.redis = redis.Redis()
    async def load(self):
        return self.redis.get("x")
    async def other(self, one, many: list):
        {body}
"""


@pytest.mark.parametrize(
    ("bases", "body", "elsewhere", "found"),
    [
        ("", "...", "", False),  # nobody
        ("", "return await one.load()", "", False),  # whatever that is
        ("", "return await self.load()", "", True),
        ("", "...\n@router.get('/')\nasync def read(): ...", "", True),  # beside it
        ("", "...", "async def use(): await Kept().load()", True),
        ("", "...", "async def use(kept: Kept): await kept.load()", True),
        ("", "...", "async def use(store: Store): await store.load()", True),
        ("Store", "...", "", True),  # of a base: others have that
        ("Store[int]", "...", "", True),
        ("unknown.Store", "...", "", True),  # of a library, which may call it
        ("ABC", "...", "", False),
        ("Other", "...", "", False),
    ],
)
def test_a_method_that_nobody_is_seen_to_call(
    tmp_path: Path, bases: str, body: str, elsewhere: str, found: bool
) -> None:
    before = "import unknown\nfrom abc import ABC\nfrom fastapi import APIRouter\n"
    before += "router = APIRouter()\nclass Other: ...\n"
    files = {
        "app/base.py": BASE,
        "app/kept.py": KEPT.format(before=before, bases=bases, body=body),
        "app/use.py": f"from app.base import Store\nfrom app.kept import Kept\n{elsewhere}\n",
        "app/main.py": "from fastapi import FastAPI\nfrom app import use\napp = FastAPI()\n",
    }
    calls = list(project(tmp_path, files, "app/kept.py").each(BlockingCall))
    assert [call.name for call in calls] == (["Redis.get"] if found else [])


FACTORY = """
from app.base import Plain
def make(kind):
    if kind:
        from app.kept import Kept
        return Kept()
    return {other}()
store = make("redis")
"""
PLAIN = """
class Plain:
    async def load(self): ...
class Other:
    async def save(self): ...
"""
DEPS = """
from app.base import Plain
from app.factory import store
def get_store() -> Plain:
    return store
"""
READING = """
from fastapi import Depends, FastAPI
from app.base import Plain
from app.deps import get_store
app = FastAPI()
@app.get("/")
async def read(store: Plain = Depends(get_store)):
    return {read}
"""


@pytest.mark.parametrize(
    ("other", "read", "found"),
    [
        ("Plain", "await store.load()", True),
        ("Plain", "await store.save()", False),  # nobody loads
        ("Other", "await store.load()", False),  # of what nobody gets in its place
    ],
)
def test_a_method_of_what_a_factory_gives_in_place_of_another(
    tmp_path: Path, other: str, read: str, found: bool
) -> None:
    files = {
        "app/base.py": PLAIN,
        "app/kept.py": KEPT.format(before="", bases="", body="...").replace("base", "unknown"),
        "app/factory.py": FACTORY.format(other=other),
        "app/deps.py": DEPS,
        "app/main.py": READING.format(read=read),
    }
    calls = list(project(tmp_path, files, "app/kept.py").each(BlockingCall))
    assert [call.name for call in calls] == (["Redis.get"] if found else [])


MADE = """
import time
from app.service import work
def make(app):
    async def made():
        await work()
    return made
"""


@pytest.mark.parametrize(
    ("handed", "found"),
    [
        ("app.add_event_handler('startup', make(app))", False),
        ("app.add_event_handler('startup', functools.partial(work, 1))", False),
        ("app.get('/', dependencies=[Depends(make(app))])(print)", True),
        ("app.add_exception_handler(404, make(app))", True),
        ("print(make(app))", False),
    ],
)
def test_what_a_function_makes_and_another_file_hands_on(
    tmp_path: Path, handed: str, found: bool
) -> None:
    files = {
        "app/main.py": "from fastapi import Depends, FastAPI\nfrom app.events import make\n"
        f"app = FastAPI()\n{handed}\n",
        "app/events.py": MADE,
        "app/service.py": SERVICE,
    }
    calls = list(project(tmp_path, files, "app/service.py").each(BlockingCall))
    assert [call.lineno for call in calls] == ([4] if found else [])


def test_functions_of_a_bot_run_on_a_loop_of_their_own(tmp_path: Path) -> None:
    bot = "import telegram\nimport requests\nasync def work():\n    requests.get('a')\n"
    files = {"app/main.py": NOBODY, "app/middle.py": MIDDLE, "app/service.py": bot}
    assert list(project(tmp_path, files, "app/service.py").each(BlockingCall)) == []
    files["app/service.py"] = bot.replace("import telegram\n", "")
    assert list(project(tmp_path, files, "app/service.py").each(BlockingCall)) != []


def test_a_call_that_raises_a_type_error_is_no_caller(tmp_path: Path) -> None:
    opened = project(
        tmp_path,
        {
            "app/main.py": """
                from fastapi import FastAPI
                from app.service import other, work
                app = FastAPI()
                @app.get("/")
                async def read(item: str):
                    await work(item)
                    await other(item)
            """,
            "app/service.py": "async def work(): ...\nasync def other(item): ...\n",
        },
        "app/service.py",
    )
    assert opened.serves(function(opened, "work")) is None
    assert opened.serves(function(opened, "other")) is True


@pytest.mark.parametrize("passing", [True, False])
def test_function_is_reached_from_a_route_of_another_file(tmp_path: Path, passing: bool) -> None:
    files = {"app/service.py": SERVICE, "app/middle.py": MIDDLE, "app/main.py": ROUTE}
    opened = project(tmp_path, files, "app/service.py")
    seen: list[str] = []

    def passes(each: Function, on: Call | None) -> bool:
        seen.append(each.name)
        assert on is None or on in each.calls
        node = opened.elsewhere.definition(each)
        assert node is not None
        assert node.name == each.name
        return passing or each.name != "pass_on"

    assert opened.is_reached(function(opened, "deeper"), passes) is passing
    assert seen == ["deeper", "helper", "work", "pass_on", "read"][: None if passing else 4]


def test_function_that_nothing_calls_is_not_reached(tmp_path: Path) -> None:
    opened = project(tmp_path, {"app/service.py": SERVICE, "app/main.py": NOBODY}, "app/service.py")
    assert not opened.is_reached(function(opened, "deeper"), lambda each, on: True)


@pytest.mark.parametrize(
    ("decorated", "serves"),
    [
        ("@app.get('/')\n@retry(3)\nasync def read(): ...", True),
        (
            "@retry(3)\nasync def load(): ...\n@app.get('/')\nasync def read():\n    await load()",
            True,
        ),
        ("@app.get('/')\n@retry(3, loud=True)\nasync def read(): ...", True),
        ("@app.get('/')\n@retry(3, False)\nasync def read(): ...", None),
        ("@app.get('/')\n@retry(0)\nasync def read(): ...", None),
        ("@app.get('/')\n@retry(*other.options)\nasync def read(): ...", None),
        ("@app.get('/')\n@retry\nasync def read(): ...", None),
        ("@retry(3)\n@app.get('/')\nasync def read(): ...", None),
        ("@retry(3)\nasync def load(): ...", None),
        ("@app.get('/')\n@retry(3)\ndef read(): ...", None),
        ("@app.get('/')\n@other.retry(3)\nasync def read(): ...", None),
    ],
)
def test_who_calls_a_decorated_function_runs_the_wrapper(
    tmp_path: Path, decorated: str, serves: bool | None
) -> None:
    decorator = """
        def retry(times, loud="always"):
            def decorate(work):
                async def wrapper():
                    return await work()
                return wrapper
            return decorate
        """
    main = "import other\nfrom fastapi import FastAPI\nfrom app.again import retry\n"
    files = {"app/main.py": f"{main}app = FastAPI()\n{decorated}", "app/again.py": decorator}
    opened = project(tmp_path, files, "app/again.py")
    assert opened.serving.serves(function(opened, "wrapper")) is serves


@pytest.mark.parametrize(
    ("added", "found"), [("work", True), ("lambda: work()", False), ("other", False)]
)
def test_a_background_task_of_another_file_runs_in_a_thread(
    tmp_path: Path, added: str, found: bool
) -> None:
    main = f"""
        from fastapi import BackgroundTasks, FastAPI
        from app.jobs import other, work
        app = FastAPI()
        @app.post("/")
        async def create(tasks: BackgroundTasks):
            tasks.add_task({added})
        """
    files = {"app/main.py": main, "app/jobs.py": "def work(): ...\ndef other(): ..."}
    opened = project(tmp_path, files, "app/jobs.py")
    assert (opened.why_in_thread(function(opened, "work")) is not None) is found


RUNNING = """
import asyncio
async def once(function, name=""):
    return await function(name)
async def again(name, *, function):
    while True:
        await function(name)
async def other(function, another):
    await another()
def plain(function):
    return function
async def stream(function):
    yield await function()
async def never(function):
    function()
class Queue:
    async def consume(self, callback):
        async for message in self:
            await callback(message)
"""
WORKS = """
import time
class Service:
    async def run(self, name=""):
        time.sleep(1)
    async def stay(self, name=""): ...
service = Service()
async def work(name=""):
    time.sleep(1)
"""
GIVING = """
import asyncio
from contextlib import asynccontextmanager
from fastapi import FastAPI
from app.running import *
from app.works import service, work
@asynccontextmanager
async def lifespan(app):
    {starting}
    yield
app = FastAPI(lifespan=lifespan)
@app.get("/")
async def read():
    {serving}
"""


@pytest.mark.parametrize(
    ("serving", "found"),
    [
        ("await once(work)", [9]),
        ("await once(service.run)", [5]),
        ("await once(service.stay, work)", []),
        ("await once(name='x', function=service.run)", [5]),
        ("await again('x', function=service.run)", [5]),
        ("asyncio.create_task(Queue().consume(service.run))", [5]),
        ("await other(service.run, service.stay)", []),
        ("await other(service.stay, service.run)", [5]),
        ("plain(service.run)", []),
        ("stream(service.run)", []),
        ("await never(service.run)", []),
        ("once(service.run)", []),
        ("await unknown(service.run)", []),
    ],
)
def test_what_a_route_has_another_function_await(
    tmp_path: Path, serving: str, found: list[int]
) -> None:
    main = GIVING.replace("{serving}", serving).replace("{starting}", "...")
    files = {"app/main.py": main, "app/running.py": RUNNING, "app/works.py": WORKS}
    opened = project(tmp_path, files, "app/works.py")
    assert [each.lineno for each in opened.each(BlockingCall)] == found


@pytest.mark.parametrize(
    ("starting", "found"),
    [
        ("asyncio.create_task(Queue().consume(service.run))", [5]),
        ("asyncio.create_task(again('x', function=service.run))", [5]),
        ("await Queue().consume(service.run)", []),
        ("asyncio.create_task(once(service.run))", []),
        ("await once(service.run)", []),
    ],
)
def test_what_start_up_has_a_task_await_again_and_again(
    tmp_path: Path, starting: str, found: list[int]
) -> None:
    main = GIVING.replace("{starting}", starting).replace("{serving}", "await once(service.stay)")
    files = {"app/main.py": main, "app/running.py": RUNNING, "app/works.py": WORKS}
    opened = project(tmp_path, files, "app/works.py")
    assert [each.lineno for each in opened.each(BlockingCall)] == found


STORES = """
import redis
class {name}:
    {kind}def save(self):
        redis.Redis().get("key")
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("store = First() if name else Second()\n    await store.save()", True),
        ("made = First if name else Second\n    await made().save()", True),
        ("store = Second() if name else Other()\n    await store.save()", False),
        ("store = unknown() if name else First()\n    await store.save()", False),
        ("await handed(First())", True),
        ("await handed(store=First())", True),
        ("await handed(Second())", False),
        ("await handed(name)", False),
        ("await declared(First())", False),
    ],
)
def test_who_calls_a_method_of_one_of_several_objects(
    tmp_path: Path, body: str, found: bool
) -> None:
    main = f"""
from fastapi import FastAPI
from app.first import First
from app.second import Other, Second
from unknown import unknown
app = FastAPI()
async def handed(store):
    await store.save()
async def declared(store: Second):
    await store.save()
@app.get("/")
async def read(name: str = ""):
    {body}
"""
    second = "class Second:\n    async def save(self): ...\nclass Other(Second): ...\n"
    files = {
        "app/main.py": main,
        "app/first.py": STORES.format(name="First", kind="async "),
        "app/second.py": second,
    }
    opened = project(tmp_path, files, "app/first.py")
    assert opened.serves(function(opened, "save")) is (True if found else None)
