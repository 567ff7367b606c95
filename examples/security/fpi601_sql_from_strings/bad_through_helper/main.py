import sqlite3

from fastapi import FastAPI

from .repository import count_orders, find_customer

app = FastAPI()


@app.get("/customers")
def customer(name: str) -> list[str]:
    with sqlite3.connect("shop.db") as connection:
        return find_customer(connection, name)


@app.get("/orders/count")
def orders(status: str) -> int:
    with sqlite3.connect("shop.db") as connection:
        return count_orders(connection, status)
