from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse


def setup_cors(app: FastAPI) -> None:
    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])


def setup_login(app: FastAPI) -> None:
    @app.middleware("http")
    async def require_login(request: Request, call_next):
        if "authorization" not in request.headers:
            return JSONResponse({"detail": "Log in"}, status_code=401)
        return await call_next(request)


def setup_compression(app: FastAPI) -> None:
    app.add_middleware(GZipMiddleware)


def setup_both(app: FastAPI) -> None:
    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])  # error: FPI701

    @app.middleware("http")
    async def require_login(request: Request, call_next):
        if "authorization" not in request.headers:
            return JSONResponse({"detail": "Log in"}, status_code=401)
        return await call_next(request)
