from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


def send_receipt(order: int) -> None:
    print(f"Receipt for {order}")


@app.post("/orders/{order}/receipt")
def resend_receipt(order: int) -> str:
    tasks = BackgroundTasks()  # error: FPI504
    tasks.add_task(send_receipt, order)
    return "The receipt is on its way"
