import sys

from fastapi import FastAPI

import databases
from databases import shop

if sys.version_info >= (3, 11):
    from redis import asyncio as aioredis
else:
    import aioredis

app = FastAPI()
app.state.redis = aioredis.from_url("redis://localhost")
app.state.databases = [databases, shop]
