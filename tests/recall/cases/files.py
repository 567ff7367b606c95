"""Reading and writing files."""

import asyncio
import csv
import io
import json
import os
import pathlib
import shutil
import tarfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated

import aiofiles
import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ROOT = Path("data")


@app.get("/read")
async def read() -> str:
    with open("data/report.txt") as file:  # blocks: file
        return file.read()


@app.get("/read-twin")
async def read_twin() -> str:
    async with aiofiles.open("data/report.txt") as file:
        return await file.read()


@app.get("/read-twin-2")
def read_twin_2() -> str:
    with open("data/report.txt") as file:
        return file.read()


@app.get("/json")
async def load() -> object:
    return json.load(open("data/report.json", encoding="utf-8"))  # blocks: file


@app.get("/json-twin")
async def load_twin() -> object:
    return json.load(io.StringIO("{}"))


@app.get("/path")
async def path() -> bytes:
    return (ROOT / "logo.png").read_bytes()  # blocks: file


@app.get("/path-twin")
async def path_twin() -> bytes:
    return await (anyio.Path("data") / "logo.png").read_bytes()


@app.put("/write")
async def write(text: str) -> None:
    target = pathlib.Path("data").joinpath("out.txt")
    target.write_text(text)  # blocks: file


@app.put("/write-twin")
async def write_twin(text: str) -> None:
    target = pathlib.Path("data").joinpath("out.txt")
    await asyncio.to_thread(target.write_text, text)


@app.post("/copy")
async def copy() -> None:
    shutil.copyfile("a", "b")  # one file: of a size that only its author knows
    shutil.copytree("c", "d", dirs_exist_ok=True)  # blocks: file


@app.post("/copy-twin")
async def copy_twin() -> None:
    await asyncio.to_thread(shutil.copyfile, "a", "b")
    shutil.get_archive_formats()


@app.get("/walk")
async def walk() -> int:  # a small part of what it takes to read what is in them
    return sum(len(files) for _, _, files in os.walk("data"))


@app.get("/walk-twin")
async def walk_twin() -> bool:
    return os.path.exists("data") and ROOT.is_dir()


@app.post("/extract")
async def extract() -> None:
    with tarfile.open("data.tar") as archive:
        archive.extractall("data")  # blocks: file


async def template() -> str:
    return Path("page.html").read_text(encoding="utf-8")  # blocks: file


def template_twin() -> str:
    return Path("page.html").read_text(encoding="utf-8")


@app.get("/page")
async def page(
    a: Annotated[str, Depends(template)], b: Annotated[str, Depends(template_twin)]
) -> str:
    return a + b


@app.get("/export")
async def export() -> StreamingResponse:
    async def rows() -> AsyncIterator[str]:
        with open("data/rows.csv") as file:  # blocks: file
            for row in csv.reader(file):
                yield row[0]

    return StreamingResponse(rows())


@app.get("/export-twin")
async def export_twin() -> StreamingResponse:
    def rows() -> Iterator[str]:
        with open("data/rows.csv") as file:
            for row in csv.reader(file):
                yield row[0]

    return StreamingResponse(rows())


def append(line: str) -> None:
    with open("data/log.txt", "a") as file:
        file.write(line)


def log(event: str) -> None:
    append(event + "\n")


@app.post("/log")
async def logged() -> None:
    append("a")  # blocks: file
    log("a")  # blocks: file


@app.post("/log-twin")
async def logged_twin() -> None:
    await asyncio.to_thread(log, "a")


class Notes:
    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    async def read_async(self, name: str) -> str:
        return self.read(name)  # blocks: file

    async def read_twin(self, name: str) -> str:
        return await anyio.Path(self.root, name).read_text()


@app.get("/notes")
async def notes() -> str:
    return Notes(ROOT).read("a")  # blocks: file


@app.get("/notes-twin")
async def notes_twin() -> str:
    return await Notes(ROOT).read_twin("a") + await Notes(ROOT).read_async("a")
