import asyncio

from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


async def send_receipt(order_id: int) -> None:
    await asyncio.sleep(2)
    print("receipt of order", order_id)


@app.post("/orders/{order_id}/receipt")
def request_receipt(order_id: int, tasks: BackgroundTasks) -> str:
    tasks.add_task(send_receipt, order_id)
    return "on its way"


@app.get("/orders/{order_id}")
async def read_order(order_id: int) -> int:
    await send_receipt(order_id)
    return order_id
