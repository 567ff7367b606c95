from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query

app = FastAPI()


def check_access(key: str) -> str:
    if key != "secret":
        raise HTTPException(403)
    return key


@app.get("/report", dependencies=[Depends(check_access)])
def read_report() -> str:
    return "confidential"


@app.get("/items")
def read_items(limit: Annotated[int, Query(le=100)] = 10) -> list[int]:
    return list(range(limit))


@app.get("/access")
def read_access(access: Annotated[str, Depends(check_access)]) -> str:
    return access


def require(name: str) -> Callable[[str], None]:
    def check(key: str) -> None:
        if key != name:
            raise HTTPException(403)

    return check


@app.delete("/report", dependencies=[Depends(require("admin"))])
def delete_report() -> None: ...
