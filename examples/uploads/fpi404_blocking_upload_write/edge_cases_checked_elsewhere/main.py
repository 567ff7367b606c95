import shutil

from fastapi import APIRouter, UploadFile

from .checks import Checks, check_all, check_end, check_kind

router = APIRouter()
checks = Checks()


@router.post("/1")
async def kind(file: UploadFile) -> None:
    check_kind(file)
    with open("one.pdf", "wb") as target:
        shutil.copyfileobj(file.file, target)  # error: FPI404


@router.post("/2")
async def kind_by_method(file: UploadFile) -> None:
    checks.kind(file)
    with open("two.pdf", "wb") as target:
        shutil.copyfileobj(file.file, target)  # error: FPI404


@router.post("/3")
async def size_too(file: UploadFile) -> None:
    check_all(file)
    with open("three.pdf", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/4")
async def size_by_its_end(file: UploadFile) -> None:
    check_end(file)
    with open("four.pdf", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/5")
async def size_by_method(file: UploadFile) -> None:
    checks.all(file)
    with open("five.pdf", "wb") as target:
        shutil.copyfileobj(file.file, target)
