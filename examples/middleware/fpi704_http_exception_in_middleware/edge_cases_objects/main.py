from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware

from .guards import Guards, KeyGuard, Unused, check_token

app = FastAPI()
guards = Guards("x-tenant")
unused = Unused()

app.add_middleware(BaseHTTPMiddleware, check_token)
app.add_middleware(BaseHTTPMiddleware, dispatch=KeyGuard())
app.add_middleware(BaseHTTPMiddleware, dispatch=guards.check_header)
app.middleware("http")(Guards.check_method)


@app.middleware("http")
async def check_by_hand(request: Request, call_next):
    try:
        return await guards.check_by_hand(request, call_next)
    except HTTPException as error:
        return JSONResponse({"detail": error.detail}, error.status_code)


inner = FastAPI()
inner.middleware("http")(guards.check_inside)
app.mount("/inner", inner)


@inner.middleware("http")
async def answer(request: Request, call_next):
    try:
        return await call_next(request)
    except HTTPException as error:
        return JSONResponse({"detail": error.detail}, error.status_code)
