from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session


class Settings(BaseSettings):
    database_url: str = "sqlite:///items.db"


app = FastAPI()


@lru_cache
def get_engine() -> Engine:
    return create_engine(Settings().database_url)


def get_session(engine: Annotated[Engine, Depends(get_engine)]) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@app.get("/items/count")
def count_items(session: Annotated[Session, Depends(get_session)]) -> int:
    return session.execute(text("SELECT count(*) FROM items")).scalar_one()
