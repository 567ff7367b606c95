import os

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import FileResponse

app = FastAPI()


def count_download(path: str) -> None:
    print(f"{path} was downloaded")


@app.get("/reports/{year}")
def read_report(year: int, tasks: BackgroundTasks) -> FileResponse:
    path = f"/tmp/report-{year}.csv"
    tasks.add_task(count_download, path)
    tasks.add_task(os.remove, path)
    return FileResponse(path)
