from fastapi import FastAPI

from .guards import KeyGuard

app = FastAPI()
app.add_middleware(KeyGuard)
