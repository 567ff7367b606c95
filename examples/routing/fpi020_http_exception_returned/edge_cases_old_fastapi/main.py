from typing import Any

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/annotated")
def annotated() -> Any:
    return HTTPException(404)  # error: FPI020


@app.get("/modelled", response_model=list[str])
def modelled() -> Any:
    return HTTPException(404)  # error: FPI020
