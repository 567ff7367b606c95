"""
What Celery makes of arguments, coroutines and results.

FPI211, FPI508, FPI509 and FPI510 rest on these claims.
"""

from __future__ import annotations

import datetime
import decimal
import inspect
import io
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import celery  # type: ignore[import-untyped]
import pytest
from celery import Celery, current_app, shared_task
from celery.result import AsyncResult  # type: ignore[import-untyped]
from fastapi import UploadFile
from kombu.exceptions import EncodeError
from packaging.version import Version
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

KNOWS_PYDANTIC = Version(celery.__version__) >= Version("5.5")


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users_of_celery"
    id: Mapped[int] = mapped_column(primary_key=True)


class Item(BaseModel):
    name: str = "a"


class Speaking:
    def __json__(self) -> str:
        return "speaking"


@dataclass
class Point:
    x: int = 1


def make_app(**options: Any) -> Celery:
    return Celery("facts", broker="memory://", set_as_current=False, **options)


def make_task(app: Celery, **options: Any) -> Any:
    def work(given: Any) -> None:
        pass

    return app.task(name="work", shared=False, **options)(work)


NOT_JSON: list[Callable[[], Any]] = [
    Item,
    lambda: [Item()],
    lambda: {"item": Item()},
    User,
    Point,
    lambda: Session(create_engine("sqlite://")),
    lambda: UploadFile(file=io.BytesIO()),
    lambda: {1},
    lambda: (number for number in [1]),
    lambda: frozenset([1]),
    lambda: Path("a"),
    lambda: datetime.timedelta(1),
    lambda: print,
]


@pytest.mark.parametrize("make", NOT_JSON)
def test_json_does_not_hold(make: Callable[[], Any]) -> None:
    task = make_task(make_app())
    with pytest.raises(EncodeError):
        task.delay(make())
    with pytest.raises(EncodeError):
        task.s(make()).apply_async()


@pytest.mark.parametrize(
    "given",
    [
        1, "a", None, b"a", (1, 2), [1], {"a": 1}, uuid.uuid4(), decimal.Decimal(1),
        datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1), Item().model_dump(), Speaking(),
    ],
)  # fmt: skip
def test_json_holds(given: Any) -> None:
    assert make_task(make_app()).delay(given).id


def test_pickle_holds_what_json_does_not() -> None:
    assert make_task(make_app(), serializer="pickle").delay({1}).id
    assert make_task(make_app()).apply_async(({1},), serializer="pickle").id
    assert make_task(make_app(task_serializer="pickle")).delay({1}).id


@pytest.mark.skipif(not KNOWS_PYDANTIC, reason="pydantic= came with Celery 5.5")
def test_a_task_that_takes_models_is_given_models() -> None:
    app = make_app()

    def work(item: Item) -> None:
        pass

    task = app.task(pydantic=True, shared=False)(work)
    assert task.delay(Item()).id
    with pytest.raises(EncodeError):
        task.delay({1})


def test_the_coroutine_of_an_async_task_is_the_result() -> None:
    app = make_app()
    ran = []

    async def work() -> None:
        ran.append(1)

    result = app.task(shared=False)(work).apply()
    assert inspect.iscoroutine(result.result)
    result.result.close()  # nothing else would end it
    assert ran == []


@pytest.mark.parametrize(
    ("args", "kwargs", "fits"),
    [
        ((1, 2), {}, True),
        ((1,), {"second": 2}, True),
        ((1,), {}, False),
        ((1, 2, 3), {}, False),
        ((1, 2), {"third": 3}, False),
        ((), {"first": 1, "second": 2}, True),
    ],
)
@pytest.mark.parametrize("bind", [False, True])
def test_a_task_is_sent_only_what_its_function_takes(
    args: tuple[int, ...], kwargs: dict[str, int], fits: bool, bind: bool
) -> None:
    def plain(first: int, second: int) -> None:
        pass

    def bound(self: Any, first: int, second: int) -> None:
        pass

    sent: list[str] = []
    app = make_app()
    task = app.task(shared=False, bind=bind)(bound if bind else plain)
    app.send_task = lambda *args, **options: sent.append("sent")
    app.amqp.send_task_message = lambda *args, **options: sent.append("sent")
    sending: tuple[Callable[[], Any], ...] = (
        lambda: task.delay(*args, **kwargs),
        lambda: task.apply_async(args, kwargs),
    )
    for send in sending:
        if fits:
            send()
        else:
            with pytest.raises(TypeError):
                send()
    assert bool(sent) is fits


