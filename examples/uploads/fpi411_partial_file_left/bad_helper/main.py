from pathlib import Path
from uuid import uuid4

from fastapi import FastAPI, UploadFile

from .saving import save

app = FastAPI()
folder = Path("videos")


@app.post("/videos")
async def upload_video(video: UploadFile) -> str:
    path = folder / uuid4().hex
    await save(video, path)
    return path.name
