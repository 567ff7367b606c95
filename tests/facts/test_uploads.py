"""
What Starlette and FastAPI do with uploads.

FPI401, FPI403, FPI405 and FPI407 rest on these claims.
"""

from __future__ import annotations

import inspect
import os
import tempfile
from pathlib import Path, PureWindowsPath
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


# -- the file name ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\x", "a/../b"])
def test_the_file_name_arrives_as_the_client_sent_it(name: str) -> None:
    async def read(file: UploadFile) -> str | None:
        return file.filename

    application = FastAPI()
    application.post("/")(read)
    response = TestClient(application).post("/", files={"file": (name, b"data")})
    assert response.json() == name


def test_joining_such_a_name_leaves_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "../outside").write_text("data")
    assert (tmp_path / "outside").read_text() == "data"
    assert folder / "/etc/passwd" == Path("/etc/passwd")
    assert os.path.join("uploads", "/etc/passwd") == "/etc/passwd"


@pytest.mark.skipif(os.name == "nt", reason="there it leaves the folder")
def test_behind_a_prefix_a_slash_names_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        (tmp_path / "5f1c_../../outside").write_text("data")


def test_the_last_part_of_a_name_has_no_folders() -> None:
    assert Path("../../etc/passwd").name == "passwd"
    assert Path("/etc/passwd").name == "passwd"
    assert PureWindowsPath("..\\..\\x.txt").name == "x.txt"
    assert Path("../a.b/c").suffix == ""
