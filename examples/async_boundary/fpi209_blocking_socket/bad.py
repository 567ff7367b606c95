import smtplib
import socket
from email.message import EmailMessage

from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


def send(message: EmailMessage) -> None:
    with smtplib.SMTP("mail.example", 587) as server:
        server.starttls()
        server.send_message(message)


async def welcome(address: str) -> None:
    message = EmailMessage()
    message["To"] = address
    send(message)  # error: FPI209


@app.post("/users")
async def create_user(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(welcome, address)


@app.get("/address")
async def address(host: str) -> str:
    return socket.gethostbyname(host)  # error: FPI209
