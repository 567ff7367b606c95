"""What belongs to some routes only is a dependency: there, FastAPI answers the exception."""

from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException


def require_key(x_api_key: Annotated[str | None, Header()] = None) -> None:
    if x_api_key is None:
        raise HTTPException(status_code=401, detail="API key missing")


app = FastAPI(dependencies=[Depends(require_key)])


@app.get("/orders")
def list_orders() -> list[str]:
    return []