def test_a_task_may_be_told_not_to_compare() -> None:
    def work(first: int) -> None:
        pass

    assert make_app().task(shared=False, typing=False)(work).delay().id
    assert make_app(strict_typing=False).task(shared=False)(work).delay().id
    with pytest.raises(TypeError):
        make_app().task(shared=False)(work).delay()


def test_without_bind_a_task_is_not_given_itself() -> None:
    app = make_app()

    def work(self: Any, given: int) -> str:
        return str(self.name)

    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        app.task(name="unbound", shared=False)(work).delay(1)
    assert app.task(name="bound", bind=True, shared=False)(work).apply((1,)).result == "bound"


def test_without_a_backend_nobody_knows_the_state() -> None:
    app = make_app()
    for result in (app.AsyncResult("1"), make_task(app).delay(1)):
        for name in ("state", "status", "result", "info"):
            with pytest.raises(AttributeError, match="DisabledBackend"):
                getattr(result, name)
        for name in ("ready", "successful", "failed"):
            with pytest.raises(AttributeError, match="DisabledBackend"):
                getattr(result, name)()
        with pytest.raises(NotImplementedError, match="No result backend"):
            result.get()
        assert result.id


def test_whoever_reads_the_state_asks_the_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(result_backend="cache+memory://")
    asked: list[str] = []

    def answer(task_id: str, *args: Any, **options: Any) -> dict[str, Any]:
        asked.append(task_id)
        return {"status": "PENDING", "result": None}

    monkeypatch.setattr(app.backend, "get_task_meta", answer)
    result = app.AsyncResult("1")
    for name in ("state", "status", "result", "info"):
        getattr(result, name)
    for name in ("ready", "successful", "failed"):
        getattr(result, name)()
    assert len(asked) == 7
    assert result.id == "1"
    assert len(asked) == 7


def test_the_environment_may_name_the_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_RESULT_BACKEND", "cache+memory://")
    assert make_app().AsyncResult("1").state == "PENDING"


def test_a_shared_task_belongs_to_every_application() -> None:
    def work() -> None:
        pass

    shared_task(name="shared")(work)
    for app in (make_app(), make_app()):
        app.finalize()
        assert "shared" in app.tasks


def test_a_result_without_an_application_asks_the_thread_for_one() -> None:
    app, before = make_app(), current_app._get_current_object()
    app.set_current()
    try:
        with ThreadPoolExecutor() as pool:
            elsewhere = pool.submit(lambda: AsyncResult("1").app).result()
        assert AsyncResult("1").app == app
        assert elsewhere != app
        assert AsyncResult("1", app=app).app is app
    finally:
        before.set_current()


def test_a_shared_task_asks_the_thread_for_an_application() -> None:
    def work() -> None:
        pass

    before = current_app._get_current_object()
    app = make_app()
    app.set_current()
    shared, own = shared_task(name="asking")(work), app.task(name="own")(work)
    try:
        with ThreadPoolExecutor() as pool:
            elsewhere = pool.submit(lambda: (shared.app, own.app)).result()
        assert shared.app == app
        assert elsewhere[0] != app
        assert elsewhere[1] == app
    finally:
        before.set_current()


def test_a_thread_does_not_know_that_the_application_is_eager() -> None:
    def work() -> None:
        pass

    before = current_app._get_current_object()
    app = make_app(task_always_eager=True)
    app.set_current()
    shared = shared_task(name="eager")(work)
    try:
        assert shared.delay().successful()
        with ThreadPoolExecutor() as pool:
            assert not pool.submit(lambda: shared.app.conf.task_always_eager).result()
    finally:
        before.set_current()


def test_with_the_backend_rpc_a_result_goes_to_the_thread_that_sent_the_task() -> None:
    queue = Celery("of_rpc", broker="memory://", backend="rpc://")

    def asks() -> str:
        return str(queue.backend.oid)  # the queue of its results

    with ThreadPoolExecutor(1) as pool:
        elsewhere = pool.submit(asks).result()
    assert asks() == asks() != elsewhere
