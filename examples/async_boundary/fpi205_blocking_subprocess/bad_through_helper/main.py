from fastapi import FastAPI

from .tools import Repository, head, tag_name
from .tools import release_notes as notes

app = FastAPI()
repository = Repository()


@app.get("/one")
async def one() -> str:
    return head()  # error: FPI205


@app.get("/two")
async def two() -> str:
    return tag_name()  # error: FPI205


@app.get("/three")
async def three() -> str:
    return notes()  # error: FPI205


@app.get("/class")
async def through_class() -> None:
    repository.pull()  # error: FPI205
    await repository.push()


@app.get("/threaded")
def threaded() -> str:
    repository.pull()
    return notes()
