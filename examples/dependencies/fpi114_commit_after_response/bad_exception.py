from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()
budget = {"calls": 100}


def take_budget() -> Iterator[dict[str, int]]:
    yield budget
    if budget["calls"] < 0:
        raise HTTPException(429)  # error: FPI114


@app.get("/report")
def read_report(budget: Annotated[dict[str, int], Depends(take_budget)]) -> int:
    budget["calls"] -= 1
    return budget["calls"]
