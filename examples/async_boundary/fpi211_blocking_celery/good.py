from celery import Celery
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()
celery = Celery("shop", broker="redis://cache", backend="redis://cache")


@celery.task
def export(name: str) -> str:
    return f"{name}.csv"


@app.post("/exports", status_code=202)
def start_export(name: str) -> str:  # runs in a thread
    return str(export.delay(name).id)


@app.post("/reports", status_code=202)
async def start_report(name: str) -> str:
    task = await run_in_threadpool(export.delay, name)
    return str(task.id)


@app.get("/exports/{task_id}")
def read_state(task_id: str) -> str:
    return str(celery.AsyncResult(task_id).state)
