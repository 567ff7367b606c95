from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class KeyGuard(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if "key" not in request.headers:
            raise HTTPException(403)
        return await call_next(request)


class NoTrace:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "TRACE":
            raise HTTPException(405)
        await self.app(scope, receive, send)


class Answers(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        try:
            return await call_next(request)
        except HTTPException as error:
            return JSONResponse({"detail": error.detail}, error.status_code)
