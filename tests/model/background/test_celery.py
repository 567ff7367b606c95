"""Applications, tasks, calls and results of Celery."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import (
    OTHER_SERIALIZER,
    SOME_BACKEND,
    BlockingCall,
    CeleryApp,
    CeleryTask,
    Module,
    TaskCall,
    not_json,
)
from tests.model.build import module, project


def only_task(opened: Module) -> CeleryTask:
    (task,) = opened.each(CeleryTask)
    return task


@pytest.mark.parametrize(
    "source",
    [
        "from celery import Celery\napp = Celery('a')\n@app.task\ndef work(): ...",
        "from celery import Celery\napp = Celery('a')\n@app.task(bind=True)\ndef work(self): ...",
        "import celery\napp = celery.Celery('a')\n@app.task()\nasync def work(): ...",
        "from celery import Celery, shared_task\napp = Celery('a')\n@shared_task\ndef work(): ...",
        "from celery import Celery\napp = Celery('a')\njob = app.task\n@job\ndef work(): ...",
        "from celery import Celery\napp = Celery('a')\njob = app.task\n@job()\ndef work(): ...",
        "from celery import Celery as C, shared_task as s\napp = C('a')\n@s()\ndef work(): ...",
    ],
)
def test_task(source: str) -> None:
    task = only_task(module(source))
    assert task.function.name == "work"
    assert task.app is not None
    assert task.app.call.args
    assert task.is_alone
    assert (task.lineno, task.col_offset) == (task.function.lineno, task.function.col_offset)


@pytest.mark.parametrize(
    "source",
    [
        "def work(): ...",
        "@app.task\ndef work(): ...",
        "from taskiq import Broker\napp = Broker()\n@app.task\ndef work(): ...",
        "from celery import Celery\napp = Celery('a')\n@app.on_after_configure\ndef work(): ...",
    ],
)
def test_no_task(source: str) -> None:
    assert list(module(source).each(CeleryTask)) == []


def test_options_of_a_task() -> None:
    head = "from celery import Celery\napp = Celery('a')\n"
    bare = only_task(module(f"{head}@app.task\ndef work(): ..."))
    assert bare.option("bind") is None
    assert not bare.spreads
    called = only_task(module(f"{head}@app.task(bind=True, **more)\n@other\ndef work(): ..."))
    assert called.option("bind") is not None
    assert called.spreads
    assert not called.is_alone


def test_an_own_class_of_applications_is_not_plain() -> None:
    task = only_task(
        module(
            "from celery import Celery\nclass Own(Celery): ...\napp = Own('a')\n"
            "@app.task\ndef work(): ..."
        )
    )
    assert task.app is not None
    assert not task.app.is_plain


def test_a_shared_task_of_two_applications_belongs_to_both() -> None:
    task = only_task(
        module(
            "from celery import Celery, shared_task\na = Celery('a')\nb = Celery('b')\n"
            "@shared_task\ndef work(): ..."
        )
    )
    assert [app.call.lineno for app in task.apps] == [2, 3]
    assert task.app is None


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("Celery('a', backend='redis://')", True),
        ("Celery('a', None, 'redis://')", True),
        ("Celery('a', backend=url)", True),
        ("Celery('a')", False),
        ("Celery('a', backend=None)", False),
        ("Celery('a', backend='')", False),
        ("Celery('a', **options)", None),
    ],
)
def test_what_an_application_is_given(call: str, says: bool | None) -> None:
    task = only_task(module(f"from celery import Celery\napp = {call}\n@app.task\ndef f(): ..."))
    assert task.app is not None
    assert task.app.says("backend", 2) is says


PROJECT = {
    "app/queue.py": "from celery import Celery\nqueue = Celery('a')\n",
    "app/tasks.py": (
        "from celery import shared_task\nfrom app.queue import queue\n"
        "@queue.task\ndef own(x): ...\n@shared_task\ndef shared(x): ...\n"
    ),
    "app/other.py": "import kombu\n",
    "app/main.py": (
        "from app import tasks\nfrom app.tasks import own as work\nfrom app.queue import queue\n"
        "work.delay(1, a=2)\n"
        "tasks.shared.apply_async((1,), {'a': 2})\n"
        "work.s(1).apply_async()\n"
        "queue.send_task('own', args=[1])\n"
        "work(1)\nwork.apply((1,))\nunknown.delay(1)\nunknown.s(1).delay()\n"
        "queue.unknown.send_task(1)\n"
    ),
}


def test_calls_across_files(tmp_path: Path) -> None:
    calls = list(project(tmp_path, PROJECT).each(TaskCall))
    found = [(c.lineno, c.task and c.task.function.name, len(c.arguments)) for c in calls]
    assert found == [(4, "own", 2), (5, "shared", 2), (6, "own", 1), (7, None, 1)]
    assert all(call.app is not None for call in calls)
    assert all(call.col_offset == 0 for call in calls)


def app_of(tmp_path: Path, files: dict[str, str]) -> tuple[Module, CeleryApp | None]:
    opened = project(tmp_path, files)
    return opened, next(iter(opened.each(TaskCall))).app


def test_settings_are_looked_for_where_imports_lead(tmp_path: Path) -> None:
    opened, app = app_of(tmp_path, PROJECT)
    assert app is not None
    assert not opened.celery.may_set(app, OTHER_SERIALIZER)
    assert not opened.celery.may_set(app, SOME_BACKEND)
    assert opened.celery.may_set(None, SOME_BACKEND)


@pytest.mark.parametrize(
    ("path", "line", "pattern"),
    [
        ("app/queue.py", "queue.conf.task_serializer = 'pickle'", OTHER_SERIALIZER),
        ("app/queue.py", "queue.conf.update(task_serializer='pickle')", OTHER_SERIALIZER),
        ("app/queue.py", "queue.config_from_object('somewhere')", OTHER_SERIALIZER),
        ("app/settings.py", "CELERY_TASK_SERIALIZER: str = 'pickle'", OTHER_SERIALIZER),
        ("app/queue.py", "queue.conf.result_backend = 'redis://'", SOME_BACKEND),
        ("app/queue.py", "queue.conf.update(settings)", SOME_BACKEND),
        ("app/queue.py", "queue.conf.update(\n    settings,\n)", SOME_BACKEND),
        ("app/queue.py", "queue.conf.update(zone=z('a'), **settings.more)", SOME_BACKEND),
        ("app/settings.py", "CELERY_RESULT_BACKEND = 'redis://'", SOME_BACKEND),
        ("app/tasks.py", "queue.config_from_object(settings)", SOME_BACKEND),
    ],
)
def test_settings_that_may_matter(tmp_path: Path, path: str, line: str, pattern: object) -> None:
    files = {**PROJECT, "app/settings.py": ""}
    files["app/queue.py"] += "from app import settings\n"
    files[path] += f"{line}\n"
    opened, app = app_of(tmp_path, files)
    assert opened.celery.may_set(app, pattern)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    ["queue.conf.task_serializer = 'json'", "queue.conf.update(task_serializer='json')",
     "queue.conf.update(timezone='UTC')", "result_serializer = 'pickle'",
     "queue.conf.update(\n    task_serializer='json',\n    accept_content=['json'],\n)"],
)  # fmt: skip
def test_settings_that_do_not_matter(tmp_path: Path, line: str) -> None:
    files = {**PROJECT}
    files["app/queue.py"] += f"{line}\n"
    opened, app = app_of(tmp_path, files)
    assert not opened.celery.may_set(app, OTHER_SERIALIZER)
    assert not opened.celery.may_set(app, SOME_BACKEND)


@pytest.mark.parametrize(
    ("line", "teaches"),
    [
        ("from kombu.utils.json import register_type", True),
        ("from kombu.serialization import register", True),
        ("from kombu import Queue, serialization", True),
        ("import kombu\nkombu.serialization.register('own', dump, load)", True),
        ("from kombu import Exchange, Queue", False),
        ("from app import serialization", False),
    ],
)
def test_json_is_taught_by_whichever_file_of_the_application_says_so(
    tmp_path: Path, line: str, teaches: bool
) -> None:
    entry = {"app/entry.py": "from fastapi import FastAPI\nfrom app import main, other\n"}
    entry["app/entry.py"] += "app = FastAPI()\napp.include_router(main.router)\n"
    other = {"app/other.py": f"{line}\n"}
    opened, app = app_of(tmp_path, {**PROJECT, **entry, **other})
    assert opened.celery.may_send_more(app) is teaches


def test_json_is_not_taught_by_another_application(tmp_path: Path) -> None:
    line = "from kombu.utils.json import register_type\n"
    opened, app = app_of(tmp_path, {**PROJECT, "app/other.py": line})
    assert not opened.celery.may_send_more(app)


@pytest.mark.parametrize(
    ("made", "is_known"),
    [
        ("app.AsyncResult('1')", True),
        ("AsyncResult('1')", True),
        ("AsyncResult('1', app=app)", True),
        ("AsyncResult('1', app=unknown)", False),
        ("work.AsyncResult('1')", True),
        ("work.delay()", True),
        ("work.apply_async()", True),
        ("app.send_task('work')", True),
        ("unknown.delay()", False),
    ],
)
def test_application_of_a_result(made: str, is_known: bool) -> None:
    opened = module(
        "from celery import Celery\nfrom celery.result import AsyncResult\napp = Celery('a')\n"
        f"@app.task\ndef work(): ...\nresult = {made}\n"
    )
    name = made.partition("(")[0].rpartition(".")[2]
    ((call, _),) = opened.routing.calls_named(name)
    assert (opened.celery.app_of_result(call) is not None) is is_known


def test_what_json_cannot_hold_is_named_with_its_remedy() -> None:
    opened = module("import pathlib\npaths = print([{'a': pathlib.Path('b')}], 1)\n")
    ((call, _),) = opened.routing.calls_named("print")
    paths, number = call.args
    assert not_json(paths, opened.values) == ("a path object", "its `str()`")
    assert not_json(number, opened.values) is None


@pytest.mark.parametrize(
    ("task", "call", "fails"),
    [
        ("@app.task\ndef work(a, b=1): ...", "delay()", True),
        ("@app.task\ndef work(a, b=1): ...", "delay(1)", False),
        ("@app.task\ndef work(a, b=1): ...", "delay(1, 2, 3)", True),
        ("@app.task\ndef work(a, b=1): ...", "delay(b=1)", True),
        ("@app.task\ndef work(a, b=1): ...", "delay(1, c=1)", True),
        ("@app.task\ndef work(a, b=1): ...", "delay(*given)", False),
        ("@app.task\ndef work(a, b=1): ...", "delay(**given)", False),
        ("@app.task\ndef work(*a, **b): ...", "delay(1, c=1)", False),
        ("@app.task\ndef work(a, **b): ...", "delay(c=1)", True),
        ("@app.task(bind=True)\ndef work(self, a): ...", "delay(1)", False),
        ("@app.task(bind=True)\ndef work(self, a): ...", "delay()", True),
        ("@app.task(bind=False)\ndef work(a): ...", "delay(1)", False),
        ("@app.task(bind=given)\ndef work(a): ...", "delay()", False),
        ("@app.task()\ndef work(self, a): ...", "delay(1)", True),
        ("@shared_task(name='a')\ndef work(a): ...", "delay()", True),
        ("@app.task\ndef work(a): ...", "apply_async()", True),
        ("@app.task\ndef work(a): ...", "apply_async(countdown=1)", True),
        ("@app.task\ndef work(a): ...", "apply_async((1,), countdown=1)", False),
        ("@app.task\ndef work(a): ...", "apply_async(args=[1, 2])", True),
        ("@app.task\ndef work(a): ...", "apply_async(args=[*given])", False),
        ("@app.task\ndef work(a): ...", "apply_async(kwargs={'a': 1})", False),
        ("@app.task\ndef work(a): ...", "apply_async(kwargs={'b': 1})", True),
        ("@app.task\ndef work(a): ...", "apply_async(kwargs={given: 1})", False),
        ("@app.task\ndef work(a): ...", "apply_async(kwargs={**given})", False),
        ("@app.task\ndef work(a): ...", "apply_async(kwargs=dict(b=1))", False),
        ("@app.task\ndef work(a): ...", "apply_async(given)", False),
        ("@app.task\ndef work(a): ...", "apply_async(**given)", False),
        ("@app.task\n@other\ndef work(a): ...", "delay()", False),
        ("@app.task(typing=False)\ndef work(a): ...", "delay()", False),
        ("@app.task(base=Own)\ndef work(a): ...", "delay()", False),
        ("@app.task(**given)\ndef work(a): ...", "delay()", False),
        ("@lax.task\ndef work(a): ...", "delay()", False),
    ],
)
def test_a_task_that_is_not_sent(task: str, call: str, fails: bool) -> None:
    opened = module(
        "from celery import Celery, shared_task\nfrom fastapi import FastAPI\n"
        "app, lax = Celery('a'), Celery('b', strict_typing=False)\nserver = FastAPI()\n"
        f"{task}\n@server.get('/')\nasync def read(given):\n    work.{call}\n"
    )
    assert len(list(opened.each(BlockingCall))) == (not fails)


SHARED = """
import requests
from celery import Celery, shared_task
from fastapi import FastAPI
celery = Celery("a")
{}
def work(): ...
app = FastAPI()
@app.post("/")
async def start():
    {}
