import sqlite3
from contextlib import closing


def connect() -> sqlite3.Connection:
    return sqlite3.connect("items.db")


def count() -> int:
    with closing(connect()) as connection:
        (number,) = connection.execute("SELECT count(*) FROM items").fetchone()
        return number


def create_table() -> None:
    with closing(connect()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS items (name TEXT)")
