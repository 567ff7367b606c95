import shutil
import tempfile

from fastapi import FastAPI, UploadFile

app = FastAPI()


def save(file: UploadFile) -> str:
    with tempfile.NamedTemporaryFile(delete=False) as target:
        shutil.copyfileobj(file.file, target)
    return target.name


@app.post("/reports")
async def upload_report(file: UploadFile) -> str:
    return save(file)  # error: FPI404
