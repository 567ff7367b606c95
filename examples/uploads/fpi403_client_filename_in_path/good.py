from pathlib import Path
from shutil import copyfileobj
from uuid import uuid4

from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
folder = Path("reports")


@app.post("/reports")
def upload_report(report: UploadFile) -> str:
    if not report.filename:
        raise HTTPException(400)
    path = folder / f"{uuid4().hex}{Path(report.filename).suffix}"
    with path.open("wb") as target:
        copyfileobj(report.file, target)
    return path.name
