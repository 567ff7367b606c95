from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, UploadFile
from fastapi.responses import FileResponse

from .ports import Archive, Backend, Storage, Unfinished
from .storage import FileArchive, FileStorage, ObjectBackend

app = FastAPI()


def get_storage() -> Storage:
    return FileStorage()


def get_archive() -> Archive:
    return FileArchive()


def get_backend() -> Backend:
    return ObjectBackend()


class Uploads:
    def __init__(self, storage: Storage, archive: Archive, backend: Backend) -> None:
        self.storage = storage
        self.archive = archive
        self.backend = backend

    def store(self, file: UploadFile) -> str:
        return self.storage.save(file.filename or "upload", file.file.read())  # error: FPI403

    def keep(self, file: UploadFile) -> None:
        self.archive.put_away(content=file.file.read(), name=file.filename or "")  # error: FPI403

    def last_part(self, file: UploadFile) -> str:
        return self.storage.save_last_part(file.filename or "upload", file.file.read())

    def checked(self, file: UploadFile) -> str:
        return self.storage.save_checked(file.filename or "upload", file.file.read())

    def put(self, file: UploadFile) -> None:
        self.backend.put(file.filename or "upload", file.file.read())

    def put_somewhere(self, file: UploadFile, unfinished: Unfinished) -> None:
        unfinished.put(file.filename or "upload", file.file.read())


def get_uploads(
    storage: Annotated[Storage, Depends(get_storage)],
    archive: Annotated[Archive, Depends(get_archive)],
    backend: Annotated[Backend, Depends(get_backend)],
) -> Uploads:
    return Uploads(storage, archive, backend)


UploadsDep = Annotated[Uploads, Depends(get_uploads)]


@app.post("/files")
def store(file: UploadFile, uploads: UploadsDep) -> FileResponse:
    return FileResponse(uploads.store(file))


@app.post("/archive")
def keep(file: UploadFile, uploads: UploadsDep) -> None:
    uploads.keep(file)


@app.post("/safe")
def safe(file: UploadFile, uploads: UploadsDep) -> list[str]:
    uploads.put(file)
    return [uploads.last_part(file), uploads.checked(file)]


@app.post("/labels")
def label(file: UploadFile, storage: Annotated[Storage, Depends(get_storage)]) -> None:
    path = Path(storage.label(file.filename or "upload"))
    path.write_bytes(file.file.read())  # error: FPI403
