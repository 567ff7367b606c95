"""
What Starlette and FastAPI do with uploads.

FPI401 and FPI405 rest on these claims.
"""

from __future__ import annotations

import inspect
import tempfile
from typing import Any

import pytest
from fastapi import FastAPI, UploadFile
from starlette.testclient import TestClient

MEBIBYTE = 1024 * 1024


def post(endpoint: Any, content: bytes, *, raises: bool = True, **app: Any) -> Any:
    application = FastAPI(**app)
    application.post("/")(endpoint)
    client = TestClient(application, raise_server_exceptions=raises)
    return client.post("/", files={"file": ("a.bin", content)})


@pytest.mark.parametrize("method", ["read", "write", "seek", "close"])
def test_upload_methods_are_coroutines(method: str) -> None:
    assert inspect.iscoroutinefunction(getattr(UploadFile, method))


@pytest.mark.filterwarnings("ignore:coroutine 'UploadFile.read' was never awaited")
def test_read_in_a_def_endpoint_gives_a_coroutine() -> None:
    def read(file: UploadFile) -> str:
        return type(file.read()).__name__

    assert post(read, b"data").json() == "coroutine"


def test_the_file_of_an_upload_is_read_without_await() -> None:
    def read(file: UploadFile) -> str:
        return file.file.read().decode()

    assert post(read, b"data").json() == "data"


def test_read_without_size_gives_the_whole_upload() -> None:
    async def read(file: UploadFile) -> int:
        return len(await file.read())

    assert post(read, b"x" * (3 * MEBIBYTE)).json() == 3 * MEBIBYTE


def test_read_with_size_gives_a_chunk() -> None:
    async def read(file: UploadFile) -> list[int]:
        sizes = []
        while chunk := await file.read(MEBIBYTE):
            sizes.append(len(chunk))
        return sizes

    assert post(read, b"x" * (2 * MEBIBYTE + 5)).json() == [MEBIBYTE, MEBIBYTE, 5]


def test_read_with_size_minus_one_gives_the_whole_upload() -> None:
    async def read(file: UploadFile) -> int:
        return len(await file.read(-1))

    assert post(read, b"x" * (2 * MEBIBYTE)).json() == 2 * MEBIBYTE


@pytest.mark.parametrize(("size", "on_disk"), [(MEBIBYTE, False), (MEBIBYTE + 1, True)])
def test_uploads_over_one_mebibyte_are_on_disk(size: int, on_disk: bool) -> None:
    async def read(file: UploadFile) -> bool:
        assert isinstance(file.file, tempfile.SpooledTemporaryFile)
        return bool(vars(file.file)["_rolled"])

    assert post(read, b"x" * size).json() is on_disk


def test_the_size_is_known_before_anything_is_read() -> None:
    async def read(file: UploadFile) -> int | None:
        return file.size

    assert post(read, b"x" * 1234).json() == 1234


def test_there_is_no_limit_unless_one_is_set() -> None:
    async def read(file: UploadFile) -> int | None:
        return file.size

    content = b"x" * (8 * MEBIBYTE)
    assert post(read, content).json() == len(content)
    if "max_body_size" in inspect.signature(FastAPI).parameters:
        assert post(read, content, max_body_size=MEBIBYTE).status_code == 413
