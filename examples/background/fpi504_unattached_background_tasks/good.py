from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


def send_receipt(order: int) -> None:
    print(f"Receipt for {order}")


@app.post("/orders/{order}/receipt")
def resend_receipt(order: int, tasks: BackgroundTasks) -> str:
    tasks.add_task(send_receipt, order)
    return "The receipt is on its way"


@app.post("/orders/{order}")
def create_order(order: int) -> JSONResponse:
    tasks = BackgroundTasks()
    tasks.add_task(send_receipt, order)
    return JSONResponse({"order": order}, background=tasks)
