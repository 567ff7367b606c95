import asyncio
import glob
import io
import json
import os
import os.path
import pathlib
import pickle
import shutil
import tempfile
import webbrowser
import zipfile
from functools import cache
from pathlib import Path
from shutil import copytree as copy_all
from typing import Annotated, Any

import aiofiles
import anyio
from fastapi import Depends, FastAPI, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from PIL import Image

app = FastAPI()
DATA = Path(__file__).parent / "data"
TEMPLATE = (DATA / "page.html").read_text()


# ---- what blocks ----------------------------------------------------------------------------


@app.get("/open")
async def opened(name: str) -> tuple[bytes, str, str, str]:
    with open(name) as file:  # a text: mostly a small one
        text = file.read()
    content = open(name, "rb").read()  # error: FPI206
    rows = open(name + ".csv").read()  # error: FPI206
    with io.open(f"{name}.log") as log, open("copy", "w") as copy:  # error: FPI206
        lines = log.read()
        copy.write(lines)
    await asyncio.sleep(len(lines))
    return content, text, rows, lines


@app.get("/path")
async def paths(name: str, content: bytes) -> dict[str, Any]:
    (DATA / name).write_text("a")
    (DATA / name / "all.jsonl").write_text("a")  # put together here: mostly a short one
    DATA.joinpath(name).write_bytes(content)  # error: FPI206
    path = pathlib.Path("data") / name
    table = path.with_suffix(".tsv").read_text()  # error: FPI206
    page = path.with_suffix(".md").read_text()
    with path.open("rb") as file:  # error: FPI206
        return {"content": file.read(), "table": table, "page": page}


@app.get("/parameter/{path}")
async def parameter(path: Path) -> str:
    return (path / "today.log").read_text()  # error: FPI206


@app.get("/shutil")
async def with_shutil(name: str) -> None:
    shutil.copy(name, "copy")
    shutil.move(name, "moved")  # within one disk a new name, no more
    copy_all("a", "b")  # error: FPI206
    shutil.make_archive("a", "zip", DATA)  # error: FPI206


@app.get("/walk")
async def walk() -> list[str]:
    names = [str(path) for path in DATA.rglob("*.txt")]
    for _, _, files in os.walk("data"):  # a small part of what it takes to read them
        names += files
    return names


@app.get("/copy")
async def copy_contents(name: str) -> None:
    with open(name, "rb") as source, open(f"{name}.copy", "wb") as copy:  # error: FPI206, FPI206
        shutil.copyfileobj(source, copy)  # the same again


@app.get("/archive")
async def archive(name: str) -> None:
    with zipfile.ZipFile(name) as file:
        file.extractall("data")  # error: FPI206


def save(name: str, data: bytes) -> None:
    with open(name, "wb") as file:
        file.write(data)


def template(name: str) -> str:
    return (DATA / name).read_text()


@app.post("/save")
async def saved(name: str) -> None:
    save(name, b"data")  # error: FPI206
    await run_in_threadpool(save, name, b"data")
    template(name)  # a text file, out of sight: mostly a small one
    shutil.rmtree("data")  # clean-up

    with open(find(name) / "rows.csv") as file:
        json.load(file)


def find(name: str) -> Path: ...


@app.get("/sent")
async def sent(name: str) -> None:
    audio = open(name, "rb")  # only opened: others read it
    await send(audio)
    audio.close()
    with open(name, "wb") as log:
        await asyncio.create_subprocess_exec("worker", stdout=log)
    with open(name, "rb") as stored:
        return pickle.load(stored)


async def send(file: Any) -> None: ...


@app.get("/setting")
async def setting(name: str) -> Any:
    with open(name) as file:
        return json.load(file)  # parsed as a whole: mostly a small one


KEY = DATA / "keys" / "public.pem"


@app.get("/named-here")
async def named_here(name: str) -> bytes:
    """What the code names in full is a key, a setting or a page: mostly small."""
    with open(os.path.join(os.path.dirname(__file__), "token"), "wb") as file:
        file.write(KEY.read_bytes())
    KEY.with_name("private.pem").write_bytes(open("a.key", "rb").read())
    return KEY.with_name(name).read_bytes()  # error: FPI206


