import sqlite3

from .ports import Customers


class SqlCustomers(Customers):
    def __init__(self) -> None:
        self.connection = sqlite3.connect("shop.db", autocommit=True)

    def find(self, name: str) -> list[str]:
        sql = f"SELECT email FROM customers WHERE name = '{name}'"  # error: FPI601
        return [email for (email,) in self.connection.execute(sql)]

    def in_country(self, country: str) -> list[str]:
        sql = f"SELECT email FROM customers WHERE country = '{country}'"
        return [email for (email,) in self.connection.execute(sql)]

    def since(self, year: int) -> list[str]:
        sql = f"SELECT email FROM customers WHERE year > {year}"
        return [email for (email,) in self.connection.execute(sql)]
