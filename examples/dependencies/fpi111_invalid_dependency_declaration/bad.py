from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query

app = FastAPI()


def check_access(key: str) -> None:
    if key != "secret":
        raise HTTPException(403)


@app.get("/report", dependencies=[check_access])  # error: FPI111
def read_report() -> str:
    return "confidential"


@app.get("/items")
def read_items(limit: Annotated[int, Query(10, le=100)]) -> list[int]:  # error: FPI111
    return list(range(limit))


@app.get("/numbers")
def read_number(number: int = Depends()) -> int:  # error: FPI111
    return number


@app.get("/access")
def read_access(access: Annotated[str, Depends]) -> str:  # error: FPI111
    return access
