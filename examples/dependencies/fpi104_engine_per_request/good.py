from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///items.db")
app = FastAPI()


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@app.get("/items/count")
def count_items(session: Annotated[Session, Depends(get_session)]) -> int:
    return session.execute(text("SELECT count(*) FROM items")).scalar_one()
