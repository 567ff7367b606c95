# options: target-versions = python=3.10,fastapi=0.130
import aioredis
from fastapi import FastAPI
from starlette_prometheus import PrometheusMiddleware

app = FastAPI()
app.add_middleware(PrometheusMiddleware)


async def connect() -> aioredis.Redis:
    return aioredis.from_url("redis://localhost")
