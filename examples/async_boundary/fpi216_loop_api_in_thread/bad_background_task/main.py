from fastapi import BackgroundTasks, FastAPI

from .jobs import log_time, log_time_on_loop, schedule

app = FastAPI()


@app.post("/items/{name}")
async def create_item(name: str, tasks: BackgroundTasks) -> str:
    tasks.add_task(log_time, name)
    tasks.add_task(log_time_on_loop, name)
    schedule(name)
    return name
