import base64
import shutil
from pathlib import Path

import anyio
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()
REPORTS = Path("reports")


@app.get("/reports/{report_id}")
async def read_report(report_id: int) -> str:
    return await anyio.Path(REPORTS, f"{report_id}.csv").read_text()


@app.put("/reports/{report_id}/picture")
async def write_picture(report_id: int, picture: bytes) -> None:
    async with await anyio.open_file(REPORTS / f"{report_id}.png", "wb") as file:
        await file.write(picture)


@app.get("/reports/{report_id}/picture")
def read_picture(report_id: int) -> dict[str, bytes]:  # a `def` route runs in a thread
    picture = (REPORTS / f"{report_id}.png").read_bytes()
    return {"picture": base64.b64encode(picture)}


@app.post("/reports/archive")
async def archive_reports() -> None:
    await run_in_threadpool(shutil.make_archive, "archive", "zip", REPORTS)
