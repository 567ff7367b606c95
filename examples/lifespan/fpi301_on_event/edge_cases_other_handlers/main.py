from bot import listen
from fastapi import FastAPI

app = FastAPI()


@app.on_event("startup")  # error: FPI301
def start() -> None:
    listen()
