from fastapi import FastAPI

from .tasks import send, wait_for

app = FastAPI()


@app.get("/numbers/{number}")
async def read_number(number: int) -> int:
    await send(number)
    send.delay(number)
    return await wait_for(number)
