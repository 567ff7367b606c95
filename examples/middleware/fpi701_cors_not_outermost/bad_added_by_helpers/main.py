from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from .setup import setup_both, setup_compression, setup_cors, setup_login

app = FastAPI()
setup_cors(app)  # error: FPI701
setup_compression(app)
setup_login(app)

both = FastAPI()
setup_both(both)

decorated = FastAPI()
setup_cors(decorated)  # error: FPI701


@decorated.middleware("http")
async def refuse(request: Request, call_next):
    return JSONResponse({"detail": "closed"}, status_code=503)


def create_app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example.com"])  # error: FPI701
    setup_login(app)
    return app


good = FastAPI()
setup_login(good)
setup_cors(good)
setup_compression(good)
good_again = FastAPI()
setup_cors(good_again)
setup_login(good_again)
setup_cors(good_again)


def create_for(closed: bool) -> FastAPI:
    app = FastAPI()
    setup_cors(app)
    if not closed:
        setup_compression(app)
    return app
