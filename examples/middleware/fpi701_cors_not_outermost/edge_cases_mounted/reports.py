from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware


class Login(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if "authorization" not in request.headers:
            return JSONResponse({"detail": "Log in"}, status_code=401)
        return await call_next(request)


# the application that it is mounted in answers preflights, and adds the headers to all answers
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])
app.add_middleware(Login)

# that one leaves it alone
in_plain = FastAPI()
in_plain.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])  # error: FPI701
in_plain.add_middleware(Login)

# nobody knows what that one does
in_unknown = FastAPI()
in_unknown.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])
in_unknown.add_middleware(Login)
