"""Celery takes the backend from the environment by itself."""

from celery import Celery
from fastapi import FastAPI

app = FastAPI()
queue = Celery("videos", broker="redis://redis/0")


@app.get("/videos/{job}")
def read_video(job: str) -> dict[str, str]:
    return {"state": queue.AsyncResult(job).state}
