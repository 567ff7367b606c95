import asyncio
import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated
from uuid import uuid4

import aiofiles
import anyio
from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from starlette.datastructures import UploadFile as StarletteUploadFile
from werkzeug.utils import secure_filename

router = APIRouter()
folder = Path("uploads")
ALLOWED = {"report.pdf", "summary.pdf"}


# Alarms


@router.post("/1")
def joined(file: UploadFile) -> None:
    path = os.path.join("uploads", file.filename or "upload")
    with open(path, "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/2")
async def awaited(file: UploadFile) -> None:
    async with aiofiles.open(f"uploads/{file.filename}", "wb") as target:  # error: FPI403
        while chunk := await file.read(65536):
            await target.write(chunk)


@router.post("/3")
async def anyio_path(file: Annotated[UploadFile, File()]) -> None:
    path = anyio.Path("uploads") / str(file.filename)
    await path.write_bytes(await file.read(65536))  # error: FPI403


@router.post("/4")
def in_a_folder_that_is_made(file: UploadFile) -> None:
    path = folder / f"{uuid4()}_{file.filename}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/4/folder")
def behind_a_folder(file: UploadFile) -> None:
    with open(f"uploads/{uuid4()}/{file.filename}", "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/4/both")
def behind_a_prefix_and_not(file: UploadFile) -> None:
    with open(f"uploads/{file.filename}/v1_{file.filename}", "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/5")
def suffix_looked_at(file: UploadFile) -> None:
    if not file.filename or not file.filename.endswith(".pdf"):
        raise HTTPException(400)
    path = folder / file.filename.replace(" ", "_").lower()
    with path.open("wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/6")
def several(files: list[UploadFile]) -> None:
    for file in files:
        with open("uploads/" + str(file.filename), "wb") as target:  # error: FPI403
            shutil.copyfileobj(file.file, target)


