from aioredis import Redis  # error: FPI312
from databases import Database, DatabaseURL  # error: FPI312
from fastapi import FastAPI

__all__ = ["Redis", "app"]

app = FastAPI()
url = DatabaseURL("sqlite:///shop.db")