@app.get("/far-away")
async def far_away(name: str) -> None:
    store(name)  # error: FPI206
    store_all(name)  # more than two helpers away: such are small stores, mostly
    back_up(name)  # error: FPI206


def store(name: str) -> None:
    save(name, b"data")


def store_all(name: str) -> None:
    store(name)


def back_up(name: str) -> None:
    pack(name)


def pack(name: str) -> None:
    pack_folder(name, DATA)


def pack_folder(name: str, folder: Path) -> None:
    shutil.make_archive(name, "zip", folder)


@app.get("/kernel")
async def kernel(pid: int) -> str:
    return open("/proc/meminfo").read() + open(f"/proc/{pid}/status").read()


# ---- the innocent ---------------------------------------------------------------------------


@app.get("/cheap")
async def cheap(name: str) -> bool:
    os.makedirs("data", exist_ok=True)
    DATA.mkdir(exist_ok=True)
    path = Path(name).resolve()
    os.path.getsize(name)
    os.path.join("a", "b")
    path.unlink(missing_ok=True)
    shutil.which("git")
    return path.exists() and os.path.isfile(name) and path.stat().st_size > 0


@app.get("/memory")
async def memory(body: bytes) -> bytes:
    buffer = io.BytesIO(body)
    buffer.seek(0)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        archive.read("a")
    text = io.StringIO("a")
    text.write("b")
    return buffer.read()


@app.get("/asynchronous")
async def asynchronous(name: str) -> None:
    async with aiofiles.open(name) as file:
        await file.read()
    async with await anyio.open_file(name) as file:
        await file.read()
    await anyio.Path(name).read_text()
    from aiofiles import open

    async with open(name) as file:
        await file.read()


class Store:
    def open(self, name: str) -> Any: ...

    def read_text(self) -> str: ...


def get_store() -> Store:
    return Store()


@app.get("/called-so")
async def called_so(
    store: Annotated[Store, Depends(get_store)], path: Store, request: Request
) -> str:
    store.open("a")
    webbrowser.open("https://a.example")
    Image.open(io.BytesIO(b""))
    request.state.path.read_text()
    return path.read_text()


@app.get("/shadowed")
async def shadowed() -> None:
    def open(name: str) -> None: ...

    open("a")


@app.get("/handed-over")
async def handed_over(name: str) -> None:
    await asyncio.to_thread(Path(name).read_text)
    await asyncio.to_thread((DATA / name).write_text, "a")
    await run_in_threadpool(lambda: open(name).read())
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, shutil.rmtree, name)

    def work() -> bytes:
        return Path(name).read_bytes()

    await asyncio.to_thread(work)


@app.get("/nothing")
async def nothing() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.path.join(folder, "a")


@cache
def schema() -> str:
    return (DATA / "schema.json").read_text()


_countries: str | None = None


def countries() -> str:
    global _countries
    if _countries is None:
        _countries = (DATA / "countries.json").read_text()
    return _countries


@app.post("/uploads")
async def keep(file: UploadFile) -> None:
    """Of this FPI404 speaks."""
    with (DATA / "upload").open("wb") as target:
        shutil.copyfileobj(file.file, target)
    with open("a", "wb") as other:
        shutil.copyfileobj(fsrc=file.file, fdst=other)


_pages: dict[str, bytes] = {}


def front_page() -> bytes:
    name = str(DATA / "front.html")
    if name not in _pages:
        _pages[name] = Path(name).read_bytes()
    return _pages[name]


def page(name: str) -> bytes:
    if name not in _pages:
        _pages[name] = Path(name).read_bytes()
    return _pages[name]


def move_what_older_versions_left() -> None:
    for file in (DATA / "old").iterdir():
        if not (DATA / file.name).exists():
            shutil.copy2(file, DATA / file.name)


def fetch_from_the_archive(name: str) -> None:
    if not (DATA / name).exists():
        shutil.copytree(DATA / "archive" / name, DATA / name)


