from fastapi import FastAPI

from .reports import alone
from .reports import app as reports

app = FastAPI()
app.mount("/reports", reports)
app.include_router(alone.router)


@app.on_event("startup")  # error: FPI301
async def start() -> None:
    print("started")
