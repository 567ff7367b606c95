import tarfile
from pathlib import Path
from uuid import uuid4

from fastapi import FastAPI, UploadFile

app = FastAPI()
folder = Path("projects")


@app.post("/projects")
def upload_project(archive: UploadFile) -> str:
    name = uuid4().hex
    with tarfile.open(fileobj=archive.file, mode="r:gz") as tar:
        tar.extractall(folder / name, filter="data")
    return name
