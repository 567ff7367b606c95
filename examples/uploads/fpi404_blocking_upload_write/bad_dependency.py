import shutil

from fastapi import APIRouter, Depends, UploadFile

router = APIRouter()


async def dependency(files: list[UploadFile]) -> None:
    for file in files:
        with open("a", "wb") as target:
            shutil.copyfileobj(file.file, target)  # error: FPI404


@router.post("/videos", dependencies=[Depends(dependency)])
async def through_a_dependency() -> None: ...
