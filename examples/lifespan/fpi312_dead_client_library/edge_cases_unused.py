import aioredis  # error: FPI312
from databases import Database, DatabaseURL as URL  # error: FPI312
from fastapi import FastAPI

app = FastAPI()
# app.state.redis = aioredis.from_url("redis://localhost")
