from pathlib import Path

import aiofiles
from fastapi import UploadFile
from starlette.datastructures import UploadFile as StarletteUploadFile


async def save(file: UploadFile, path: Path) -> None:
    async with aiofiles.open(path, "wb") as target:
        await target.write(await file.read())  # error: FPI401


async def save_starlette(file: StarletteUploadFile) -> None:
    async with aiofiles.open("a", "wb") as target:
        await target.write(await file.read())  # error: FPI401
