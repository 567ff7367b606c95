from fastapi import FastAPI

from .database import cursor, orders

app = FastAPI()


@app.get("/items/count")
def count_items() -> int:
    cursor.execute("SELECT count(*) FROM items")
    (number,) = cursor.fetchone()
    return number


@app.get("/orders/count")
def count_orders() -> int:
    return orders.count()
