from fastapi import FastAPI

from .queue import queue

app = FastAPI()


@app.get("/jobs/{job}")
def read_job(job: str) -> str:
    return str(queue.AsyncResult(job).state)  # error: FPI509
