from functools import lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


@lru_cache
def get_terms() -> str:
    return Path("terms.txt").read_text()


@app.get("/terms")
async def read_terms(terms: Annotated[str, Depends(get_terms)]) -> str:
    return terms
