from pathlib import Path
from uuid import uuid4

import anyio
from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
folder = Path("videos")
LIMIT = 500 * 1024 * 1024


@app.post("/videos")
async def upload_video(video: UploadFile) -> str:
    path = folder / uuid4().hex
    size = 0
    async with await anyio.open_file(path, "wb") as target:
        while chunk := await video.read(1024 * 1024):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)  # error: FPI411
            await target.write(chunk)
    return path.name
