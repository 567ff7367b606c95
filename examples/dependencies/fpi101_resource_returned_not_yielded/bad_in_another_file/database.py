import sqlite3


def connect() -> sqlite3.Connection:
    return sqlite3.connect("items.db", check_same_thread=False)


def get_connection() -> sqlite3.Connection:
    connection = connect()  # error: FPI101
    connection.row_factory = sqlite3.Row
    return connection
