from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from anyio import open_file
from fastapi import Depends, FastAPI

app = FastAPI()


@lru_cache  # error: FPI113
def get_rates() -> Iterator[dict[str, float]]:
    yield {"EUR": 1.1}


@cache  # error: FPI113
async def get_terms() -> str:
    async with await open_file(Path("terms.txt")) as file:
        return await file.read()


@app.get("/rates")
def read_rates(rates: Annotated[dict[str, float], Depends(get_rates)]) -> dict[str, float]:
    return rates


@app.get("/terms")
async def read_terms(terms: Annotated[str, Depends(get_terms)]) -> str:
    return terms
