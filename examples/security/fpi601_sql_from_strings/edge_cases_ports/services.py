"""Knows the port, and nothing of who implements it."""

from .ports import Customers

HOME = "Iceland"


class Search:
    def __init__(self, customers: Customers) -> None:
        self.customers = customers

    def by_name(self, name: str) -> list[str]:
        return self.customers.find(name)

    def at_home(self) -> list[str]:
        return self.customers.in_country(HOME)

    def since(self, year: int) -> list[str]:
        return self.customers.since(year)
