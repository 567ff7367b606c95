from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


async def check_host(request: Request, call_next):
    if request.headers.get("host") != "shop.example":
        raise HTTPException(400, "Unknown host")  # error: FPI704
    return await call_next(request)


async def check_token(request: Request, call_next):
    if "authorization" not in request.headers:
        raise HTTPException(401)  # error: FPI704
    return await call_next(request)


async def check_by_hand(request: Request, call_next):
    """Its caller answers what it raises."""
    if "x-key" not in request.headers:
        raise HTTPException(401)
    return await call_next(request)


class NoTrace:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "TRACE":
            raise HTTPException(405)  # error: FPI704
        await self.app(scope, receive, send)


class OfRoutes:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            raise HTTPException(405)
        await self.app(scope, receive, send)


class ShortPaths:
    def __init__(self, app: ASGIApp, longest: int) -> None:
        self.app = app
        self.longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["path"]) > self.longest:
            raise HTTPException(414)  # error: FPI704
        await self.app(scope, receive, send)


async def check_agent(request: Request, call_next):
    if "user-agent" not in request.headers:
        raise HTTPException(400)  # error: FPI704
    return await call_next(request)


class AnswersInner(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        try:
            return await call_next(request)
        except HTTPException as error:
            return JSONResponse({"detail": error.detail}, error.status_code)


class NoHead(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if request.method == "HEAD":
            raise HTTPException(405)  # error: FPI704
        return await call_next(request)


class NoOptions(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if request.method == "OPTIONS":
            raise HTTPException(405)  # error: FPI704
        return await call_next(request)


class NoPatch:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "PATCH":
            raise HTTPException(405)  # error: FPI704
        await self.app(scope, receive, send)


middleware = [Middleware(NoOptions), Middleware(NoPatch), Middleware(AnswersInner)]
