"""Tasks that Celery can run, and tasks that it cannot."""

from collections.abc import Callable
from typing import Any

from celery import Celery, Task, current_task, shared_task

queue = Celery("shop", broker="redis://localhost")
DURABLE = {"bind": True, "max_retries": 3}


class Own(Celery): ...


own = Own("own", broker="redis://localhost")


class AwaitingTask(Task):  # type: ignore[misc]
    def __call__(self, *args: Any, **kwargs: Any) -> None: ...


def awaited(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


# -- wrong


@queue.task()
async def called() -> None: ...  # error: FPI510


@queue.task(bind=True, name="bound")
async def bound(self: Any) -> None: ...  # error: FPI510


job = queue.task


@job
async def under_another_name() -> None: ...  # error: FPI510


@job(name="retrying")
def retrying_under_another_name(self: Any) -> None:  # error: FPI510
    self.retry()


@queue.task(ignore_result=True)
async def ignored() -> None: ...  # error: FPI510


@queue.task
def retrying(task: Any, path: str) -> None:  # error: FPI510
    task.update_state(state="HALF", meta={"path": path})
    task.retry()


@queue.task
def named_in_a_log(self: Any, path: str) -> None:  # error: FPI510
    print(self.request.id, path)


# -- right, or nobody knows


@queue.task
def of_a_request(job: Any) -> None:
    print(job.request)


@queue.task
@awaited
async def wrapped() -> None: ...


@queue.task(base=AwaitingTask)
async def of_own_base() -> None: ...


@queue.task(**DURABLE)
async def of_some_kind() -> None: ...


@own.task
async def of_own_application() -> None: ...


@shared_task
async def of_both_applications() -> None: ...


@queue.task(base=AwaitingTask)
def retrying_with_base(self: Any) -> None:
    self.retry()


@queue.task(**DURABLE)
def retrying_with_options(self: Any) -> None:
    self.retry()


@queue.task(bind=True)
def retrying_when_bound(self: Any) -> None:
    self.retry()


@queue.task
def retrying_itself(path: str) -> None:
    retrying_itself.retry((path,))
    current_task.retry()


@queue.task
def retrying_the_second(path: str, job: Any) -> None:
    job.retry(path)


@queue.task
def nothing() -> None: ...


async def no_task(self: Any) -> None:
    self.retry()
