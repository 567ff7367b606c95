"""Tasks of the endpoint and tasks of the response."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, WebSocket
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask
from starlette.background import BackgroundTasks as Tasks

router = APIRouter()


class OwnResponse(JSONResponse): ...


def work(*given: object) -> None: ...


def make_tasks(tasks: BackgroundTasks) -> BackgroundTasks:
    return tasks


# -- lost


@router.get("/named")
def named(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work, 1)
    own = BackgroundTask(work, 2)
    response = OwnResponse({}, background=own)  # error: FPI505
    response.set_cookie("a", "b")
    return response


@router.get("/in-a-branch")
def in_a_branch(tasks: Annotated[Tasks, "of this request"], is_new: bool) -> Response:
    tasks.add_task(work, 1)
    if is_new:
        try:
            return JSONResponse({}, background=BackgroundTask(work, 2))  # error: FPI505
        finally:
            work()
    return JSONResponse({})


@router.get("/several")
def several(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work, 1)
    others = BackgroundTasks()
    others.add_task(work, 2)
    return JSONResponse({}, background=others)  # error: FPI505


# -- kept


@router.get("/the-same")
def the_same(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    return JSONResponse({}, background=tasks)


@router.get("/renamed")
def renamed(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    again = tasks
    return JSONResponse({}, background=again)


@router.get("/no-background")
def no_background(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    return JSONResponse({}, background=None)


@router.get("/given-back")
def given_back(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    return JSONResponse({}, background=make_tasks(tasks))


@router.get("/moved")
def moved(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    return JSONResponse({}, background=BackgroundTasks(tasks.tasks))


@router.get("/other-branch")
def other_branch(tasks: BackgroundTasks, is_new: bool) -> Response:
    if is_new:
        tasks.add_task(work)
    else:
        return JSONResponse({}, background=BackgroundTask(work))
    return JSONResponse({})


@router.get("/not-always")
def not_always(tasks: BackgroundTasks, is_new: bool) -> Response:
    if is_new:
        tasks.add_task(work)
        return JSONResponse({})
    return JSONResponse({}, background=BackgroundTask(work))


@router.get("/later")
def later(tasks: BackgroundTasks, is_new: bool) -> object:
    if is_new:
        return JSONResponse({}, background=BackgroundTask(work))
    tasks.add_task(work)
    return {}


@router.get("/not-returned")
def not_returned(tasks: BackgroundTasks) -> None:
    tasks.add_task(work)
    work(JSONResponse({}, background=BackgroundTask(work)))


@router.get("/nothing-added")
def nothing_added(tasks: BackgroundTasks) -> Response:
    return JSONResponse({}, background=BackgroundTask(work))


@router.get("/no-response")
def no_response(tasks: BackgroundTasks) -> object:
    tasks.add_task(work)
    return dict(background=BackgroundTask(work))


@router.get("/not-injected")
def not_injected(tasks: Annotated[list[int], Depends(list)]) -> Response:
    tasks.append(1)
    return JSONResponse({}, background=BackgroundTask(work))


@router.websocket("/chat")
async def chat(websocket: WebSocket) -> None:
    await websocket.accept()
    JSONResponse({}, background=BackgroundTask(work))


def no_endpoint(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    return JSONResponse({}, background=BackgroundTask(work))


# -- filled, or answered, by others


def add_work(tasks: BackgroundTasks, number: int = 1) -> None:
    tasks.add_task(work, number)


def answer() -> JSONResponse:
    return JSONResponse({}, background=BackgroundTask(work))


def answer_at_times(is_new: bool) -> JSONResponse:
    if is_new:
        return JSONResponse({}, background=BackgroundTask(work))
    return JSONResponse({})


def answer_with(tasks: BackgroundTasks) -> JSONResponse:
    tasks.add_task(work)
    return JSONResponse({}, background=tasks)


@router.get("/filled-by-a-helper")
def filled_by_a_helper(tasks: BackgroundTasks) -> Response:
    add_work(tasks, 2)
    return JSONResponse({}, background=BackgroundTask(work))  # error: FPI505


@router.get("/answered-by-a-helper")
def answered_by_a_helper(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    return answer()  # error: FPI505


@router.get("/set-later")
def set_later(tasks: BackgroundTasks) -> Response:
    tasks.add_task(work)
    response = JSONResponse({})
    response.background = BackgroundTask(work)  # error: FPI505
    return response


@router.get("/set-to-the-same")
def set_to_the_same(tasks: BackgroundTasks) -> Response:
    add_work(tasks)
    response = JSONResponse({})
    response.background = tasks
    return response


@router.get("/set-on-another")
def set_on_another(tasks: BackgroundTasks, is_new: bool) -> Response:
    tasks.add_task(work)
    other = JSONResponse({})
    other.background = BackgroundTask(work)
    response = answer_at_times(is_new) if other.status_code else JSONResponse({})
    return response


@router.get("/answered-with-them")
def answered_with_them(tasks: BackgroundTasks) -> Response:
    add_work(tasks)
    return answer_with(tasks)
