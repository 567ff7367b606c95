import time

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


def render(number: int) -> int:
    time.sleep(0.1)  # stands for the blocking call
    return number


@app.get("/invoices/{number}")
def read_invoice(number: int) -> dict[str, int]:
    return {"pages": render(number)}  # a `def` route runs in a thread


@app.get("/invoices/{number}/summary")
async def read_summary(number: int) -> dict[str, int]:
    return {"pages": await run_in_threadpool(render, number)}
