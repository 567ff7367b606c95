# options: background-limit = 5
"""The limit is an option."""

import time

from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


def seven() -> None:
    time.sleep(7)


def five() -> None:
    time.sleep(5)


@app.post("/")
def start(tasks: BackgroundTasks) -> None:
    tasks.add_task(seven)  # error: FPI502
    tasks.add_task(five)
