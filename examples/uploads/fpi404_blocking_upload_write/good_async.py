from pathlib import Path
from uuid import uuid4

import anyio
from fastapi import FastAPI, UploadFile

app = FastAPI()
folder = Path("videos")


@app.post("/videos")
async def upload_video(video: UploadFile) -> str:
    name = uuid4().hex
    async with await anyio.open_file(folder / name, "wb") as target:
        while chunk := await video.read(1024 * 1024):
            await target.write(chunk)
    return name
