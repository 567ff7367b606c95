"""What the objects of libraries give: sessions of factories, collections, tasks, clients."""

from __future__ import annotations

import ast

import pytest

from flake8_fastapi.model import Instance, Method, Module
from tests.model.build import value_of_last

ORM = """
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, scoped_session, sessionmaker
class Own(Session): ...
Factory = sessionmaker(create_engine("sqlite://"))
OwnFactory = sessionmaker(class_=Own)
AsyncFactory = sessionmaker(class_=AsyncSession)
Scoped = scoped_session(Factory)
"""


@pytest.mark.parametrize(
    ("source", "cls"),
    [
        (f"{ORM}Factory()", "sqlalchemy.orm.Session"),
        (f"{ORM}OwnFactory()", "__main__.Own"),
        (f"{ORM}AsyncFactory()", "sqlalchemy.ext.asyncio.AsyncSession"),
        (f"{ORM}Scoped()", "sqlalchemy.orm.Session"),
        ("import pymongo\npymongo.MongoClient()['a']['b']", "pymongo.collection.Collection"),
        ("import pymongo\npymongo.MongoClient().a.b", "pymongo.collection.Collection"),
        ("import boto3\nboto3.resource('dynamodb').Table('a')", "boto3.dynamodb.Table"),
        ("import openai\nopenai.OpenAI().chat", "openai.OpenAI.chat"),
        (
            "import docker\ndocker.from_env().containers.get('a')",
            "docker.models.containers.Container",
        ),
        ("import celery\ncelery.Celery().control.inspect()", "celery.app.control.Inspect"),
    ],
)
def test_object(source: str, cls: str) -> None:
    value = value_of_last(source)
    assert isinstance(value, Instance)
    assert value.cls == cls


CELERY = """
from celery import Celery, shared_task
app = Celery()
@app.task
def plain(): ...
@app.task(bind=True)
def called(self): ...
@shared_task
def shared(): ...
def no_task(): ...
"""


@pytest.mark.parametrize("task", ["plain", "called", "shared"])
def test_function_made_a_task_has_the_methods_of_tasks(task: str) -> None:
    value = value_of_last(f"{CELERY}{task}.delay")
    assert isinstance(value, Method)
    assert (value.of.cls, value.name) == ("celery.Task", "delay")


def test_plain_function_has_none() -> None:
    assert value_of_last(f"{CELERY}no_task.delay") is None


def test_method_of_a_collection_is_no_collection() -> None:
    value = value_of_last("import pymongo\npymongo.MongoClient().a.b.find_one")
    assert isinstance(value, Method)
    assert value.name == "find_one"


def test_super_is_an_object_of_the_base() -> None:
    value = value_of_last(
        "class Base:\n"
        "    size = 1\n"
        "class Derived(Base):\n"
        "    def up(self):\n"
        "        return super()\n"
        "Derived().up()"
    )
    assert isinstance(value, Instance)
    assert value.cls == "__main__.Base"


KEPT = """
import redis
from typing import Any, Self
class Kept:
    client = None
    other: Any = None
    both = None
    number = 1
    own = None
    @classmethod
    def get(cls):
        if cls.client is None:
            cls.client = redis.Redis()
        return cls.client
    @staticmethod
    def connect():
        Kept.other = redis.Redis()
    @classmethod
    def either(cls, text):
        cls.both = redis.Redis() if text else text.encode()
        cls.number = redis.Redis()
    @classmethod
    def instance(cls) -> Self:
        if cls.own is None:
            cls.own = cls()
        return cls.own
class Only:
    client = None
    def __new__(cls):
        if cls.client is None:
            cls.client = redis.Redis()
        return cls.client
class Plain:
    made = None
    def __new__(cls):
        cls.made = super().__new__(cls)
        return cls.made
"""


@pytest.mark.parametrize(
    ("expression", "cls"),
    [
        ("Kept.get()", "redis.Redis"),
        ("Kept.other", "redis.Redis"),
        ("Kept.both", None),
        ("Kept.number", None),
        ("Kept.instance()", "__main__.Kept"),
        ("Only()", "redis.Redis"),
        ("Plain()", "__main__.Plain"),
    ],
)
def test_what_a_class_keeps_for_all(expression: str, cls: str | None) -> None:
    value = value_of_last(f"{KEPT}{expression}")
    assert (value.cls if isinstance(value, Instance) else None) == cls


ENTERED = """
import redis
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
def clients():
    yield redis.Redis()
async def later():
    yield redis.Redis()
opened = contextmanager(clients)
stack, later_stack = ExitStack(), AsyncExitStack()
async def main():
"""


@pytest.mark.parametrize(
    "source",
    [
        "with opened() as x: x.get",
        "async with asynccontextmanager(later)() as x: x.get",
        "x = stack.enter_context(opened()); x.get",
        "x = later_stack.enter_context(opened()); x.get",
        "x = await later_stack.enter_async_context(asynccontextmanager(later)()); x.get",
        "x = next(clients()); x.get",
        "x = await anext(later()); x.get",
    ],
)
def test_what_context_managers_give(source: str) -> None:
    assert entered_in(source) == "redis.Redis"


@pytest.mark.parametrize(
    "source",
    [
        "x = opened(); x.get",
        "x = anext(clients()); x.get",
        "x = next(later()); x.get",
        "x = stack.enter_context(unknown()); x.get",
        "x = stack.callback(opened()); x.get",
    ],
)
def test_what_they_do_not_give(source: str) -> None:
    assert entered_in(source) is None


def entered_in(source: str) -> str | None:
    """The class of `x` where its `get` is read."""
    text = f"{ENTERED}    {source}\n"
    tree = ast.parse(text)
    module = Module(tree, lines=text.splitlines(keepends=True))
    (read,) = (n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "get")
    value = module.value(read.value)
    return value.cls if isinstance(value, Instance) else None
