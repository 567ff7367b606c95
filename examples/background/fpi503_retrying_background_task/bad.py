# options: enable = FPI503
import httpx
from fastapi import BackgroundTasks, FastAPI
from tenacity import retry, stop_after_attempt, wait_exponential

app = FastAPI()


@retry(stop=stop_after_attempt(10), wait=wait_exponential(max=600))
def notify_shop(order: int) -> None:
    httpx.post("https://shop.example.com/hook", json={"paid": order}).raise_for_status()


@app.post("/orders/{order}/payment")
def pay(order: int, tasks: BackgroundTasks) -> None:
    tasks.add_task(notify_shop, order)  # error: FPI503
