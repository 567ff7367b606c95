import os

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

app = FastAPI()


def count_download(path: str) -> None:
    print(f"{path} was downloaded")


@app.get("/reports/{year}")
def read_report(year: int, tasks: BackgroundTasks) -> FileResponse:
    path = f"/tmp/report-{year}.csv"
    tasks.add_task(count_download, path)
    return FileResponse(path, background=BackgroundTask(os.remove, path))  # error: FPI505
