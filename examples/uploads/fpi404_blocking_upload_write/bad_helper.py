import shutil

from fastapi import APIRouter, UploadFile

router = APIRouter()


def save(file: UploadFile) -> None:
    with open("a", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/videos")
async def upload_video(video: UploadFile) -> None:
    save(video)  # error: FPI404