@app.get("/once")
async def once() -> str:
    move_what_older_versions_left()
    front_page()
    return schema() + countries() + TEMPLATE


def read_key(folder: str) -> bytes:
    with open(os.path.join(folder, "private.key"), "rb") as file:
        return file.read()


@app.post("/keys/{owner}")
async def renew(owner: str) -> bytes:
    """Keys and certificates are small, wherever they are."""
    shutil.copy2(f"/etc/letsencrypt/live/{owner}/fullchain.pem", DATA / owner)
    shutil.copy2(f"/etc/letsencrypt/live/{owner}/archive.tar", DATA / owner)
    return read_key(owner) + (DATA / owner).with_suffix(".pem").resolve().read_bytes()


class Signer:
    def __init__(self, private_key_path: str, certificate: str, keyboard_path: str) -> None:
        self._private_key_path = private_key_path
        self.certificate = certificate
        self.keyboard_path = keyboard_path

    async def signed(self) -> bytes:
        """What is called a key or a certificate is one."""
        with open(self._private_key_path, "rb") as file:
            key = file.read()
        return key + Path(self.certificate).read_bytes()

    async def layout(self) -> bytes:
        return Path(self.keyboard_path).read_bytes()  # error: FPI206


@app.get("/signed")
async def signed(key: str, certificate: str, keyboard: str) -> bytes:
    signer = Signer(key, certificate, keyboard)
    return await signer.signed() + await signer.layout()


def own_certificate(name: str) -> Path:
    return DATA / name / "own.p12"


def own_picture(name: str) -> Path:
    return DATA / name / "own.png"


@app.get("/certificates/{name}")
async def of_some_certificate(name: str, path: str) -> bytes:
    """One stands in for the other."""
    return Path(path or str(own_certificate(name))).read_bytes()


@app.get("/pictures/{name}")
async def of_some_picture(name: str, path: str) -> bytes:
    return Path(path or str(own_picture(name))).read_bytes()  # error: FPI206


@app.put("/pieces/{name}")
async def in_pieces(name: str, file: UploadFile, request: Request) -> None:
    """Between two pieces, others have their turn."""
    with open(name, "wb") as target:
        while chunk := await file.read(65536):
            target.write(chunk)
    with open(name, "wb") as target:
        async for piece in request.stream():
            target.write(piece)
    with (DATA / name).open("wb") as other:
        while True:
            data = await file.read(1024)
            if not data:
                break
            other.write(data)
    with open(DATA / name, "wb") as whole:  # error: FPI206
        while name:
            whole.write(name.encode())


@app.post("/sites/{name}")
async def unpack(name: str) -> list[str]:
    with zipfile.ZipFile(name) as archive:
        archive.extractall(DATA / name)  # error: FPI206
    return [str(page) for page in (DATA / name).rglob("index.html")]


@app.get("/once-for-each/{name}")
async def once_for_each(name: str) -> bytes:
    fetch_from_the_archive(name)  # error: FPI206
    return page(name)  # kept for the next request


@app.get("/threaded")
def threaded(name: str) -> str:
    glob.glob("**/*.txt", recursive=True)
    return open(name).read()


@app.on_event("startup")
async def load() -> None:
    app.state.data = (DATA / "data.json").read_text()


if __name__ == "__main__":
    print(open("a").read())


# Innocent: the code has all the names, though it looks for one of them in a loop


LOGOS = ("logo.png", "logo.jpg")


@app.get("/logo")
async def logo() -> bytes | None:
    for name in LOGOS:
        for folder in (DATA, Path("static")):
            path = folder / name
            if path.exists():
                with open(path, "rb") as file:
                    return file.read()
    return None


@app.get("/logos")
async def logos(names: list[str]) -> list[bytes]:
    return [(DATA / name).read_bytes() for name in names]  # error: FPI206


@app.get("/a-logo")
async def a_logo(name: str) -> bytes:
    path = DATA / "logo.png"
    if name:
        path = DATA / name
    return path.read_bytes()  # error: FPI206
