from functools import cache

from .repositories import (
    AllTheSame,
    Archive,
    Closing,
    Items,
    Kept,
    OfTheClass,
    Orders,
    Quitting,
    Reports,
    archive,
    get_collection,
)


class Service:
    def __init__(self) -> None:
        self.orders = Orders()
        self.users = get_collection("users")
        self.load()

    def load(self) -> None:
        self.items = Items()


class Near:
    def __init__(self) -> None:
        self.archive: Archive = archive
        self.closing = Closing()
        self.quitting = Quitting()
        self.same = AllTheSame()
        self.of_the_class = OfTheClass()
        self.reports = Reports()

    def report(self) -> None:
        archive.open()
        self.reports.connect()
        self.closing.close()


class MadeOnce:
    def __init__(self) -> None:
        self.kept = Kept()


@cache
def get_once() -> MadeOnce:
    return MadeOnce()
