from typing import Annotated

from fastapi import Depends, FastAPI

from . import pacing
from .services import Mailer, settle, stay
from .services.mailer import send_later

app = FastAPI()
mailer = Mailer()


def get_mailer() -> Mailer:
    return mailer


MailerDep = Annotated[Mailer, Depends(get_mailer)]


@app.get("/one")
async def one() -> None:
    pacing.pause()  # error: FPI201
    pacing.nothing()


@app.get("/two")
async def two() -> None:
    settle()  # error: FPI201


@app.get("/three")
async def three() -> None:
    stay()  # error: FPI201


@app.get("/method")
async def method(injected: MailerDep) -> None:
    mailer.send()  # error: FPI201
    injected.send()  # error: FPI201
    Mailer().prepare()
    await send_later()


@app.get("/threaded")
def threaded(injected: MailerDep) -> None:
    pacing.pause()
    injected.send()
