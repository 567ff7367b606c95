from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

app = FastAPI()


@app.middleware("http")
async def require_key(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    if "x-api-key" not in request.headers:
        return JSONResponse({"detail": "API key missing"}, status_code=401)
    return await call_next(request)


@app.get("/orders")
def list_orders() -> list[str]:
    return []
