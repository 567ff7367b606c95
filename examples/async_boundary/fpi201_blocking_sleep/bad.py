import time
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

app = FastAPI()


@app.get("/report")
async def report() -> dict[str, str]:
    time.sleep(2)  # error: FPI201
    return {"status": "ready"}


class Throttle(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        time.sleep(0.1)  # error: FPI201
        return await call_next(request)


app.add_middleware(Throttle)


@app.get("/progress")
def progress() -> StreamingResponse:
    async def steps() -> AsyncIterator[str]:
        for step in range(10):
            yield f"{step}\n"
            time.sleep(1)  # error: FPI201

    return StreamingResponse(steps())
