import json
import shutil
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()
REPORTS = Path("reports")


@app.get("/reports/{report_id}")
async def read_report(report_id: int) -> str:
    return (REPORTS / f"{report_id}.json").read_text()  # error: FPI206


@app.put("/reports/{report_id}")
async def write_report(report_id: int, report: dict[str, str]) -> None:
    with open(REPORTS / f"{report_id}.json", "w") as file:  # error: FPI206
        json.dump(report, file)


@app.post("/reports/archive")
async def archive_reports() -> None:
    shutil.make_archive("archive", "zip", REPORTS)  # error: FPI206
