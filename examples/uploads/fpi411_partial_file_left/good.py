from uuid import uuid4

import anyio
from fastapi import FastAPI, HTTPException, UploadFile

app = FastAPI()
folder = anyio.Path("videos")
LIMIT = 500 * 1024 * 1024


@app.post("/videos")
async def upload_video(video: UploadFile) -> str:
    path = folder / uuid4().hex
    size = 0
    try:
        async with await path.open("wb") as target:
            while chunk := await video.read(1024 * 1024):
                size += len(chunk)
                if size > LIMIT:
                    raise HTTPException(413)
                await target.write(chunk)
    except BaseException:
        await path.unlink(missing_ok=True)
        raise
    return path.name
