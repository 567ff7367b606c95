"""
What Starlette and FastAPI do with uploads.

The rules FPI401 to FPI413 rest on these claims.
"""

from __future__ import annotations

import base64
import inspect
import io
import json
import os
import sys
import tarfile
import tempfile
import warnings
import zipfile
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Annotated, Any

import pytest
from fastapi import Body, Depends, FastAPI, File, Form, HTTPException, Request, Response, UploadFile
from fastapi.routing import APIRoute
from fastapi.security import OAuth2PasswordRequestForm
from pydantic import BaseModel
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from tests.facts.versions import holds

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


@pytest.mark.skipif(os.name == "nt", reason="there it leaves the folder")
def test_behind_a_prefix_a_name_leaves_the_folder_that_is_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "uploads" / "5f1c_../../../outside"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("data")
    assert (tmp_path / "outside").read_text() == "data"


def test_the_last_part_of_a_name_has_no_folders() -> None:
    assert Path("../../etc/passwd").name == "passwd"
    assert Path("/etc/passwd").name == "passwd"
    assert PureWindowsPath("..\\..\\x.txt").name == "x.txt"
    assert Path("../a.b/c").suffix == ""


# -- next to a JSON body -----------------------------------------------------------------------


class Item(BaseModel):
    name: str


class Row(SQLModel):
    name: str


@dataclass
class Plain:
    name: str


def a_row(item: Row, file: UploadFile | None = None) -> str:
    return item.name


def a_dataclass(item: Plain, file: UploadFile | None = None) -> str:
    return item.name


def next_to_a_file(item: Item, file: UploadFile | None = None) -> str:
    return item.name


def next_to_a_form(item: Annotated[Item, Body()], text: Annotated[str, Form()] = "") -> str:
    return item.name


def a_list_of_models(item: list[Item], file: UploadFile | None = None) -> str:
    return item[0].name


def a_dictionary(item: dict[str, str], file: UploadFile | None = None) -> str:
    return item["name"]


def a_scalar(item: Annotated[str, Body()], file: UploadFile | None = None) -> str:
    return item


WAYS = [
    {"json": {"name": "x"}},
    {"json": {"item": {"name": "x"}}},
    {"data": {"name": "x"}},
    {"data": {"item": '{"name": "x"}'}},
    {"data": {"item": '{"name": "x"}'}, "files": {"file": ("a", b"data")}},
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "endpoint",
    [next_to_a_file, next_to_a_form, a_list_of_models, a_dictionary, a_row, a_dataclass],
)
def test_a_model_next_to_a_form_is_never_filled(endpoint: Any, way: Any) -> None:
    application = FastAPI()
    application.post("/")(endpoint)
    assert TestClient(application).post("/", **way).status_code == 422


def test_a_scalar_next_to_a_form_is_a_field() -> None:
    application = FastAPI()
    application.post("/")(a_scalar)
    assert TestClient(application).post("/", data={"item": "x"}).json() == "x"


# -- what is left on the disk ------------------------------------------------------------------


def test_leaving_with_by_an_exception_keeps_the_file(tmp_path: Path) -> None:
    path = tmp_path / "upload"

    async def write(file: UploadFile) -> None:
        with path.open("wb") as target:
            target.write(await file.read(MEBIBYTE))
            raise HTTPException(413)

    assert post(write, b"x" * (2 * MEBIBYTE)).status_code == 413
    assert path.stat().st_size == MEBIBYTE


# -- the content type --------------------------------------------------------------------------


PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n--b--\r\n'
FORM = {"content-type": "multipart/form-data; boundary=b"}


def test_the_content_type_is_none_where_the_client_gives_none() -> None:
    async def read(file: UploadFile) -> list[Any]:
        return [file.content_type, file.filename, file.size]

    application = FastAPI()
    application.post("/")(read)
    response = TestClient(application).post("/", content=PART, headers=FORM)
    assert response.json() == [None, "a", 1]


def test_a_part_without_a_name_is_no_upload() -> None:
    async def read(file: UploadFile) -> str:
        return str(file.filename)

    application = FastAPI()
    application.post("/")(read)
    part = PART.replace(b'; filename="a"', b"")
    assert TestClient(application).post("/", content=part, headers=FORM).status_code == 422


# -- archives ----------------------------------------------------------------------------------


def evil_tar() -> tarfile.TarFile:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo("../outside")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"data"))
    stream.seek(0)
    return tarfile.open(fileobj=stream)


