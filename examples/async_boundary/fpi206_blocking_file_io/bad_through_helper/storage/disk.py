from pathlib import Path

ROOT = Path("data")


def load(name: str) -> str:
    return (ROOT / name).read_text()


def load_all() -> str:
    return "".join(load(name) for name in ("a", "b"))


def publish() -> None:
    Storage(ROOT).save("all", load_all())


class Storage:
    def __init__(self, root: Path) -> None:
        self.root = root

    def save(self, name: str, text: str) -> None:
        with (self.root / name).open("w") as file:
            file.write(text)

    def location(self, name: str) -> str:
        return str(self.root / name)


def get_storage() -> Storage:
    return Storage(ROOT)
