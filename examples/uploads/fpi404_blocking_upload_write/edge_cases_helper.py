import shutil

from fastapi import APIRouter, HTTPException, UploadFile

router = APIRouter()
LIMIT = 5_000_000


def save(file: UploadFile) -> None:
    with open("a", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/1")
async def size_unknown(picture: UploadFile) -> None:
    save(picture)  # error: FPI404


@router.post("/2")
async def size_found_before(picture: UploadFile) -> None:
    picture.file.seek(0, 2)
    length = picture.file.tell()
    picture.file.seek(0)
    if length > LIMIT:
        raise HTTPException(413)
    save(picture)


@router.post("/3")
async def size_of_another_one(picture: UploadFile, video: UploadFile) -> None:
    video.file.seek(0, 2)
    if video.file.tell() > LIMIT:
        raise HTTPException(413)
    save(picture)  # error: FPI404
