"""The application is the default one, in every thread."""

from celery import Celery
from celery.result import AsyncResult
from fastapi import FastAPI

app = FastAPI()
queue = Celery("videos", broker="redis://localhost/0", backend="redis://localhost/1")
queue.set_default()


@app.get("/videos/{job}")
def read_video(job: str) -> str:
    return AsyncResult(job).state
