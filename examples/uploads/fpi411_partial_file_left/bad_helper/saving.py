from pathlib import Path

import anyio
from fastapi import HTTPException, UploadFile

LIMIT = 500 * 1024 * 1024


async def save(upload: UploadFile, path: Path) -> None:
    size = 0
    async with await anyio.open_file(path, "wb") as target:
        while chunk := await upload.read(1024 * 1024):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)  # error: FPI411
            await target.write(chunk)
