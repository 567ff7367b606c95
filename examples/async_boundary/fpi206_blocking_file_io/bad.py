import base64
import shutil
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()
REPORTS = Path("reports")


@app.get("/reports/{report_id}")
async def read_report(report_id: int) -> str:
    return (REPORTS / f"{report_id}.csv").read_text()  # error: FPI206


@app.put("/reports/{report_id}/picture")
async def write_picture(report_id: int, picture: bytes) -> None:
    with open(REPORTS / f"{report_id}.png", "wb") as file:  # error: FPI206
        file.write(picture)


@app.get("/reports/{report_id}/picture")
async def read_picture(report_id: int) -> dict[str, bytes]:
    picture = (REPORTS / f"{report_id}.png").read_bytes()  # error: FPI206
    return {"picture": base64.b64encode(picture)}


@app.post("/reports/archive")
async def archive_reports() -> None:
    shutil.make_archive("archive", "zip", REPORTS)  # error: FPI206
