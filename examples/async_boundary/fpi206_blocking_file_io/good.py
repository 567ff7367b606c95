import json
import shutil
from pathlib import Path

import anyio
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()
REPORTS = Path("reports")


@app.get("/reports/{report_id}")
async def read_report(report_id: int) -> str:
    return await anyio.Path(REPORTS, f"{report_id}.json").read_text()


@app.put("/reports/{report_id}")
def write_report(report_id: int, report: dict[str, str]) -> None:
    with open(REPORTS / f"{report_id}.json", "w") as file:  # a `def` route runs in a thread
        json.dump(report, file)


@app.post("/reports/archive")
async def archive_reports() -> None:
    await run_in_threadpool(shutil.make_archive, "archive", "zip", REPORTS)
