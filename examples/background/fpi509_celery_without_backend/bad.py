from celery import Celery
from fastapi import FastAPI

app = FastAPI()
queue = Celery("videos", broker="redis://localhost/0")


@queue.task
def encode(path: str) -> str:
    return f"{path}.webm"


@app.post("/videos")
def create_video(path: str) -> str | None:
    return encode.delay(path).id


@app.get("/videos/{job}")
def read_video(job: str) -> dict[str, str]:
    result = queue.AsyncResult(job)
    return {"state": result.state}  # error: FPI509
