from fastapi import FastAPI, Request

from .auth import public, requires

app = FastAPI()


@requires("admin")  # error: FPI005
@app.delete("/items/{item}")
async def delete_item(request: Request, item: str) -> str:
    return item


@app.put("/items/{item}")
@requires("admin")
async def put_item(request: Request, item: str) -> str:
    return item


@public
@app.get("/items/{item}")
async def read_item(item: str) -> str:
    return item
