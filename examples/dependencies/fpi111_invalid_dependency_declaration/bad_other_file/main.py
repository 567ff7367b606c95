from typing import Annotated, Any

from fastapi import Depends, FastAPI

from . import parameters
from .parameters import Limit, Service, Started, User

app = FastAPI()


@app.get("/items")
def read_items(limit: Limit) -> list[int]:  # error: FPI111
    return list(range(limit))


@app.get("/user")
def read_user(user: str = Depends(User)) -> str:  # error: FPI111
    return user


@app.get("/annotated")
def read_annotated(user: Annotated[str, Depends(parameters.User)]) -> str:  # error: FPI111
    return user


@app.get("/started")
def read_started(started: Any = Depends(Started)) -> str:  # error: FPI111
    return str(started)


@app.get("/right")
def read_right(
    user: User,
    again: Annotated[User, Depends()],
    service: Annotated[Service, Depends(Service)],
) -> str:
    return user
