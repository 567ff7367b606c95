from fastapi import FastAPI, Request
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import PlainTextResponse
from starlette.middleware.base import BaseHTTPMiddleware


class RateLimit(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if too_many(request.client.host):
            return PlainTextResponse("Slow down", status_code=429)
        return await call_next(request)


def too_many(host: str) -> bool: ...


app = FastAPI(
    middleware=[
        Middleware(RateLimit),
        Middleware(CORSMiddleware, allow_origins=["https://shop.example.com"]),  # error: FPI701
    ]
)
