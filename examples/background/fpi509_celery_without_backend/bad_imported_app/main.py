from typing import Any

from celery.result import AsyncResult
from fastapi import FastAPI

from bad_imported_app.queue import queue

app = FastAPI()


@app.get("/videos/{job}")
def read_video(job: str) -> dict[str, Any]:
    result = AsyncResult(job, app=queue)
    if result.ready():  # error: FPI509
        return {"state": result.state, "result": result.result}
    return {"state": result.state}


@app.post("/videos")
def create_video(path: str) -> Any:
    return queue.send_task("encode", [path]).get(timeout=10)  # error: FPI509