"""
PLAIN = "declare `start` with plain `def`"


@pytest.mark.parametrize(
    ("decorator", "body", "remedies"),
    [
        ("@celery.task", "work.delay()", [PLAIN]),
        (
            "@shared_task",
            "work.delay()",
            [f"bind the task to its application (`@app.task`), then {PLAIN}"],
        ),
        ("celery.set_default()\n@shared_task", "work.delay()", [PLAIN]),
        (
            "celery.conf.update(task_always_eager=True)\n@shared_task",
            "work.delay()",
            [f"bind the task to its application (`@app.task`), then {PLAIN}"],
        ),
        (
            "def send():\n    work.delay()\n@shared_task",
            "send()",
            [f"bind the task to its application (`@app.task`), then {PLAIN}"],
        ),
        (
            "other = Celery('b')\n@shared_task",
            "work.delay()",
            [f"bind the task to its application (`@app.task`), then {PLAIN}"],
        ),
        (
            "other = Celery('b')\nother.set_default()\n@shared_task",
            "work.delay()",
            [PLAIN],
        ),
        ("@shared_task", "requests.get('a')", [PLAIN]),
        ("@celery.task", "work.delay()\n    requests.get('a')", [PLAIN, PLAIN]),
        (
            "@shared_task",
            "work.delay()\n    requests.get('a')",
            [
                f"bind the task to its application (`@app.task`), then {PLAIN}",
                "use `httpx.AsyncClient`",
            ],
        ),
    ],
)
def test_what_to_do_about_a_shared_task(decorator: str, body: str, remedies: list[str]) -> None:
    opened = module(SHARED.format(decorator, body))
    assert [opened.remedy(each) for each in opened.each(BlockingCall)] == remedies
