import smtplib
from email.message import EmailMessage

import aiosmtplib


def send_mail(message: EmailMessage) -> None:
    with smtplib.SMTP("mail") as server:
        server.send_message(message)


class Mailer:
    def __init__(self, sender: str) -> None:
        self.sender = sender

    def deliver(self, to: str) -> None:
        send_mail(self._message(to))

    def _message(self, to: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.sender, to
        return message

    async def deliver_async(self, to: str) -> None:
        self.deliver(to)  # blocks: socket

    async def deliver_twin(self, to: str) -> None:
        await aiosmtplib.send(self._message(to))


mailer = Mailer("shop@example.com")
