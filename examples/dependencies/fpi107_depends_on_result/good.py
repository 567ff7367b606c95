from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()


def get_db() -> Iterator[dict[int, str]]:
    yield {1: "apple"}


def limit(highest: int) -> Callable[[int], int]:
    def check(number: int = 1) -> int:
        if number > highest:
            raise HTTPException(400, f"at most {highest}")
        return number

    return check


@app.get("/items")
def read_items(db: Annotated[dict[int, str], Depends(get_db)]) -> dict[int, str]:
    return db


@app.get("/numbers")
def read_number(number: Annotated[int, Depends(limit(10))]) -> int:
    return number
