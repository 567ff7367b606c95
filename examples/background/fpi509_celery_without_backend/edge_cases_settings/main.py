"""The settings name a backend."""

from fastapi import FastAPI

from edge_cases_settings.queue import queue

app = FastAPI()


@app.get("/videos/{job}")
def read_video(job: str) -> dict[str, str]:
    return {"state": queue.AsyncResult(job).state}
