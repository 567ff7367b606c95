from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("sqlite:///items.db", pool_pre_ping=True)
SessionLocal = sessionmaker(engine)

app = FastAPI()


def get_session() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


@app.post("/items")
def create_item(name: str, session: Annotated[Session, Depends(get_session)]) -> None:
    session.execute(text("INSERT INTO items VALUES (:name)"), {"name": name})
    session.commit()
