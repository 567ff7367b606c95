from pathlib import Path
from uuid import uuid4

import anyio
from fastapi import FastAPI, UploadFile

app = FastAPI()
folder = Path("uploads")


@app.post("/videos")
async def upload_video(video: UploadFile) -> str:
    name = uuid4().hex
    content = await video.read()  # error: FPI401
    async with await anyio.open_file(folder / name, "wb") as target:
        await target.write(content)
    return name
