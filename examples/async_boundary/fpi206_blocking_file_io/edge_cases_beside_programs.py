import asyncio
import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()
CACHE = Path("cache")


# Alarms


@app.get("/whole/{name}")
async def whole(name: str) -> bytes:
    with open(CACHE / name, "rb") as file:  # error: FPI206
        return file.read()


@app.get("/long/{name}")
async def long_piece(name: str) -> bytes:
    with open(CACHE / name, "rb") as file:  # error: FPI206
        return file.read(50_000_000)


@app.get("/as-asked/{name}")
async def as_much_as_asked(name: str, size: int) -> bytes:
    with open(CACHE / name, "rb") as file:  # error: FPI206
        return file.read(size)


@app.get("/in-pieces/{name}")
async def in_pieces(name: str) -> int:
    total = 0
    with open(CACHE / name, "rb") as file:  # error: FPI206
        while chunk := file.read(4096):
            total += len(chunk)
    return total


@app.get("/head-and-rest/{name}")
async def head_and_rest(name: str) -> bytes:
    with open(CACHE / name, "rb") as file:  # error: FPI206
        return file.read() if file.read(4) == b"GGUF" else b""


@app.post("/packed/{name}")
async def packed(name: str) -> None:
    program = await asyncio.create_subprocess_exec("make", name)
    await program.wait()
    shutil.make_archive(name, "zip", name)  # error: FPI206


@app.post("/unpacked/{name}")
async def unpacked(name: str) -> None:
    folder = CACHE / name
    if not folder.exists():
        folder.mkdir()
    with zipfile.ZipFile(f"{name}.zip") as archive:
        archive.extractall(folder)  # error: FPI206


@app.post("/unpacked-beside/{name}")
async def unpacked_beside(name: str) -> None:
    folder = CACHE / name
    if Path(name).exists():
        return
    with zipfile.ZipFile(f"{name}.zip") as archive:
        archive.extractall(folder)  # error: FPI206


async def start_program(name: str) -> None:
    program = await asyncio.create_subprocess_exec("make", name)
    await program.wait()


@app.get("/built-by-helper/{name}")
async def built_by_helper(name: str) -> bytes:
    await start_program(name)
    with open(f"{name}.bin", "rb") as file:  # error: FPI206
        return file.read()


# Innocent: the program takes longer by far


@app.get("/pdf/{name}")
async def as_pdf(name: str, text: bytes) -> bytes:
    with open(f"{name}.docx", "wb") as file:
        file.write(text)
    program = await asyncio.create_subprocess_exec("soffice", f"{name}.docx")
    await program.wait()
    return Path(f"{name}.pdf").read_bytes()


@app.get("/image/{name}")
async def image(name: str) -> bytes:
    subprocess.run(["ffmpeg", "-i", name])
    with open(f"{name}.jpg", "rb") as file:
        return file.read()


def convert(name: str) -> None:
    subprocess.run(["ffmpeg", "-i", name])


@app.get("/image-in-thread/{name}")
async def image_in_thread(name: str) -> bytes:
    await asyncio.get_running_loop().run_in_executor(None, convert, name)
    with open(f"{name}.jpg", "rb") as file:
        return file.read()


def render(name: str) -> bytes:
    convert(name)
    return Path(f"{name}.jpg").read_bytes()


@app.get("/image-in-helper/{name}")
async def image_in_helper(name: str) -> bytes:
    return render(name)


# Innocent: the first bytes


@app.get("/kind/{name}")
async def kind(name: str) -> bool:
    with open(CACHE / name, "rb") as file:
        return file.read(4) == b"GGUF"


# Innocent: unpacked once, and nobody finds half of it


def unpack(name: str) -> None:
    folder = CACHE / name
    if folder.exists():
        return
    with tarfile.open(f"{name}.tar.xz") as archive:
        archive.extractall(folder.parent / folder.name)


@app.get("/icons/{name}")
async def icons(name: str) -> None:
    unpack(name)


@app.get("/fonts/{name}")
async def fonts(name: str) -> None:
    if not os.path.isdir(name):
        shutil.unpack_archive(f"{name}.zip", name)
