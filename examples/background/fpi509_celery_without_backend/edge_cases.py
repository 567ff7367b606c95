"""Results that are read, and results that are not."""

from typing import Any

from celery import Celery
from celery.result import AsyncResult
from fastapi import APIRouter

router = APIRouter()
queue = Celery("videos", broker="redis://localhost/0", backend=None)
OPTIONS = {"include": ["tasks"]}
other = Celery("other", broker="redis://localhost/0", **OPTIONS)
third = Celery("third", None, "rpc://", broker="redis://localhost/0")


class Own(Celery): ...


own = Own("own", broker="redis://localhost/0")


class Job:
    state = "queued"

    def get(self) -> str:
        return self.state


@queue.task
def encode(path: str) -> str:
    return path


@router.get("/reads")
def reads(job: str) -> list[Any]:
    return [
        encode.AsyncResult(job).status,  # error: FPI509
        encode.delay(job).get(),  # error: FPI509
        encode.apply_async((job,)).ready(),  # error: FPI509
        AsyncResult(job, app=queue).info,  # error: FPI509
    ]


@router.get("/once")
def once(job: str) -> dict[str, Any]:
    result = queue.AsyncResult(job)
    if result.successful():  # error: FPI509
        return {"result": result.result}
    return {"failed": result.failed(), "state": result.state}


@router.get("/fine")
def fine(job: str) -> list[Any]:
    result = encode.delay(job)
    job_of_ours = Job()
    queue.AsyncResult(job).revoke()
    return [
        result.id,
        result.task_id,
        job_of_ours.state,
        job_of_ours.get(),
        third.AsyncResult(job).state,
        other.AsyncResult(job).state,
        own.AsyncResult(job).state,
        AsyncResult(job).state,  # of which application, nobody knows
    ]
