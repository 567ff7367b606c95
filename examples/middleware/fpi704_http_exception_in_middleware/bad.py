from collections.abc import Awaitable, Callable

from fastapi import FastAPI, HTTPException, Request, Response

app = FastAPI()


@app.middleware("http")
async def require_key(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    if "x-api-key" not in request.headers:
        raise HTTPException(status_code=401, detail="API key missing")  # error: FPI704
    return await call_next(request)


@app.get("/orders")
def list_orders() -> list[str]:
    return []