def test_tar_archives_leave_the_folder_without_a_filter(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        if sys.version_info >= (3, 14):
            with pytest.raises(tarfile.FilterError):
                evil_tar().extractall(folder)
        else:
            evil_tar().extractall(folder)
    assert (tmp_path / "outside").exists() is (sys.version_info < (3, 14))


def test_the_data_filter_refuses_that(tmp_path: Path) -> None:
    with pytest.raises(tarfile.FilterError):
        evil_tar().extractall(tmp_path / "folder", filter="data")


def test_zip_archives_stay_in_the_folder(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../outside", "data")
    zipfile.ZipFile(stream).extractall(tmp_path / "folder")
    assert not (tmp_path / "outside").exists()
    assert (tmp_path / "folder" / "outside").exists()


# -- bytes, and S3 -----------------------------------------------------------------------------


def test_bytes_are_the_whole_upload() -> None:
    async def read(file: Annotated[bytes, File()]) -> int:
        return len(file)

    assert post(read, b"x" * (3 * MEBIBYTE)).json() == 3 * MEBIBYTE


@pytest.mark.parametrize("limit", [[], [["content-length-range", 1, 1000]]])
def test_a_presigned_post_limits_what_its_conditions_say(limit: list[Any]) -> None:
    boto3 = pytest.importorskip("boto3")
    client = boto3.client(
        "s3", region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    form = client.generate_presigned_post("bucket", "key", Conditions=limit or None)
    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    assert ("content-length-range" in str(policy["conditions"])) is bool(limit)


async def _stream(request: Request) -> list[bytes]:
    return [chunk async for chunk in request.stream()]


_ASKING: dict[str, Callable[[Request], Awaitable[Any]]] = {
    "body": Request.body, "form": Request.form, "json": Request.json, "stream": _stream,
}  # fmt: skip


async def _outcome(asked: Awaitable[Any]) -> str:
    """What becomes of a question: the class of the answer, or what it raises."""
    try:
        return type(await asked).__name__
    except Exception as error:
        return str(error)


def note_of(note: Annotated[str, Form()]) -> str:
    return note


@pytest.mark.parametrize("taken", ["field", "file", "login", "needed"])
@pytest.mark.parametrize(
    ("method", "outcome"),
    [
        ("body", "Stream consumed"),
        ("json", "Stream consumed"),
        ("stream", "Stream consumed"),
        ("form", "FormData"),
    ],
)
def test_what_is_read_for_a_form_is_not_read_again(taken: str, method: str, outcome: str) -> None:
    ask = _ASKING[method]

    async def field(request: Request, note: Annotated[str, Form()]) -> str:
        return await _outcome(ask(request))

    async def file(request: Request, scan: UploadFile) -> str:
        return await _outcome(ask(request))

    async def login(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> str:
        return await _outcome(ask(request))

    async def needed(request: Request, note: Annotated[str, Depends(note_of)]) -> str:
        return await _outcome(ask(request))

    routes: dict[str, Callable[..., Any]] = {
        "field": field,
        "file": file,
        "login": login,
        "needed": needed,
    }
    app = FastAPI()
    app.post("/")(routes[taken])
    data = {"note": "n", "username": "u", "password": "p"}
    answer = TestClient(app).post("/", data=data, files={"scan": ("a", b"scan")})
    assert answer.json() == outcome


def test_where_no_field_has_to_be_there_another_body_may_come() -> None:
    app = FastAPI()

    @app.post("/")
    async def read(request: Request, note: Annotated[str, Form()] = "") -> str:
        return await _outcome(request.json())

    client = TestClient(app)
    assert client.post("/", json={"note": "n"}).json() == "dict"
    assert client.post("/", data={"note": "n"}).json() == "Stream consumed"


def test_a_route_of_its_own_kind_may_keep_what_it_reads() -> None:
    class Logged(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def first(request: Request) -> Response:
                await request.body()
                return await handle(request)

            return first

    app = FastAPI()
    app.router.route_class = Logged

    @app.post("/")
    async def read(request: Request, note: Annotated[str, Form()]) -> str:
        return await _outcome(request.body())

    assert TestClient(app).post("/", data={"note": "n"}).json() == "bytes"


class Scan(BaseModel):
    file: UploadFile


class Scans(BaseModel):
    files: list[UploadFile] = File(...)


def test_a_model_out_of_json_never_holds_an_upload() -> None:
    app = FastAPI()

    @app.post("/one")
    async def one(scan: Scan) -> str | None:
        return scan.file.filename

    @app.post("/many")
    async def many(scans: Scans) -> list[str | None]:
        return [each.filename for each in scans.files]

    @app.post("/depends")
    async def depends(scan: Annotated[Scan, Depends()]) -> str | None:
        return scan.file.filename

    client = TestClient(app)
    for path, sent in (("/one", {"file": "a"}), ("/many", {"files": ["a"]})):
        assert client.post(path, json=sent).status_code == 422
        for name in ("scan", "scans", "file", "files"):
            assert client.post(path, files={name: ("a.png", b"scan")}).status_code == 422
    assert client.post("/many", json={"files": []}).json() == []
    assert client.post("/depends", files={"file": ("a.png", b"scan")}).json() == "a.png"


@holds(fastapi=">=0.113")
def test_a_model_out_of_a_form_holds_one() -> None:
    app = FastAPI()

    @app.post("/")
    async def one(scan: Annotated[Scan, Form()]) -> str | None:
        return scan.file.filename

    answer = TestClient(app).post("/", files={"file": ("a.png", b"scan")})
    assert answer.json() == "a.png"
