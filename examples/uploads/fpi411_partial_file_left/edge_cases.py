import logging
import os
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Annotated

import aiofiles
from anyio import to_thread
from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

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


@router.post("/2/iter")
def counted_down(file: UploadFile) -> None:
    left = LIMIT
    with open("a", "wb") as target:
        for chunk in iter(lambda: file.file.read(65536), b""):
            left -= len(chunk)
            if left < 0:
                raise HTTPException(413)  # error: FPI411
            target.write(chunk)


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


async def save(file: UploadFile, path: Path) -> None:
    size = 0
    async with aiofiles.open(path, "wb") as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise ValueError("too large")  # error: FPI411
            await target.write(chunk)


async def save_all(files: list[UploadFile]) -> None:
    for file in files:
        await save(file, folder / "a")


@router.post("/5")
async def through_helpers(files: list[UploadFile]) -> JSONResponse:
    try:
        await save_all(files)
    except ValueError as error:
        return JSONResponse({"detail": str(error)}, 413)
    return JSONResponse({})


@router.post("/6")
async def through_a_helper_and_removed(file: UploadFile) -> None:
    path = folder / "b"
    try:
        await save(file, path)
    except ValueError:
        path.unlink()
        raise


def saved(file: UploadFile) -> str:
    size = 0
    with open("a", "wb") as target:
        while chunk := file.file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)  # error: FPI411
            target.write(chunk)
    return "a"


@router.post("/7")
def through_a_dependency(path: Annotated[str, Depends(saved)]) -> str:
    return path


@router.post("/8")
async def upload_closed(file: UploadFile) -> None:
    size = 0
    try:
        with open("a", "wb") as target:
            while chunk := await file.read(65536):
                size += len(chunk)
                if size > LIMIT:
                    target.close()
                    raise HTTPException(413)  # error: FPI411
                target.write(chunk)
    finally:
        await file.close()


@router.post("/9")
async def removed_at_the_end(file: UploadFile) -> None:
    size = 0
    with tempfile.NamedTemporaryFile(delete=False) as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)  # error: FPI411
            target.write(chunk)
    os.unlink(target.name)


class Saving:
    @staticmethod
    async def save(file: UploadFile) -> str:
        size = 0
        with tempfile.NamedTemporaryFile(delete=False) as target:
            while chunk := await file.read(65536):
                size += len(chunk)
                if size > LIMIT:
                    raise HTTPException(413)  # error: FPI411
                target.write(chunk)
            return target.name

    async def work(self, file: UploadFile) -> int:
        tmp_path = await self.save(file)
        try:
            return len(tmp_path)
        finally:
            os.unlink(tmp_path)


saving = Saving()


@router.post("/10")
async def saved_before_the_try(file: UploadFile) -> int:
    return await saving.work(file)


async def save_inside(file: UploadFile, path: str) -> None:
    size = 0
    with open(path, "wb") as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            target.write(chunk)


@router.post("/11")
async def saved_inside_the_try(file: UploadFile) -> None:
    try:
        await save_inside(file, "a")
    finally:
        os.unlink("a")


@router.post("/12")
async def caught_by_something(file: UploadFile) -> None:
    with suppress(HTTPException):
        await save_inside(file, "a")
    os.unlink("a")


class Files:
    def __init__(self, root: Path) -> None:
        self.root = root

    async def keep(self, name: str, file: UploadFile) -> None:
        await to_thread.run_sync(self._copy, name, file)

    def _copy(self, name: str, file: UploadFile) -> None:
        size = 0
        path = self.root / name
        with path.open("wb") as target:
            while chunk := file.file.read(65536):
                size += len(chunk)
                if size > LIMIT:
                    raise HTTPException(413)  # error: FPI411
                target.write(chunk)

    async def keep_or_remove(self, name: str, file: UploadFile) -> None:
        try:
            await run_in_threadpool(self._copy_again, name, file)
        except HTTPException:
            await to_thread.run_sync((self.root / name).unlink)
            raise

    def _copy_again(self, name: str, file: UploadFile) -> None:
        size = 0
        with (self.root / name).open("wb") as target:
            while chunk := file.file.read(65536):
                size += len(chunk)
                if size > LIMIT:
                    raise HTTPException(413)
                target.write(chunk)


files = Files(folder)


@router.post("/13")
async def copied_in_a_thread(file: UploadFile) -> None:
    await files.keep("a", file)
    await files.keep_or_remove("b", file)


# Innocent: removed


@router.post("/20/iter")
def removed_when_counted_down(file: UploadFile) -> None:
    left = LIMIT
    try:
        with open("a", "wb") as target:
            for chunk in iter(lambda: file.file.read(65536), b""):
                left -= len(chunk)
                if left < 0:
                    raise HTTPException(413)
                target.write(chunk)
    except HTTPException:
        os.unlink("a")
        raise


@router.post("/20/other")
def gone_over_something_else(file: UploadFile) -> None:
    with open("a", "wb") as target:
        for size in iter(lambda: len(file.filename or ""), 0):
            if size > LIMIT:
                raise HTTPException(413)
            target.write(file.file.read(size))


@router.post("/29")
async def caught_and_removed_behind(file: UploadFile) -> None:
    size = 0
    try:
        with open("a", "wb") as target:
            while chunk := await file.read(65536):
                size += len(chunk)
                if size > LIMIT:
                    raise ValueError
                target.write(chunk)
    except ValueError:
        logger.info("too large")
    if size > LIMIT:
        os.unlink("a")


@router.post("/30")
async def removed_at_last(file: UploadFile) -> None:
    size = 0
    try:
        with open("a", "wb") as target:
            while chunk := await file.read(65536):
                size += len(chunk)
                if size > LIMIT:
                    raise HTTPException(413)
                target.write(chunk)
    finally:
        os.unlink("a")


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
    """Its callers know the path: one removes it, one has it in a folder for temporary files."""
    size = 0
    async with aiofiles.open(path, "wb") as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            await target.write(chunk)


async def handed_on(file: UploadFile, path: Path) -> None:
    await helper(file, path)


@router.post("/25")
async def removed_by_the_route(file: UploadFile) -> None:
    path = folder / "b"
    try:
        await handed_on(file, path)
    except HTTPException:
        path.unlink()
        raise


TMP_FOLDER = Path("/var/tmp")


@router.post("/26")
async def in_a_temporary_folder(file: UploadFile) -> None:
    path = TMP_FOLDER / "b"
    await helper(file, path)


def called_by_nobody(file: UploadFile) -> None:
    size = 0
    with open("a", "wb") as target:
        while chunk := file.file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            target.write(chunk)


@router.post("/27")
async def removed_later(file: UploadFile, tasks: BackgroundTasks) -> None:
    size = 0
    path = folder / "a"
    with path.open("wb") as target:
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                tasks.add_task(path.unlink)
                raise HTTPException(413)
            target.write(chunk)


@router.post("/28")
async def removed_by_a_stack(file: UploadFile) -> None:
    size = 0
    with ExitStack() as stack, open("a", "wb") as target:
        stack.callback(os.remove, "a")
        while chunk := await file.read(65536):
            size += len(chunk)
            if size > LIMIT:
                raise HTTPException(413)
            target.write(chunk)


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
