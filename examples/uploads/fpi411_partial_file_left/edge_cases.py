import logging
import os
import tempfile
from pathlib import Path

import aiofiles
from fastapi import APIRouter, HTTPException, UploadFile

router = APIRouter()
folder = Path("uploads")
logger = logging.getLogger(__name__)
LIMIT = 1024 * 1024


# Alarms


@router.post("/1")
def with_open(file: UploadFile) -> None:
    size = 0
    with open("a", "wb") as target:
        while chunk := file.file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)  # error: FPI411
            target.write(chunk)


@router.post("/2")
async def endless_loop(file: UploadFile) -> None:
    size = 0
    async with aiofiles.open("a", "wb") as target:
        while True:
            chunk = await file.read(65536)
            if not chunk:
                break
            size += len(chunk)
            await target.write(chunk)
            if size > LIMIT:
                raise HTTPException(413)  # error: FPI411


@router.post("/3")
def logged(file: UploadFile) -> None:
    try:
        with (folder / "a").open("wb") as target:
            while chunk := file.file.read(65536):
                if b"<script" in chunk:
                    raise HTTPException(400)  # error: FPI411
                target.write(chunk)
    except OSError as error:
        logger.exception("no space")
        raise HTTPException(507) from error


@router.post("/4")
async def temporary_but_kept(file: UploadFile) -> str:
    size = 0
    with tempfile.NamedTemporaryFile(delete=False) as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)  # error: FPI411
            target.write(chunk)
    return target.name


# Innocent: removed


@router.post("/21")
def removed_before(file: UploadFile) -> None:
    size = 0
    with open("a", "wb") as target:
        while chunk := file.file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                os.remove("a")
                raise HTTPException(413)
            target.write(chunk)


def forget(path: Path) -> None:
    os.remove(path)


@router.post("/22")
def removed_by_a_helper(file: UploadFile) -> None:
    size = 0
    path = folder / "a"
    try:
        with path.open("wb") as target:
            while chunk := file.file.read(65536):
                size += len(chunk)
                if size > LIMIT:
                    raise HTTPException(413)
                target.write(chunk)
    except HTTPException:
        forget(path)
        raise


@router.post("/23")
def temporary(file: UploadFile) -> None:
    size = 0
    with tempfile.TemporaryDirectory() as place, open(f"{place}/a", "wb") as target:
        while chunk := file.file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            target.write(chunk)


@router.post("/24")
async def temporary_file(file: UploadFile) -> None:
    size = 0
    with tempfile.NamedTemporaryFile() as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            target.write(chunk)


async def helper(file: UploadFile, path: Path) -> None:
    """Its caller knows the path, and may remove it."""
    size = 0
    async with aiofiles.open(path, "wb") as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            await target.write(chunk)


# Innocent: nothing is left, or nothing is raised


@router.post("/31")
def in_memory(file: UploadFile) -> int:
    content = bytearray()
    while chunk := file.file.read(65536):
        content += chunk
        if len(content) > LIMIT:
            raise HTTPException(413)
    return len(content)


@router.post("/32")
def written_afterwards(file: UploadFile) -> None:
    content = bytearray()
    while chunk := file.file.read(65536):
        content += chunk
        if len(content) > LIMIT:
            raise HTTPException(413)
    with open("a", "wb") as target:
        target.write(content)


@router.post("/33")
def caught_in_the_loop(file: UploadFile) -> None:
    with open("a", "wb") as target:
        while chunk := file.file.read(65536):
            try:
                if b"<script" in chunk:
                    raise ValueError
            except ValueError:
                continue
            target.write(chunk)


@router.post("/34")
def never_refused(file: UploadFile) -> None:
    with open("a", "wb") as target:
        while chunk := file.file.read(65536):
            target.write(chunk)


@router.post("/35")
def raised_elsewhere(file: UploadFile) -> None:
    if not file.size:
        raise HTTPException(400)
    with open("a", "wb") as target:
        while chunk := file.file.read(65536):
            target.write(chunk)
