"""A public API: everyone may read it, and no browser sends it a session."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET"])


@app.get("/rates")
def read_rates() -> dict[str, float]:
    return {"EUR": 1.0}
