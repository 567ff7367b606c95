from celery import Celery
from fastapi import FastAPI

app = FastAPI()
celery = Celery("shop", broker="redis://cache", backend="redis://cache")


@celery.task
def export(name: str) -> str:
    return f"{name}.csv"


@app.post("/exports")
async def start_export(name: str) -> str:
    return export.delay(name).id  # error: FPI211


@app.get("/exports/{task_id}")
async def read_export(task_id: str) -> str:
    return celery.AsyncResult(task_id).get(timeout=30)  # error: FPI211
