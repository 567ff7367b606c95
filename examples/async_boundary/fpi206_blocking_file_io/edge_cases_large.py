import asyncio
import base64
import hashlib
import json
import struct
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import Body, FastAPI, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()
DATA = Path("data")
LARGE = 20 * 1024 * 1024
SMALL = 1024 * 1024


class Picture(BaseModel):
    name: str
    content: str


# Alarms: it is copied, read or written in pieces


@app.post("/hash/{name}")
async def hashed(name: str) -> str:
    digest = hashlib.sha256()
    with open(DATA / name, "rb") as file:  # error: FPI206
        for piece in file:
            digest.update(piece)
    return digest.hexdigest()


@app.post("/merge/{name}")
async def merged(name: str, parts: int) -> None:
    with open(DATA / name, "ab") as whole:  # error: FPI206
        for part in range(parts):
            whole.write(parts_of(name)[part])


@app.post("/fetch/{name}")
async def fetched(name: str) -> None:
    response = await run_in_threadpool(httpx.get, f"https://files.example/{name}")
    for place in ("a", "b"):
        with open(DATA / place / name, "wb") as file:  # error: FPI206
            for piece in response.iter_bytes():
                file.write(piece)


def parts_of(name: str) -> list[bytes]: ...


# Alarms: it is written with what comes from outside


@app.put("/whole/{name}")
async def put_whole(name: int, request: Request) -> None:
    (DATA / f"{name}.bin").write_bytes(await request.body())  # error: FPI206


@app.put("/smaller/{name}")
async def put_smaller(name: int, file: UploadFile) -> None:
    content = await file.read()
    if len(content) > LARGE:
        return
    smaller = await run_in_threadpool(make_smaller, content)
    (DATA / f"{name}.jpg").write_bytes(smaller)  # error: FPI206


@app.put("/coded")
async def put_coded(picture: Picture) -> None:
    (DATA / picture.name).write_bytes(base64.b64decode(picture.content))  # error: FPI206


@app.put("/stored/{name}")
async def put_stored(name: int, file: UploadFile) -> None:
    store(f"{name}.jpg", await file.read())  # error: FPI206


@app.put("/kept/{name}")
async def put_kept(name: int, request: Request) -> None:
    await Disk.keep(await request.body(), f"{name}.bin")


class Disk:
    @staticmethod
    async def keep(content: bytes | memoryview, name: str) -> None:
        (DATA / name).write_bytes(content)  # error: FPI206


def make_smaller(content: bytes) -> bytes: ...


def store(name: str, content: bytes) -> None:
    (DATA / name).write_bytes(content)


# Alarms: it is handed on as it is


@app.get("/video/{name}")
async def video(name: str) -> Response:
    with open(DATA / name, "rb") as file:  # error: FPI206
        content = file.read()
    return Response(content, media_type="video/mp4")


@app.get("/videos/{name}")
async def videos(name: str) -> StreamingResponse:
    return StreamingResponse(iter([load(name)]))  # error: FPI206


def load(name: str) -> bytes:
    return (DATA / name).read_bytes()


@app.get("/shown/{name}")
async def shown(name: str) -> str:
    return f"data:image/png;base64,{base64.b64encode(load(name)).decode()}"  # error: FPI206


@app.get("/asked/{name}")
async def asked(name: str) -> Any:
    with open(DATA / name, "rb") as file:  # error: FPI206
        picture = base64.b64encode(file.read()).decode()
    async with httpx.AsyncClient() as client:
        return (await client.post("https://model.example", json={"picture": picture})).json()


# Innocent: a check holds it to what is written in a moment


@app.put("/logo")
async def put_logo(file: UploadFile, name: str) -> None:
    content = await file.read()
    if len(content) > 2 * 1024 * 1024:
        raise ValueError("too large")
    (DATA / name).write_bytes(content)


@app.put("/scripts/{name}")
async def put_script(name: int, file: UploadFile) -> None:
    if file.size is None or file.size > SMALL:
        raise ValueError("too large")
    store(f"{name}.py", await file.read())


@app.put("/notes/{name}")
async def put_note(name: int, content: Annotated[bytes, Body()]) -> None:
    if SMALL < len(content):
        raise ValueError("too large")
    (DATA / f"{name}.bin").write_bytes(content)


# Innocent: parsed where it is read, or put together where it is written


@app.get("/index/{name}")
async def index(name: str) -> int:
    with open(DATA / name, "rb") as file:
        entries = struct.unpack("<4I", file.read())
    return len(json.loads((DATA / name).read_bytes())) + sum(entries)


@app.put("/index/{name}")
async def put_index(name: str, entries: list[int]) -> None:
    (DATA / name).write_bytes(json.dumps(entries).encode())
    with open(DATA / name, "wb") as file:
        file.write(struct.pack("<I", len(entries)))
        file.write(name.encode())


# Innocent: nobody knows how much it is


@app.post("/certificates/{name}")
async def fetch_certificate(name: str) -> None:
    async with httpx.AsyncClient() as client:
        response = await client.get(f"https://authority.example/{name}")
    (DATA / name).write_bytes(response.content)


# Innocent: too many functions between to be sure that it is this file, and that it is large


@app.get("/far/{name}")
async def far(name: str) -> bytes:
    return await farther(name)


async def farther(name: str) -> bytes:
    return load_one(name)


def load_one(name: str) -> bytes:
    return load(name)


# Alarms: the upload is read in a thread, and written here


@app.post("/threaded/{name}")
async def threaded(name: str, upload: UploadFile) -> None:
    content = await run_in_threadpool(upload.file.read)
    (DATA / name).write_bytes(content)  # error: FPI206


@app.post("/threaded/{name}/other")
async def threaded_otherwise(name: str, upload: UploadFile) -> None:
    content = await asyncio.to_thread(upload.file.read)
    with open(DATA / name, "wb") as file:  # error: FPI206
        file.write(content)


# Innocent: what a thread gives is put together there


@app.post("/threaded/{name}/short")
async def threaded_short(name: str) -> None:
    (DATA / name).write_bytes(await asyncio.to_thread(put_together, name))


def put_together(name: str) -> bytes:
    return f"{name}: new".encode()
