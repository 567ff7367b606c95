from pathlib import Path
from uuid import uuid4

from fastapi import FastAPI, HTTPException, Request, UploadFile

app = FastAPI()
folder = Path("uploads")


@app.post("/portraits")
def upload_portrait(request: Request, portrait: UploadFile) -> str:
    if int(request.headers.get("content-length", 0)) > 1024 * 1024:
        raise HTTPException(413)
    name = uuid4().hex
    (folder / name).write_bytes(portrait.file.read())
    return name
