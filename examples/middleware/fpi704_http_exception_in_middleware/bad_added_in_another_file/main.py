from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.routing import Mount

from .guards import (
    AnswersInner,
    NoHead,
    NoTrace,
    OfRoutes,
    ShortPaths,
    check_agent,
    check_by_hand,
    check_host,
    check_token,
    middleware,
)

app = FastAPI(routes=[Mount("/admin", routes=[], middleware=[Middleware(OfRoutes)])])
app.middleware("http")(check_host)
app.add_middleware(BaseHTTPMiddleware, dispatch=check_token)
app.add_middleware(NoTrace)


@app.middleware("http")
async def answer(request: Request, call_next):
    try:
        return await check_by_hand(request, call_next)
    except HTTPException as error:
        return JSONResponse({"detail": error.detail}, error.status_code)


inner = FastAPI(
    middleware=[
        Middleware(ShortPaths, longest=2000),
        Middleware(BaseHTTPMiddleware, dispatch=check_agent),
    ]
)
app.mount("/inner", inner)

outermost = FastAPI()
outermost.add_middleware(AnswersInner)
outermost.add_middleware(NoHead)
app.mount("/outermost", outermost)

listed = FastAPI(middleware=middleware)
app.mount("/listed", listed)
