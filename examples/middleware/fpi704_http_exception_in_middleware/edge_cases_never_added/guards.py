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
