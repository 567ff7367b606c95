from typing import TYPE_CHECKING

import databases  # error: FPI312
from aioredis import Redis  # error: FPI312
from aioredis.client import Pipeline
from fastapi import FastAPI
from redis import asyncio as aioredis
from starlette_prometheus import PrometheusMiddleware, metrics  # error: FPI312

if TYPE_CHECKING:
    from databases import Database

try:
    from databases import DatabaseURL
except ImportError:
    DatabaseURL = None

app = FastAPI()
app.add_middleware(PrometheusMiddleware)
app.add_route("/metrics", metrics)
database: "Database" = databases.Database("sqlite:///shop.db")
redis: Redis = aioredis.from_url("redis://localhost")
pipeline: Pipeline | None = None
