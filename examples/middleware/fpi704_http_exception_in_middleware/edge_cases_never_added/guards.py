from fastapi import HTTPException, Request
from starlette.middleware.base import BaseHTTPMiddleware


class Guard(BaseHTTPMiddleware):
    """Nobody adds it."""

    async def dispatch(self, request: Request, call_next):
        raise HTTPException(403)


class KeyGuard(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if "key" not in request.headers:
            raise HTTPException(403)  # error: FPI704
        return await call_next(request)


class TokenGuard(BaseHTTPMiddleware):
    """Nobody adds this one either: there is an object of it for its other method."""

    async def dispatch(self, request: Request, call_next):
        if request.headers.get("token") != self.make():
            raise HTTPException(403)
        return await call_next(request)

    def make(self) -> str:
        return "token"


def new_token() -> str:
    return TokenGuard(None).make()
