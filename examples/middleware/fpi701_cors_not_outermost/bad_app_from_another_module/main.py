from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware

from .application import app, plain


class Login(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if "authorization" not in request.headers:
            return JSONResponse({"detail": "Log in"}, status_code=401)
        return await call_next(request)


app.add_middleware(Login)  # error: FPI701
plain.add_middleware(Login)
