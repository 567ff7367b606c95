from abc import ABC, abstractmethod


class Customers(ABC):
    @abstractmethod
    def find(self, name: str) -> list[str]: ...

    @abstractmethod
    def in_country(self, country: str) -> list[str]: ...

    @abstractmethod
    def since(self, year: int) -> list[str]: ...
