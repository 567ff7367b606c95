import asyncio

from fastapi import FastAPI

app = FastAPI()


async def send_receipt(order_id: int) -> None:
    await asyncio.sleep(2)
    print("receipt of order", order_id)


@app.post("/orders/{order_id}/receipt")
def request_receipt(order_id: int) -> str:
    asyncio.create_task(send_receipt(order_id))  # error: FPI216
    return "on its way"


@app.get("/orders/{order_id}")
def read_order(order_id: int) -> int:
    loop = asyncio.get_event_loop()  # error: FPI216
    loop.run_until_complete(send_receipt(order_id))
    return order_id
