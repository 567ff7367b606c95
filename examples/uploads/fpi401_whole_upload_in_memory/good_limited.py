from pathlib import Path
from uuid import uuid4

from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
folder = Path("uploads")


@app.post("/portraits")
def upload_portrait(portrait: UploadFile) -> str:
    if portrait.size is None or portrait.size > 1024 * 1024:
        raise HTTPException(413)
    name = uuid4().hex
    (folder / name).write_bytes(portrait.file.read())
    return name
