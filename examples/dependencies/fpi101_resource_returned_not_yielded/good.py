from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("sqlite:///items.db", pool_pre_ping=True)
SessionLocal = sessionmaker(engine)

app = FastAPI()


def get_session() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


@app.get("/items/count")
def count_items(session: Annotated[Session, Depends(get_session)]) -> int:
    return session.connection().exec_driver_sql("SELECT count(*) FROM items").scalar_one()
