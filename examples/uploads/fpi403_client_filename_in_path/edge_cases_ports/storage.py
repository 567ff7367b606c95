from pathlib import Path
from uuid import uuid4

from .ports import Backend, Storage

FOLDER = Path("uploads")


class FileStorage(Storage):
    def save(self, name: str, content: bytes) -> str:
        target = FOLDER / name
        target.write_bytes(content)
        return str(target)

    def save_last_part(self, name: str, content: bytes) -> str:
        target = FOLDER / Path(name).name
        target.write_bytes(content)
        return str(target)

    def save_checked(self, name: str, content: bytes) -> str:
        target = FOLDER / self.checked(name)
        target.write_bytes(content)
        return str(target)

    def checked(self, name: str) -> str:
        if "/" in name or "\\" in name:
            raise ValueError(name)
        return name

    def label(self, name: str) -> str:
        return f"incoming/{name}"


class FileArchive:
    """Has what the protocol asks for, and need not say so."""

    def put_away(self, name: str, content: bytes) -> None:
        (FOLDER / "archive" / name).write_bytes(content)


class DiskBackend(Backend):
    def put(self, name: str, content: bytes) -> None:
        (FOLDER / name).write_bytes(content)


class ObjectBackend(Backend):
    def put(self, name: str, content: bytes) -> None:
        (FOLDER / uuid4().hex).write_bytes(content)
