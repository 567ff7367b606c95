from collections.abc import Iterator
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException
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
    raise HTTPException(401)


@app.get("/report")
def read_report(user: User = get_current_user) -> str:  # error: FPI110
    return "confidential"


@app.get("/me")
def read_me(user: Annotated[User, get_current_user]) -> User:  # error: FPI110
    return user


@app.get("/health")
def check_health(session: Session) -> str:  # error: FPI110
    session.execute(text("SELECT 1"))
    return "ready"
