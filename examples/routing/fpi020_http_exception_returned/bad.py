from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException

app = FastAPI()
items = {"apple": 1}


def admin(x_role: Annotated[str, Header()]) -> str:
    if x_role != "admin":
        return HTTPException(403, "admins only")  # error: FPI020
    return x_role


@app.get("/items/{name}")
def read_item(name: str):
    if name not in items:
        return HTTPException(status_code=404, detail="no such item")  # error: FPI020
    return {"name": name, "count": items[name]}


@app.delete("/items/{name}", dependencies=[Depends(admin)])
def delete_item(name: str) -> dict[str, int]:
    return {"count": items.pop(name, 0)}
