from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import PlainTextResponse
from starlette.middleware.base import BaseHTTPMiddleware


class RateLimit(BaseHTTPMiddleware):
    async def dispatch(
        self, request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        if request.headers.get("x-calls", "0") > "100":
            return PlainTextResponse("Slow down", status_code=429)
        return await call_next(request)


app = FastAPI(
    middleware=[
        Middleware(CORSMiddleware, allow_origins=["https://shop.example.com"]),
        Middleware(RateLimit),
    ]
)
