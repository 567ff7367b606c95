"""Old files are removed by and by, whether they are complete or not."""

import time
from pathlib import Path

import anyio
from fastapi import APIRouter, HTTPException, UploadFile

router = APIRouter()
folder = Path("uploads")
LIMIT = 1024 * 1024


async def sweep() -> None:
    while True:
        for path in folder.iterdir():
            if path.stat().st_mtime < time.time() - 3600:
                path.unlink()
        await anyio.sleep(600)


@router.post("/videos")
async def upload_video(video: UploadFile) -> None:
    size = 0
    async with await anyio.open_file(folder / "a", "wb") as target:
        while chunk := await video.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            await target.write(chunk)
