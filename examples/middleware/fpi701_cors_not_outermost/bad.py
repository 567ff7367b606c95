from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])  # error: FPI701


@app.middleware("http")
async def require_token(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    if "authorization" not in request.headers:
        return JSONResponse({"detail": "Log in"}, status_code=401)
    return await call_next(request)


@app.get("/orders")
def list_orders() -> list[str]:
    return []
