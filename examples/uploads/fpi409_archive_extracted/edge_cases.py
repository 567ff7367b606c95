import io
import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path

from fastapi import APIRouter, UploadFile

router = APIRouter()
folder = Path("projects")


# Alarms


@router.post("/1")
async def in_memory(file: UploadFile) -> None:
    content = await file.read()
    tar = tarfile.open(fileobj=io.BytesIO(content))
    tar.extractall("a")  # error: FPI409


@router.post("/2")
def out_of_a_file(file: UploadFile) -> None:
    path = folder / "a.tar"
    with open(path, "wb") as target:
        shutil.copyfileobj(file.file, target)
    with tarfile.open(path) as tar:
        tar.extractall("a")  # error: FPI409


@router.post("/3")
async def written_at_once(file: UploadFile) -> None:
    path = folder / "a.tar.gz"
    path.write_bytes(await file.read(1024))
    shutil.unpack_archive(path, "a")  # error: FPI409


@router.post("/4")
def by_format(file: UploadFile) -> None:
    path = folder / "a"
    with path.open("wb") as target:
        shutil.copyfileobj(file.file, target)
    shutil.unpack_archive(str(path), "a", "gztar")  # error: FPI409
    shutil.unpack_archive(path, "a", "gztar")  # error: FPI409


# Innocent: filtered, or not tar


@router.post("/21")
def filtered(file: UploadFile) -> None:
    with tarfile.open(fileobj=file.file) as tar:
        tar.extractall("a", filter=tarfile.data_filter)


@router.post("/22")
def chosen(file: UploadFile) -> None:
    with tarfile.open(fileobj=file.file) as tar:
        tar.extractall("a", members=[each for each in tar if each.isfile()])


@router.post("/23")
def zipped(file: UploadFile) -> None:
    with zipfile.ZipFile(file.file) as archive:
        archive.extractall("a")


@router.post("/24")
def unpacked_by_its_name(file: UploadFile) -> None:
    path = folder / "a.zip"
    with open(path, "wb") as target:
        shutil.copyfileobj(file.file, target)
    shutil.unpack_archive(path, "a")


# Innocent: of the program


@router.post("/31")
def of_the_program(file: UploadFile) -> None:
    with tarfile.open("template.tar") as tar:
        tar.extractall("a")
    with tempfile.TemporaryFile() as target:
        shutil.copyfileobj(file.file, target)


def restore(path: Path) -> None:
    with tarfile.open(path) as tar:
        tar.extractall("a")


# By the name of a temporary file


@router.post("/41")
async def by_its_temporary_name(file: UploadFile) -> None:
    with tempfile.NamedTemporaryFile() as copy:
        copy.write(await file.read())
        copy.flush()
        with tarfile.open(copy.name) as tar:
            tar.extractall("a")  # error: FPI409


@router.post("/42")
def unpacked_by_its_suffix(file: UploadFile) -> None:
    with tempfile.NamedTemporaryFile(suffix=".tar.gz") as copy:
        shutil.copyfileobj(file.file, copy)
        copy.flush()
        shutil.unpack_archive(copy.name, "a")  # error: FPI409


@router.post("/43")
def unpacked_by_another_suffix(file: UploadFile) -> None:
    with tempfile.NamedTemporaryFile(suffix=".zip") as copy:
        shutil.copyfileobj(file.file, copy)
        copy.flush()
        shutil.unpack_archive(copy.name, "a")


@router.post("/44")
async def of_another_file(file: UploadFile) -> None:
    with tempfile.NamedTemporaryFile() as copy, tempfile.NamedTemporaryFile() as template:
        copy.write(await file.read())
        template.write(Path("template.tar").read_bytes())
        template.flush()
        with tarfile.open(template.name) as tar:
            tar.extractall("a")
