from typing import Annotated

from fastapi import Depends, FastAPI

from .storage import Storage, get_storage, load, publish
from .storage import load_all as load_everything

app = FastAPI()
StorageDep = Annotated[Storage, Depends(get_storage)]


@app.get("/one")
async def one() -> bytes:
    return load("a")  # error: FPI206


@app.get("/two")
async def two() -> bytes:
    return load_everything()  # error: FPI206


@app.get("/three")
async def three() -> None:
    publish()  # error: FPI206


@app.get("/injected")
async def injected(storage: StorageDep) -> str:
    storage.save("a", b"data")  # error: FPI206
    return storage.location("a")


@app.get("/threaded")
def threaded(storage: StorageDep) -> bytes:
    storage.save("a", b"data")
    return load_everything()
