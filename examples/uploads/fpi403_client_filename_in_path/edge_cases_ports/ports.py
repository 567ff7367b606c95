from abc import ABC, abstractmethod
from typing import Protocol


class Storage(ABC):
    @abstractmethod
    def save(self, name: str, content: bytes) -> str: ...

    @abstractmethod
    def save_last_part(self, name: str, content: bytes) -> str: ...

    @abstractmethod
    def save_checked(self, name: str, content: bytes) -> str: ...

    def label(self, name: str) -> str:
        raise NotImplementedError


class Archive(Protocol):
    def put_away(self, name: str, content: bytes) -> None: ...


class Backend(ABC):
    """Which of its two implementations is used, nobody knows here."""

    @abstractmethod
    def put(self, name: str, content: bytes) -> None: ...


class Unfinished(ABC):
    @abstractmethod
    def put(self, name: str, content: bytes) -> None: ...
