from fastapi import BackgroundTasks, FastAPI

from .mail import Mailer, receipt_for

app = FastAPI()
mailer = Mailer()


@app.post("/members")
async def join(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(mailer.send, address)
    tasks.add_task(receipt_for(address))
