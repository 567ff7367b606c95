import sqlite3


def get_db() -> sqlite3.Connection:  # error: FPI117
    connection = sqlite3.connect("shop.db")
    try:
        yield connection
    finally:
        connection.close()
