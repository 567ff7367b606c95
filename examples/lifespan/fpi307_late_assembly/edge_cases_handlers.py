from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from prometheus_fastapi_instrumentator import Instrumentator

app = FastAPI()
instrumentator = Instrumentator()


@app.on_event("startup")  # error: FPI301
async def start() -> None:
    instrumentator.instrument(app)  # error: FPI307
    instrumentator.expose(app)


@app.on_event("startup")  # error: FPI301
async def start_again() -> None:
    app.add_middleware(GZipMiddleware)  # error: FPI307
