"""What the objects of `services` make, each time that these are made."""

from typing import Any

from pymongo import MongoClient
from sqlalchemy import create_engine

URL = "mongodb://localhost"


class Orders:
    def __init__(self) -> None:
        self.client: Any = MongoClient(URL)  # error: FPI104


class Items:
    """Connected by a method, which others may call again."""

    def __init__(self) -> None:
        self.name = "items"
        self.connect()

    def connect(self) -> None:
        self.client: Any = MongoClient(URL)  # error: FPI104

    def __enter__(self) -> "Items":
        self.connect()
        return self


def get_collection(name: str) -> Any:
    client: Any = MongoClient(URL)  # error: FPI104
    return client["shop"][name]


class Reports:
    """Connected when somebody asks for it."""

    def __init__(self) -> None:
        self.name = "reports"

    def connect(self) -> None:
        self.engine = create_engine("sqlite://")


class Archive:
    """Made once, by `archive`."""

    def __init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.engine = create_engine("sqlite://")


archive = Archive()


class Closing:
    def __init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.engine = create_engine("sqlite://")

    def close(self) -> None:
        self.engine.dispose()


class Quitting:
    """Could be told to quit, and nobody does for a request."""

    def __init__(self) -> None:
        self.engine = create_engine("sqlite:///reports.db")  # error: FPI104

    def quit(self) -> None:
        self.engine.dispose()


class OfTheClass:
    """Has one client for all of its objects."""

    client: Any = None

    def __init__(self) -> None:
        if self.client is None:
            self.connect()
        self.connect_again()

    @classmethod
    def connect(cls) -> None:
        cls.client = MongoClient(URL)

    def connect_again(self) -> None:
        OfTheClass.client = MongoClient(URL)


class AllTheSame:
    """Its objects have the same attributes."""

    known: dict[str, Any] = {}

    def __init__(self) -> None:
        self.__dict__ = self.known
        if "client" not in self.known:
            self.connect()

    def connect(self) -> None:
        self.client: Any = MongoClient(URL)


class Kept:
    """Made by a service that is made once."""

    def __init__(self) -> None:
        self.client: Any = MongoClient(URL)
