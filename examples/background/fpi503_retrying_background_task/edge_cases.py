# options: enable = FPI503
"""What is retried, and what is not."""

from contextlib import AbstractContextManager, nullcontext

import tenacity
from fastapi import APIRouter, BackgroundTasks
from tenacity import AsyncRetrying, retry, stop_after_attempt

router = APIRouter()


@retry
def bare() -> None: ...


@tenacity.retry(stop=stop_after_attempt(3))
async def by_module() -> None: ...


durable = retry(stop=stop_after_attempt(3))


@durable
def under_a_name() -> None: ...


async def by_hand() -> None:
    async for attempt in AsyncRetrying(stop=stop_after_attempt(3)):
        with attempt:
            print("sent")


async def through_a_helper() -> None:
    print("sending")
    await by_module()


async def goes_on_without_it() -> None:
    try:
        await by_module()
    except Exception:
        print("not sent")
    print("done")


async def fails_without_it() -> None:
    try:
        await by_module()
    except Exception:
        print("not sent")
        raise


def retry_by_name() -> None:
    print("retry")


def through_two_helpers() -> None:
    other()


def other() -> None:
    bare()


@retry(stop=stop_after_attempt(2))
def lock() -> AbstractContextManager[None]:
    return nullcontext()


def works_in_a_lock() -> None:
    with lock():
        print("work")


@router.post("/")
def create(tasks: BackgroundTasks) -> None:
    bare()
    tasks.add_task(bare)  # error: FPI503
    tasks.add_task(by_module)  # error: FPI503
    tasks.add_task(by_hand)  # error: FPI503
    tasks.add_task(through_a_helper)  # error: FPI503
    tasks.add_task(goes_on_without_it)
    tasks.add_task(fails_without_it)  # error: FPI503
    tasks.add_task(retry_by_name)
    tasks.add_task(through_two_helpers)
    tasks.add_task(print, "retry")
    tasks.add_task(works_in_a_lock)
