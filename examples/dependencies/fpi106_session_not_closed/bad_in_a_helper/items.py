import sqlite3


def connect() -> sqlite3.Connection:
    return sqlite3.connect("items.db")


def count() -> int:
    connection = connect()  # error: FPI106
    (number,) = connection.execute("SELECT count(*) FROM items").fetchone()
    connection.close()
    return number


def create_table() -> None:
    connection = connect()
    connection.execute("CREATE TABLE IF NOT EXISTS items (name TEXT)")
    connection.close()
