import asyncio
import functools
import operator
import os
import shutil
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, BackgroundTasks, Depends
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask
from starlette.background import BackgroundTasks as StarletteTasks

import unknown_package

router = APIRouter()


def send(address: str = "") -> None: ...


async def send_async(address: str = "") -> None: ...


def send_and_tell(address: str) -> bool:
    if not address:
        return False
    send(address)
    return True


def send_nothing(address):
    if not address:
        return
    send(address)


def make_sender(address: str) -> Callable[[], None]:
    return lambda: send(address)


def make_sender_without_annotation(address):
    def sender():
        send(address)

    return sender


def choose_sender(loud: bool):
    return send if loud else send_async


async def make_sender_async(address: str):
    return partial(send, address)


class Sender:
    def __init__(self, address: str) -> None: ...

    def __call__(self) -> None: ...

    def send(self) -> None: ...

    @classmethod
    def made(cls, address: str) -> "Sender":
        return cls(address)

    @staticmethod
    async def broadcast() -> None: ...


sender = Sender("all")


# Alarms


@router.post("/1")
def plain(tasks: BackgroundTasks) -> None:
    tasks.add_task(send("a"))  # error: FPI501


@router.post("/2")
def coroutine(tasks: fastapi.BackgroundTasks) -> None:
    tasks.add_task(send_async("a"))  # error: FPI501


@router.post("/3")
async def awaited(tasks: BackgroundTasks) -> None:
    tasks.add_task(await send_async("a"))  # error: FPI501


@router.post("/4")
def with_arguments(background_tasks: StarletteTasks) -> None:
    background_tasks.add_task(send(), "a")  # error: FPI501


@router.post("/5")
def by_keyword(tasks: BackgroundTasks) -> None:
    tasks.add_task(func=send("a"))  # error: FPI501


@router.post("/6")
def with_result(tasks: BackgroundTasks) -> None:
    tasks.add_task(send_and_tell("a"))  # error: FPI501


@router.post("/7")
def with_empty_return(tasks: BackgroundTasks) -> None:
    tasks.add_task(send_nothing("a"))  # error: FPI501


@router.post("/8")
def of_a_response() -> JSONResponse:
    return JSONResponse(1, background=BackgroundTask(send("a")))  # error: FPI501


@router.post("/9")
def built_by_hand() -> JSONResponse:
    tasks = BackgroundTasks()
    tasks.add_task(send_async("a"))  # error: FPI501
    return JSONResponse(1, background=tasks)


@router.post("/10")
def method(tasks: BackgroundTasks) -> None:
    tasks.add_task(sender.send())  # error: FPI501


@router.post("/11")
def static_method(tasks: BackgroundTasks) -> None:
    tasks.add_task(Sender.broadcast())  # error: FPI501


@router.post("/12")
async def task_of_asyncio(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.create_task(send_async("a")))  # error: FPI501


@router.post("/13")
def lambda_of_coroutine(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: sender.broadcast())  # error: FPI501


@router.post("/14")
def local_function(tasks: BackgroundTasks) -> None:
    async def work() -> None: ...

    tasks.add_task(work())  # error: FPI501


@router.post("/15")
async def awaited_unknown(tasks: BackgroundTasks) -> None:
    tasks.add_task(await unknown_package.client.send("a"))  # error: FPI501


@router.post("/16")
async def lambda_of_task(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: asyncio.create_task(send_async("a")))  # error: FPI501


def dependency(tasks: BackgroundTasks) -> None:
    tasks.add_task(send("a"))  # error: FPI501


class Service:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def notify(self) -> None:
        self.tasks.add_task(send("a"))  # error: FPI501

    def notify_by_method(self) -> None:
        self.tasks.add_task(self.work())  # error: FPI501

    async def work(self) -> None: ...


# Innocent


@router.post("/28")
async def hangs_on_no_response() -> None:  # what FPI504 says
    tasks = BackgroundTasks()
    tasks.add_task(asyncio.create_task(send_async("a")))


class Cache:
    def __init__(self) -> None:
        self.tasks = BackgroundTasks()

    async def fill(self) -> None:
        self.tasks.add_task(await send_async("a"))


@router.post("/21")
def passed(tasks: BackgroundTasks, done: Annotated[None, Depends(dependency)]) -> None:
    tasks.add_task(send, "a")
    tasks.add_task(send_async, address="a")
    tasks.add_task(sender.send)


@router.post("/22")
async def factories(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(send_async, "a"))
    tasks.add_task(functools.partial(send, "a"))
    tasks.add_task(make_sender("a"))
    tasks.add_task(make_sender_without_annotation("a"))
    tasks.add_task(choose_sender(True))
    tasks.add_task(await make_sender_async("a"))
    tasks.add_task(Sender("a"))
    tasks.add_task(Sender.made("a"))
    tasks.add_task(getattr(sender, "send"))


@router.post("/23")
def unknown(tasks: BackgroundTasks) -> None:
    tasks.add_task(unknown_package.make_task("a"))
    tasks.add_task(unknown_package.Task("a").run())


@router.post("/27")
async def awaited_factory(tasks: BackgroundTasks, given: Any) -> None:
    tasks.add_task(await unknown_package.make_task("a"))
    tasks.add_task(await given.get_task("a"))
    tasks.add_task(await given)


@router.post("/24")
def lambdas(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: send("a"))
    tasks.add_task(lambda: unknown_package.work("a"))
    tasks.add_task(lambda: (send("a"), None))
    tasks.add_task(lambda: asyncio.run(send_async("a")))


@router.post("/25")
def shadowed(tasks: BackgroundTasks, send: Any) -> None:
    tasks.add_task(send("a"))


class Group:
    def add_task(self, task: object) -> None: ...


def of_another_class(tasks: Group, anything) -> None:
    tasks.add_task(send_async("a"))
    anything.add_task(send_async("a"))


def of_an_unknown_class() -> None:
    background_tasks = unknown_package.BackgroundTasks()
    background_tasks.add_task(send_async("a"))


@router.post("/library")
def of_the_standard_library(tasks: BackgroundTasks) -> None:
    tasks.add_task(os.remove("report"), "report")  # error: FPI501
    tasks.add_task(shutil.rmtree("reports"))  # error: FPI501
    tasks.add_task(run_in_threadpool(send, "a"))  # error: FPI501
    tasks.add_task(lambda: asyncio.to_thread(send, "a"))  # error: FPI501
    tasks.add_task(run_in_threadpool, send, "a")
    tasks.add_task(os.remove, "report")
    tasks.add_task(operator.methodcaller("close"), tasks)


@router.post("/26")
def arguments_are_called(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, str("a"))
    tasks.add_task(print, send_and_tell("a"))
