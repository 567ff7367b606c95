import time

import app.models  # for what its import does
from fastapi import FastAPI

app = FastAPI()


@app.get("/report")
async def read_report() -> str:
    time.sleep(2)  # error: FPI201
    return "ready"
