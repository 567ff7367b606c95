from fastapi import BackgroundTasks, FastAPI

from .mail import Mailer

app = FastAPI()
mailer = Mailer()


@app.post("/members")
async def join(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(mailer.send(address))  # error: FPI501
