from typing import Any

from celery import Celery
from celery.result import AsyncResult
from fastapi import Depends, FastAPI

app = FastAPI()
queue = Celery("videos", broker="redis://localhost/0", backend="redis://localhost/1")


@queue.task
def encode(path: str) -> str:
    return f"{path}.webm"


@app.post("/videos")
def create_video(path: str) -> str | None:
    return encode.delay(path).id


@app.get("/videos/{job}")
def read_video(job: str) -> dict[str, Any]:
    result = AsyncResult(job)
    return {"state": result.state, "result": result.result}  # error: FPI509


def state_of(job: str) -> str:
    return AsyncResult(job).state  # error: FPI509


@app.get("/states/{job}")
async def read_state(state: str = Depends(state_of)) -> str:
    return state


@app.get("/on-the-loop/{job}")
async def on_the_loop(job: str) -> str:
    return AsyncResult(job).state


@app.get("/named/{job}")
def named(job: str) -> list[str]:
    return [
        AsyncResult(job, app=queue).state,
        AsyncResult(job, None, None, None, queue).state,
        queue.AsyncResult(job).state,
        encode.AsyncResult(job).state,
    ]


def made_elsewhere(job: str) -> AsyncResult:
    return AsyncResult(job)


@app.get("/elsewhere/{job}")
def read_elsewhere(job: str) -> str:
    return made_elsewhere(job).state


@app.get("/lambda/{job}")
def read_in_a_lambda(job: str) -> Any:
    result = AsyncResult(job)
    return (lambda: result.state)()
