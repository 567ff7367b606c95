from pathlib import Path
from shutil import copyfileobj
from uuid import uuid4

from fastapi import FastAPI, UploadFile

app = FastAPI()
folder = Path("videos")


@app.post("/videos")
async def upload_video(video: UploadFile) -> str:
    name = uuid4().hex
    with open(folder / name, "wb") as target:
        copyfileobj(video.file, target)  # error: FPI404
    return name
