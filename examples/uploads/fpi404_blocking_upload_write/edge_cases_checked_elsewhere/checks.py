import os

from fastapi import HTTPException, UploadFile

LIMIT = 1_000_000


def check_kind(file: UploadFile) -> None:
    if file.content_type != "application/pdf":
        raise HTTPException(415)


def check_all(file: UploadFile) -> None:
    check_kind(file)
    if (file.size or 0) > LIMIT:
        raise HTTPException(413)


def check_end(file: UploadFile) -> None:
    file.file.seek(0, os.SEEK_END)
    if file.file.tell() > LIMIT:
        raise HTTPException(413)
    file.file.seek(0)


class Checks:
    def kind(self, file: UploadFile) -> None:
        check_kind(file)

    def all(self, file: UploadFile) -> None:
        check_all(file)
