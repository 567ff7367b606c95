from fastapi import HTTPException, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware

from .guards import Answers, KeyGuard


class NoHead(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if request.method == "HEAD":
            raise HTTPException(405)
        return await call_next(request)


middleware = [Middleware(Answers), Middleware(KeyGuard), Middleware(NoHead)]
