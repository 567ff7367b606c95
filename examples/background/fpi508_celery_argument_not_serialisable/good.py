from typing import Any

from celery import Celery
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
queue = Celery("shop", broker="redis://localhost")


class Order(BaseModel):
    number: int
    address: str


@queue.task
def send_receipt(order: dict[str, Any]) -> None:
    print(f"Receipt {order['number']} for {order['address']}")


@app.post("/orders")
def create_order(order: Order) -> None:
    send_receipt.delay(order.model_dump())