@router.post("/7")
def only_the_first_is_reported(file: UploadFile) -> FileResponse:
    path = folder.joinpath(file.filename or "upload")
    with path.open("wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)
    return FileResponse(path)


@router.post("/8")
def moved(file: UploadFile) -> None:
    shutil.move("part", f"uploads/{file.filename}")  # error: FPI403


@router.post("/9")
def removed(file: UploadFile) -> None:
    (folder / str(file.filename)).unlink()  # error: FPI403


@router.post("/10")
def replaced(file: UploadFile) -> None:
    Path("part").replace(folder / str(file.filename))  # error: FPI403


def save(file: StarletteUploadFile) -> None:
    with open(file.filename or "upload", "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/11")
def two_uploads(
    file: UploadFile,
    other: UploadFile,
) -> None:
    part = folder / f"{file.filename}.part"
    with open(part, "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)
    os.replace(part, folder / str(file.filename))
    with open(folder / str(other.filename), "wb") as target:  # error: FPI403
        shutil.copyfileobj(other.file, target)


@router.post("/11a")
async def opened_in_a_thread(file: UploadFile) -> None:
    target = await run_in_threadpool(open, folder / str(file.filename), "wb")  # error: FPI403
    await asyncio.to_thread(shutil.copyfileobj, file.file, target)


@router.post("/11b")
async def moved_in_a_thread(file: UploadFile) -> None:
    loop = asyncio.get_running_loop()
    to = os.path.join("uploads", file.filename or "upload")
    await loop.run_in_executor(None, shutil.move, "part", to)  # error: FPI403


def write_to(name: str, file: UploadFile) -> None:
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/12")
def through_a_helper(file: UploadFile) -> None:
    write_to(file.filename or "upload", file)  # error: FPI403


def path_of(name: str) -> Path:
    return folder / name


@router.post("/13")
def path_from_a_helper(file: UploadFile) -> None:
    with open(path_of(file.filename or "upload"), "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


class Archive:
    def __init__(self, root: Path) -> None:
        self.root = root

    def path_for(self, file: UploadFile) -> Path:
        return self.root.joinpath("raw", file.filename or "upload")

    def safe_path_for(self, file: UploadFile) -> Path:
        return self.root / Path(file.filename or "upload").name

    def checked_path_for(self, file: UploadFile) -> Path:
        path = (self.root / (file.filename or "upload")).resolve()
        if not path.is_relative_to(self.root):
            raise HTTPException(400)
        return path

    def store(self, file: UploadFile) -> None:
        path = self.path_for(file)
        with path.open("wb") as target:  # error: FPI403
            shutil.copyfileobj(file.file, target)

    def store_safely(self, file: UploadFile) -> None:
        self.safe_path_for(file).touch()
        with open(self.checked_path_for(file), "wb") as target:
            shutil.copyfileobj(file.file, target)
        with open(self.root / self.path_for(file).name, "wb") as target:
            shutil.copyfileobj(file.file, target)


# Innocent: reduced


@router.post("/21")
def last_part(file: UploadFile) -> None:
    with open(folder / Path(file.filename or "upload").name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/22")
def base_name(file: UploadFile) -> None:
    name = os.path.basename(file.filename or "upload")
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/23")
def secured(file: UploadFile) -> None:
    name = secure_filename(file.filename or "upload")
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/24")
def substituted(file: UploadFile) -> None:
    name = re.sub(r"[^\w.]", "_", file.filename or "upload")
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/25")
def suffix_only(file: UploadFile) -> None:
    _, suffix = os.path.splitext(file.filename or "upload")
    with open(folder / f"{uuid4()}{suffix}", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/26")
def extension_by_hand(file: UploadFile) -> None:
    """May hold a slash, but then the folder in front of it is not there."""
    extension = (file.filename or "upload").rsplit(".")[-1]
    with open(folder / f"{uuid4()}.{extension}", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/27")
def slashes_replaced(file: UploadFile) -> None:
    name = (file.filename or "upload").replace("/", "_")
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/28")
def letters_only(file: UploadFile) -> None:
    name = "".join(letter for letter in file.filename or "" if letter.isalnum())
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/29")
def reassigned(file: UploadFile) -> None:
    name = file.filename or "upload"
    name = Path(name).name
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/reduced-in-a-thread")
async def reduced_in_a_thread(file: UploadFile) -> None:
    name = Path(str(file.filename)).name
    target = await run_in_threadpool(open, folder / name, "wb")
    await run_in_threadpool(shutil.copyfileobj, file.file, target)


@router.post("/logged-in-a-thread")
async def logged_in_a_thread(file: UploadFile) -> None:
    await run_in_threadpool(print, file.filename)
    if file.filename not in ALLOWED:
        raise HTTPException(400)
    await run_in_threadpool(open, f"uploads/{file.filename}", "wb")


# Innocent: behind a prefix, where no such folder is


@router.post("/behind/1")
def behind_a_prefix(file: UploadFile) -> None:
    name = f"{uuid4()}_{file.filename}"
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/behind/2")
def behind_a_prefix_and_changed(file: UploadFile) -> None:
    name = "v1-" + (file.filename or "upload").replace(" ", "_")
    path = os.path.join("uploads", name)
    with open(path, "wb") as target:
        shutil.copyfileobj(file.file, target)
    os.remove(path)


def stored_as(filename: str) -> str:
    return f"{uuid4().hex}_{filename}"


@router.post("/behind/3")
def behind_a_prefix_of_a_helper(file: UploadFile) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / stored_as(file.filename or "upload")).write_bytes(file.file.read(65536))


def store(path: Path, name: str, content: bytes) -> str:
    path.write_bytes(content)
    return name


@router.post("/behind/4")
def behind_a_prefix_for_a_helper(file: UploadFile) -> str:
    path = folder / f"{uuid4()}_{file.filename}"
    return store(path, file.filename or "upload", file.file.read(65536))


# Innocent: renamed


def give_name(upload: UploadFile, name: str) -> UploadFile:
    upload.filename = name + Path(upload.filename or "").suffix
    return upload


def slug(name: str) -> str:
    name = re.sub(r"[/\\]+", "-", name).strip()
    name = re.sub(r"\s+", "-", name)
    return name[:100] or "upload"


def shortened(name: str) -> str:
    name = name.strip()
    return name[:100] or "upload"


@router.post("/cleaned-in-steps")
def cleaned_in_steps(file: UploadFile) -> None:
    (folder / slug(file.filename or "")).write_bytes(b"")


@router.post("/shortened-only")
def shortened_only(file: UploadFile) -> None:
    (folder / shortened(file.filename or "")).write_bytes(b"")  # error: FPI403


@router.post("/renamed")
def renamed(file: UploadFile) -> None:
    file.filename = uuid4().hex
    (folder / file.filename).write_bytes(file.file.read())


@router.post("/renamed-by-a-helper")
def renamed_by_a_helper(file: UploadFile, name: str | None = None) -> None:
    if name:
        file = give_name(file, uuid4().hex)
    (folder / (file.filename or "upload")).write_bytes(file.file.read())


@router.post("/all-renamed")
def all_renamed(files: list[UploadFile]) -> None:
    for file in files:
        file.filename = uuid4().hex
        (folder / file.filename).write_bytes(file.file.read())


def keep(upload: UploadFile) -> None:
    (folder / (upload.filename or "upload")).write_bytes(upload.file.read())


@router.post("/renamed-by-the-caller")
def renamed_by_the_caller(file: UploadFile) -> None:
    file.filename = uuid4().hex
    keep(file)


class Row:
    filename: str | None = None


@router.post("/noted")
def noted(file: UploadFile) -> None:
    row = Row()
    row.filename = file.filename
    (folder / (file.filename or "upload")).write_bytes(file.file.read())  # error: FPI403


@router.post("/renamed-too-late")
def renamed_too_late(file: UploadFile) -> None:
    (folder / (file.filename or "upload")).write_bytes(file.file.read())  # error: FPI403
    file.filename = uuid4().hex


# Innocent: looked at


@router.post("/31")
def contained(file: UploadFile) -> None:
    path = (folder / (file.filename or "upload")).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise HTTPException(400)
    with open(path, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/32")
def refused(file: UploadFile) -> None:
    name = file.filename or "upload"
    if "/" in name or ".." in name:
        raise HTTPException(400)
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/33")
def allowed(file: UploadFile) -> None:
    if file.filename not in ALLOWED:
        raise HTTPException(400)
    with open(folder / file.filename, "wb") as target:
        shutil.copyfileobj(file.file, target)


def check_name(name: str) -> None:
    if not re.fullmatch(r"\w+\.pdf", name):
        raise HTTPException(400)


@router.post("/34")
def checked_by_a_function(file: UploadFile) -> None:
    check_name(file.filename or "upload")
    with open(f"uploads/{file.filename}", "wb") as target:
        shutil.copyfileobj(file.file, target)


# Innocent: the client names the folder, too, and may go anywhere


@router.post("/38")
def any_folder(file: UploadFile, destination: str = "/") -> None:
    path = os.path.join(destination, file.filename or "upload")
    with open(path, "wb") as target:
        shutil.copyfileobj(file.file, target)


# Innocent: no path, or not of the client


@router.post("/41")
def kept_as_data(file: UploadFile) -> str:
    with open(folder / uuid4().hex, "wb") as target:
        shutil.copyfileobj(file.file, target)
    return f"stored {file.filename}"


@router.post("/42")
def name_for_the_client(file: UploadFile) -> FileResponse:
    return FileResponse("report.pdf", filename=file.filename)


class Stored:
    filename = "report.pdf"


def of_another_class(stored: Stored) -> FileResponse:
    return FileResponse(folder / stored.filename)


def inside(name: str) -> str | None:
    path = (folder / name).resolve()
    if str(path).startswith(str(folder.resolve())):
        return str(path)
    return None


@router.post("/contained-by-a-helper")
def contained_by_a_helper(file: UploadFile) -> None:
    path = inside(file.filename or "upload")
    if path:
        with open(path, "wb") as target:
            shutil.copyfileobj(file.file, target)


# Innocent: only what stands behind the last dot


def extension_of(name: str) -> str:
    return name.rsplit(".", 1)[1].lower() if "." in name else ""


@router.post("/own-name-with-an-extension")
def own_name_with_an_extension(file: UploadFile) -> None:
    name = f"{uuid4()}.{extension_of(file.filename or 'upload')}"
    with open(folder / name, "wb") as target:
        shutil.copyfileobj(file.file, target)
    other = f"{uuid4()}.{(file.filename or 'upload').rpartition('.')[2]}"
    (folder / other).write_bytes(b"")


@router.post("/all-but-the-first-part")
def all_but_the_first_part(file: UploadFile) -> None:
    name = f"{uuid4()}.{(file.filename or 'upload').split('.', 1)[1]}"
    with open(folder / name, "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


# Said once, where the file is stored


def store(file: UploadFile) -> Path:
    path = folder / (file.filename or "upload")
    path.write_bytes(file.file.read())  # error: FPI403
    return path


def place_of(file: UploadFile) -> Path:
    return folder / (file.filename or "upload")


@router.post("/read-again")
def read_again(file: UploadFile) -> str:
    path = store(file)
    return f"{file.filename}: {path.read_text()}"


@router.post("/stored-here")
def stored_here(file: UploadFile) -> str:
    path = place_of(file)
    path.write_bytes(file.file.read())  # error: FPI403
    return f"{file.filename}: {path.read_text()}"


@router.post("/in-no-folder")
def in_no_folder(file: UploadFile) -> None:
    name = file.filename or "upload"
    if os.path.dirname(name):
        raise HTTPException(400)
    (folder / name).write_bytes(file.file.read())


@router.post("/in-a-folder")
def in_a_folder(file: UploadFile) -> None:
    name = file.filename or "upload"
    if os.path.dirname(name):
        (folder / name).write_bytes(file.file.read())  # error: FPI403


# A context manager that cleans up refuses nothing


@contextmanager
def all_or_nothing(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("wb") as target:
            yield target
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def within_the_folder(path: Path) -> Iterator[IO[bytes]]:
    try:
        path.resolve().relative_to(folder)
        with path.open("wb") as target:
            yield target
    except ValueError:
        logging.warning("outside: %s", path)
        raise


def put(file: UploadFile, path: Path) -> None:
    with all_or_nothing(path) as target:
        shutil.copyfileobj(file.file, target)


@router.post("/all-or-nothing")
def stored_or_removed(file: UploadFile) -> None:
    with all_or_nothing(folder / (file.filename or "upload")) as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/all-or-nothing-there")
def stored_or_removed_there(file: UploadFile) -> None:
    put(file, folder / (file.filename or "upload"))  # error: FPI403


@router.post("/within")
def stored_within(file: UploadFile) -> None:
    with within_the_folder(folder / (file.filename or "upload")) as target:
        shutil.copyfileobj(file.file, target)


# Lists that are put together


class Received:
    def __init__(self, documents: list[UploadFile] | None, images: list[UploadFile]) -> None:
        self.documents = documents
        self.images = images

    def store(self) -> None:
        self.documents = self.documents or []
        for file in self.documents + self.images:
            (folder / file.filename).write_bytes(file.file.read())  # error: FPI403

    def store_names(self, names: list[str]) -> None:
        for name in [*names, "index"]:
            (folder / name).touch()


@router.post("/several-lists")
def several_lists(documents: list[UploadFile], images: list[UploadFile]) -> None:
    Received(documents, images).store()
    for file in [*documents[:5], *images]:
        (folder / file.filename).write_bytes(file.file.read())  # error: FPI403


# Compared with the folder, once it is resolved


@router.post("/resolved")
def resolved_within(file: UploadFile) -> None:
    path = os.path.join("uploads", file.filename)
    resolved = os.path.abspath(os.path.realpath(path))
    root = os.path.realpath("uploads")
    if not resolved.startswith(root + os.sep):
        raise HTTPException(400)
    with open(path, "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/resolved-in-vain")
def resolved_in_vain(file: UploadFile) -> None:
    path = os.path.join("uploads", file.filename)
    resolved = os.path.abspath(os.path.realpath(path))
    if not resolved.startswith(os.path.realpath("uploads") + os.sep):
        logging.warning("outside: %s", path)
    with open(path, "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


# Whoever looks only at the end of a name leaves the rest as it is


def is_supported(name: str) -> bool:
    _, suffix = os.path.splitext(name)
    return suffix.lower() in {".pdf", ".txt"}


def allowed_file(name: str) -> bool:
    return "." in name and name.rsplit(".", 1)[1].lower() in {"pdf", "txt"}


def check_upload(file: UploadFile) -> None:
    if file.content_type != "application/pdf" or Path(file.filename or "").suffix != ".pdf":
        logging.warning("refused: %s", file.filename)
        raise HTTPException(400, f"{file.filename} is no PDF")


def is_image(name: str) -> bool:
    return name.lower().endswith((".png", ".jpg"))


def is_plain(name: str) -> bool:
    return ".." not in name and Path(name).suffix == ".pdf"


def is_without_dots(name: str) -> bool:
    return not ("." in name or name.rsplit("-", 1)[1] in {"pdf", "txt"})


def is_known_report(name: str) -> bool:
    return name in ALLOWED and os.path.splitext(name)[1] == ".pdf"


def is_matching(name: str) -> bool:
    return Path(name).suffix == ".pdf" and re.search(r"[/\\]", name) is None


def is_valid(name: str) -> bool:
    return Path(name).suffix == ".pdf" and is_plain(name)


@router.post("/supported")
def stored_if_supported(file: UploadFile) -> None:
    if not is_supported(file.filename or "upload"):
        raise HTTPException(400)
    with open(f"uploads/{file.filename}", "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/allowed")
def stored_if_allowed(file: UploadFile) -> None:
    if file.filename and allowed_file(file.filename):
        with open(folder / file.filename, "wb") as target:  # error: FPI403
            shutil.copyfileobj(file.file, target)


@router.post("/checked-by-kind")
def stored_if_right(file: UploadFile) -> None:
    check_upload(file)
    with open(folder / file.filename, "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/images")
def stored_if_image(file: UploadFile) -> None:
    if not is_image(file.filename):
        raise HTTPException(400)
    with open(folder / file.filename, "wb") as target:  # error: FPI403
        shutil.copyfileobj(file.file, target)


@router.post("/plain")
def stored_if_plain(file: UploadFile) -> None:
    if not is_plain(file.filename or "upload"):
        raise HTTPException(400)
    with open(f"uploads/{file.filename}", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/without-dots")
def stored_without_dots(file: UploadFile) -> None:
    if not is_without_dots(file.filename or "upload"):
        raise HTTPException(400)
    with open(f"uploads/{file.filename}", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/known")
def stored_if_known(file: UploadFile) -> None:
    if not is_known_report(file.filename or "upload"):
        raise HTTPException(400)
    with open(f"uploads/{file.filename}", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/matching")
def stored_if_matching(file: UploadFile) -> None:
    if not is_matching(file.filename or "upload"):
        raise HTTPException(400)
    with open(f"uploads/{file.filename}", "wb") as target:
        shutil.copyfileobj(file.file, target)


@router.post("/valid")
def stored_if_valid(file: UploadFile) -> None:
    if not is_valid(file.filename or "upload"):
        raise HTTPException(400)
    with open(f"uploads/{file.filename}", "wb") as target:
        shutil.copyfileobj(file.file, target)


# Alarm: `File` is a function, but what is meant by the annotation is the upload


async def keep_marked(document: File) -> None:
    async with aiofiles.open(f"uploads/{document.filename}", "wb") as target:  # error: FPI403
        await target.write(b"")


@router.post("/marked")
async def marked(document: UploadFile) -> None:
    await keep_marked(document)


# Innocent: nobody knows what is meant by another one of these functions


def keep_described(document: Form) -> None:
    with open(f"uploads/{document.filename}", "wb") as target:
        target.write(b"")


@router.post("/described")
def described(name: Annotated[str, Form()]) -> None:
    keep_described(name)
