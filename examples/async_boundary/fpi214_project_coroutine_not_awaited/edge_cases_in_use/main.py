from fastapi import FastAPI

from .mail import greet

app = FastAPI()


@app.get("/")
async def welcome() -> None:
    await greet("ann@example.org")
