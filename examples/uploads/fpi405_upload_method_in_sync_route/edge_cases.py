import asyncio
import io
import json
from collections.abc import Coroutine
from typing import Annotated, Any

import anyio.from_thread
import fastapi
from asgiref.sync import async_to_sync
from fastapi import APIRouter, Depends, File, UploadFile
from starlette.datastructures import UploadFile as StarletteUploadFile

router = APIRouter()
Picture = Annotated[UploadFile, File()]


# Alarms


@router.post("/1")
def read_and_used(file: UploadFile) -> Any:
    return json.loads(file.read())  # error: FPI405


@router.post("/2")
def attribute(file: fastapi.UploadFile = File(...)) -> str:
    return file.read().decode()  # error: FPI405


@router.post("/3")
def assigned(file: Annotated[UploadFile, File()]) -> int:
    content = file.read()  # error: FPI405
    return len(content)


@router.post("/4")
def aliased(file: Picture) -> None:
    file.seek(0)  # error: FPI405
    file.file.read()
    file.close()  # error: FPI405


@router.post("/5")
def wrapped(file: UploadFile | None = None) -> int:
    if file is None:
        return 0
    return len(io.BytesIO(file.read()).getvalue())  # error: FPI405


@router.post("/6")
def several(files: list[UploadFile]) -> int:
    size = 0
    for file in files:
        size += len(file.read())  # error: FPI405
    return size


@router.post("/7")
def written(file: UploadFile) -> None:
    with open("a", "wb") as target:
        target.write(file.read())  # error: FPI405


@router.post("/8")
def returned(file: UploadFile) -> Any:
    return file.read()  # error: FPI405


def dependency(file: UploadFile) -> bytes:
    content = file.read()  # error: FPI405
    return content[:10]


def helper(file: StarletteUploadFile) -> str:
    return file.read().decode()  # error: FPI405


@router.post("/9")
def endpoint(head: Annotated[bytes, Depends(dependency)]) -> None: ...


def given_uploads(file: UploadFile) -> str:
    return file.read().decode()  # error: FPI405


@router.post("/given-uploads")
def gives_uploads(file: UploadFile) -> int:
    return len(given_uploads(file)) + len(given_uploads(file=file))


# Innocent


def given_files(name: str, file: UploadFile) -> str:  # its callers know better
    return file.read().decode()


class Store:
    def given_a_file(self, file: UploadFile) -> str:
        return file.read().decode()


store = Store()


@router.post("/given-files")
def gives_files(file: UploadFile) -> int:
    return len(given_files("a", file.file)) + len(store.given_a_file(file=file.file))


@router.post("/21")
def of_the_file(file: UploadFile) -> int:
    file.file.seek(0)
    return len(file.file.read())


@router.post("/22")
def run_by_asyncio(file: UploadFile) -> bytes:
    return asyncio.run(file.read())


@router.post("/23")
def run_by_a_loop(file: UploadFile) -> bytes:
    loop = asyncio.new_event_loop()
    content = file.read()
    return loop.run_until_complete(content)


@router.post("/24")
def run_by_anyio(file: UploadFile) -> bytes:
    return anyio.from_thread.run(file.read)


@router.post("/25")
def run_by_asgiref(file: UploadFile) -> bytes:
    return async_to_sync(file.read)()


@router.post("/26")
async def awaited(file: UploadFile) -> bytes:
    return await file.read()


@router.post("/27")
async def not_awaited_in_async_def(file: UploadFile) -> None:
    """Said by FPI213."""
    file.close()


def coroutine_for_the_caller(file: UploadFile) -> Coroutine[Any, Any, bytes]:
    return file.read()


@router.post("/28")
async def caller(file: UploadFile) -> bytes:
    return await coroutine_for_the_caller(file)


@router.post("/29")
def of_a_file(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


@router.post("/30")
def bytes_upload(file: Annotated[bytes, File()]) -> int:
    return len(file)


def unknown(file) -> int:
    return len(file.read())


@router.post("/31")
def shadowed(file: UploadFile) -> int:
    with open("a", "rb") as file:
        return len(file.read())


@router.post("/32")
def other_methods(file: UploadFile) -> str:
    return str(file.filename)
