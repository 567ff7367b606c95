import asyncio
import smtplib
from email.message import EmailMessage

from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


def welcome(address: str) -> None:  # a plain `def` task runs in a thread
    message = EmailMessage()
    message["To"] = address
    with smtplib.SMTP("mail.example", 587, timeout=10) as server:
        server.starttls()
        server.send_message(message)


@app.post("/users")
async def create_user(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(welcome, address)


@app.get("/address")
async def address(host: str) -> str:
    found = await asyncio.get_running_loop().getaddrinfo(host, 443)
    return str(found[0][4][0])
