"""Nothing here names FastAPI: the application in `main` does, and calls this."""

import sqlite3

from .queries import COUNT_ORDERS


def find_customer(connection: sqlite3.Connection, name: str) -> list[str]:
    sql = f"SELECT email FROM customers WHERE name = '{name}'"  # error: FPI601
    return [email for (email,) in connection.execute(sql)]


def count_orders(connection: sqlite3.Connection, status: str) -> int:
    (count,) = connection.execute(COUNT_ORDERS.format(status)).fetchone()  # error: FPI601
    return count
