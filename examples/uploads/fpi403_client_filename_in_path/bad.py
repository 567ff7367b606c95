from pathlib import Path
from shutil import copyfileobj

from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
folder = Path("reports")


@app.post("/reports")
def upload_report(report: UploadFile) -> str:
    if not report.filename:
        raise HTTPException(400)
    path = folder / report.filename
    with path.open("wb") as target:  # error: FPI403
        copyfileobj(report.file, target)
    return report.filename
