from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_engine("sqlite:///shop.db")


class User(BaseModel):
    name: str


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def get_current_user(authorization: Annotated[str, Header()]) -> User:
    if authorization != "Bearer secret":
        raise HTTPException(401)
    return User(name="admin")


@app.get("/me")
def read_me(user: Annotated[User, Depends(get_current_user)]) -> User:
    return user


@app.get("/health")
def check_health(session: Annotated[Session, Depends(get_session)]) -> str:
    session.execute(text("SELECT 1"))
    return "ready"
