from fastapi import FastAPI

from . import prices

app = FastAPI()
app.include_router(prices.router)
