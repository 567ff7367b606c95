# options: enable = FPI503
import httpx
from celery import Celery
from fastapi import FastAPI

app = FastAPI()
queue = Celery("shop", broker="redis://localhost")


@queue.task(autoretry_for=(httpx.HTTPError,), retry_backoff=True, max_retries=10)
def notify_shop(order: int) -> None:
    httpx.post("https://shop.example.com/hook", json={"paid": order}).raise_for_status()


@app.post("/orders/{order}/payment")
def pay(order: int) -> None:
    notify_shop.delay(order)
