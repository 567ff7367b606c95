from fastapi import APIRouter, HTTPException, UploadFile

router = APIRouter()
LIMIT = 1_000_000


async def put_back(file: UploadFile) -> bytes:
    content = await file.read()  # error: FPI407
    await file.seek(0)
    if len(content) > LIMIT:
        raise HTTPException(413)
    return content


async def put_back_each(files: list[UploadFile]) -> None:
    for file in files:
        content = await file.read()  # error: FPI407
        if len(content) > LIMIT:
            raise HTTPException(413)
        await file.seek(0)


async def put_back_by_others(file: UploadFile) -> bytes:  # who may have asked for the size
    await file.seek(0)
    content = await file.read()
    if len(content) > LIMIT:
        raise HTTPException(413)
    return content


@router.post("/1")
async def one(file: UploadFile, other: UploadFile, files: list[UploadFile]) -> None:
    await put_back_each(files)
    await put_back(file)
    await put_back_by_others(other)
