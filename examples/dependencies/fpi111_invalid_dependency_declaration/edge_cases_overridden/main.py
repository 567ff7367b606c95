from collections.abc import Iterator

from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from .routes import router

SessionLocal = sessionmaker(create_engine("sqlite://"))


def get_db() -> Iterator[Session]:
    with SessionLocal() as db:
        yield db


app = FastAPI()
app.include_router(router)
app.dependency_overrides[Session] = get_db
