from pathlib import Path

ROOT = Path("data")


def load(name: str) -> bytes:
    return (ROOT / name).read_bytes()


def load_all() -> bytes:
    return b"".join(load(name) for name in ("a", "b"))


def publish() -> None:
    Storage(ROOT).save("all", load_all())


class Storage:
    def __init__(self, root: Path) -> None:
        self.root = root

    def save(self, name: str, data: bytes) -> None:
        with (self.root / name).open("wb") as file:
            file.write(data)

    def location(self, name: str) -> str:
        return str(self.root / name)


def get_storage() -> Storage:
    return Storage(ROOT)
