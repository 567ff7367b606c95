"""Background tasks that go nowhere, and those that somebody may run."""

import asyncio
import os

from fastapi import APIRouter, BackgroundTasks, Depends, WebSocket
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask
from starlette.background import BackgroundTasks as Tasks

router = APIRouter()
shared = BackgroundTasks()
kept: list[object] = []


def work(*given: object) -> None: ...


async def work_async() -> None: ...


# -- dropped


@router.post("/inline")
def inline() -> None:
    BackgroundTasks().add_task(work)  # error: FPI504


@router.post("/single")
def single() -> None:
    task = BackgroundTask(work)  # error: FPI504  # noqa: F841


@router.post("/statement")
def statement() -> None:
    BackgroundTask(work, 1)  # error: FPI504


async def helper(address: str) -> None:
    tasks: Tasks = Tasks()  # error: FPI504
    tasks.add_task(work, address)
    tasks.add_task(work)


async def at_start() -> None:
    tasks = BackgroundTasks()  # error: FPI504
    tasks.add_task(work, tasks)
    tasks.add_task(work, given=tasks)


@router.websocket("/annotated")
async def annotated(websocket: WebSocket, tasks: Tasks) -> None:  # error: FPI504
    await websocket.accept()
    if websocket.path_params:
        tasks.add_task(work)


# -- attached, or handed on


@router.post("/response")
def response() -> Response:
    tasks = Tasks()
    tasks.add_task(work)
    answer = JSONResponse({})
    answer.background = tasks
    return answer


@router.post("/single-response")
def single_response() -> Response:
    task = BackgroundTask(work)
    return JSONResponse({}, background=task)


@router.post("/inline-response")
def inline_response() -> Response:
    return JSONResponse({}, background=BackgroundTask(work))


@router.post("/awaited")
async def awaited() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(work)
    await tasks()


@router.post("/one-by-one")
async def one_by_one() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(work)
    for task in tasks.tasks:
        await task()


def made_for_others() -> Tasks:
    tasks = Tasks()
    tasks.add_task(work)
    return tasks


def handed_on() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(work)
    work(tasks)


def given_to_another() -> Tasks:
    tasks, others = BackgroundTasks(), BackgroundTasks()
    others.add_task(tasks)
    tasks.add_task(work)
    return others


def given_to_those_of_the_request(others: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks.add_task(work)
    others.add_task(work, tasks)
    others.add_task(work, given=tasks)


def stored() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(work)
    kept.append(tasks)


def used_inside() -> object:
    tasks = BackgroundTasks()
    tasks.add_task(work)

    async def run() -> None:
        await tasks()

    return run


def used_by_all() -> None:
    shared.add_task(work)


def put_in_the_place_of_none(tasks: BackgroundTasks | None = None) -> None:
    if tasks is None:
        tasks = BackgroundTasks()
    tasks.add_task(work)


async def all_run_already() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(asyncio.create_task(work_async()))
    tasks.add_task(await work_async())
    tasks.add_task(work())
    tasks.add_task(os.remove("report"), "report")


async def one_of_them_never_runs() -> None:
    tasks = BackgroundTasks()  # error: FPI504
    tasks.add_task(await work_async())
    tasks.add_task(work)


def a_coroutine_never_runs() -> None:
    tasks = BackgroundTasks()  # error: FPI504
    tasks.add_task(work_async())


def never_filled() -> None:
    tasks = BackgroundTasks()  # noqa: F841


def add_work(tasks: BackgroundTasks) -> None:
    tasks.add_task(work)


@router.post("/declared", dependencies=[Depends(add_work)])
def declared(tasks: BackgroundTasks = BackgroundTasks()) -> None:  # noqa: B008
    tasks.add_task(work)


@router.websocket("/awaited")
async def awaited_websocket(websocket: WebSocket, tasks: BackgroundTasks) -> None:
    await websocket.accept()
    tasks.add_task(work)
    await tasks()


@router.websocket("/unused")
async def unused(websocket: WebSocket, tasks: BackgroundTasks) -> None:
    await websocket.accept()


# -- filled by others


def add_more(count: int, tasks: BackgroundTasks) -> None:
    for number in range(count):
        tasks.add_task(work, number)


def add_and_keep(tasks: BackgroundTasks) -> None:
    tasks.add_task(work)
    kept.append(tasks)


def answer_with(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    return JSONResponse({}, background=tasks)


def count_tasks(tasks: BackgroundTasks) -> int:
    return len(tasks.tasks)


@router.post("/filled-elsewhere")
def filled_elsewhere() -> None:
    tasks = BackgroundTasks()  # error: FPI504
    add_work(tasks)
    add_more(2, tasks=tasks)


@router.websocket("/filled-elsewhere")
async def socket_filled_elsewhere(websocket: WebSocket, tasks: Tasks) -> None:  # error: FPI504
    await websocket.accept()
    add_more(1, tasks)


@router.post("/kept-elsewhere")
def kept_elsewhere() -> Response:
    tasks, others = BackgroundTasks(), BackgroundTasks()
    add_and_keep(tasks)
    several = BackgroundTasks()
    add_work(several)
    return answer_with(others) if count_tasks(several) else answer_with(several)


@router.post("/attached-later")
def attached_later() -> Response:
    tasks = BackgroundTasks()
    add_work(tasks)
    answer = JSONResponse({})
    answer.background = tasks
    return answer
