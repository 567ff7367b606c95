from typing import Annotated

from fastapi import Depends, FastAPI

from .permissions import Requires, has, requires

app = FastAPI()


@app.get("/items", dependencies=[Depends(requires("reader"))])
def read_items(writer: Annotated[bool, Depends(has("writer"))]) -> bool:
    return writer


@app.delete("/items")
def delete_items(role: Annotated[str, Depends(Requires("admin"))]) -> str:
    return role
